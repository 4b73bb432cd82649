import { z } from "zod"
import { type Language, parseAmount } from "../../../platform/language/index.ts"
import { mostProviderAmount } from "../mobilepay/shapes.ts"
import { type Brand, brands } from "./brands.ts"
import { captureRules, mobilePayCurrencies, mobilePayEnvironments } from "./mobilepay-settings.ts"

/** The form as it was typed. Empty secrets leave those that are there. */
export interface MobilePayForm {
  enabled: boolean
  environment: string
  merchantSerialNumber: string
  clientId: string
  clientSecret: string
  subscriptionKey: string
  currency: string
  brand: string
  pushAllowed: boolean
  cardAllowed: boolean
  partPaymentAllowed: boolean
  leastPartPayment: string
  prepaymentCapture: string
}

export const mobilePayFormProblems = [
  "required",
  "required_on",
  "not_digits",
  "not_key",
  "too_long",
  "not_choice",
  "not_amount",
  "amount_range",
  "attempts_open",
  "keys_needed",
] as const
export type MobilePayFormProblem = (typeof mobilePayFormProblems)[number]
export type MobilePayFormProblems = Partial<Record<keyof MobilePayForm, MobilePayFormProblem>>

const names = Object.keys(brands) as [Brand, ...Brand[]]

/** Keys travel in headers: what no header can hold was copied wrong. */
const key = (most: number) =>
  z
    .string()
    .trim()
    .max(most, "too_long")
    .regex(/^[\x21-\x7e]*$/, "not_key")

const schema = z.object({
  enabled: z.boolean(),
  environment: z.enum(mobilePayEnvironments, "not_choice"),
  merchantSerialNumber: z
    .string()
    .transform((text) => text.replaceAll(/\s/g, ""))
    .pipe(z.string().regex(/^$|^[0-9]{4,12}$/, "not_digits")),
  clientId: key(100),
  clientSecret: key(500),
  subscriptionKey: key(500),
  currency: z.enum(mobilePayCurrencies, "not_choice"),
  brand: z.enum(names, "not_choice"),
  pushAllowed: z.boolean(),
  cardAllowed: z.boolean(),
  partPaymentAllowed: z.boolean(),
  leastPartPayment: z.string(),
  prepaymentCapture: z.enum(captureRules, "not_choice"),
})

export type MobilePayInput = Omit<z.output<typeof schema>, "leastPartPayment"> & { leastPartPayment: bigint }

export function readMobilePayForm(
  form: MobilePayForm,
  language: Language,
): { ok: true; input: MobilePayInput } | { ok: false; problems: MobilePayFormProblems } {
  const parsed = schema.safeParse(form)
  const problems: MobilePayFormProblems = {}
  for (const issue of parsed.error?.issues ?? []) {
    const word = mobilePayFormProblems.find((one) => one === issue.message) ?? "not_choice"
    problems[String(issue.path[0]) as keyof MobilePayForm] ??= word
  }
  const least = parseAmount(form.leastPartPayment, "DKK", language)
  if (!least.ok) problems.leastPartPayment = "not_amount"
  else if (least.amount < 1n || least.amount > mostProviderAmount) problems.leastPartPayment = "amount_range"
  if (!parsed.success || !least.ok || Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, input: { ...parsed.data, leastPartPayment: least.amount } }
}
