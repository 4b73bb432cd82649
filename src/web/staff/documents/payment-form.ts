import { z } from "zod"
import { type PaymentInput, paymentMethods } from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatAmount, type Language, parseAmount } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"

/** What was typed, kept as it was, so that a form that comes back has it all. */
export interface TypedPayment {
  amount: string
  receivedOn: string
  method: string
  reference: string
  requestKey: string
  /** What the customer said of it, where the form was opened from that. */
  notice: string
}

export type PaymentErrors = Partial<Record<keyof TypedPayment, string>>

const typedSchema = z.object({
  amount: z.string().max(100).catch(""),
  receivedOn: z.string().max(100).catch(""),
  method: z.string().max(100).catch(""),
  reference: z.string().max(1000).catch(""),
  requestKey: z.string().max(100).catch(""),
  notice: z.string().max(100).catch(""),
})

export function readTyped(body: Record<string, unknown>): TypedPayment {
  return typedSchema.parse(body)
}

const earliest = "2000-01-01"
const longestReference = 200

interface Known {
  currency: string
  language: Language
  /** The business's date. */
  today: string
}

/** The payment that was typed, or what is wrong with it, at each field. */
export function checkPayment(
  typed: TypedPayment,
  { currency, language, today }: Known,
): { ok: true; payment: Omit<PaymentInput, "documentId"> } | { ok: false; errors: PaymentErrors } {
  const words = texts(language).staffDocuments.payment.errors
  const errors: PaymentErrors = {}
  const amount = parseAmount(typed.amount, currency, language)
  const example = formatAmount({ amount: 123_450n, currency }, language)
  if (!amount.ok) {
    const problem = words[amount.reason]
    errors.amount = typeof problem === "string" ? problem : problem(example)
  } else if (amount.amount === 0n) errors.amount = words.zero
  const date = z.iso.date().safeParse(typed.receivedOn)
  if (!date.success) errors.receivedOn = words.date
  else if (date.data > today) errors.receivedOn = words.future
  else if (date.data < earliest) errors.receivedOn = words.early
  const method = z.enum(paymentMethods).safeParse(typed.method)
  if (!method.success) errors.method = words.method
  const reference = typed.reference.replace(/\p{Cc}+/gu, " ").trim()
  if (reference.length > longestReference) errors.reference = words.reference
  if (!isId(typed.requestKey)) errors.requestKey = words.form
  if (Object.keys(errors).length > 0 || !amount.ok || !method.success) return { ok: false, errors }
  return {
    ok: true,
    payment: {
      amount: amount.amount,
      receivedOn: typed.receivedOn,
      method: method.data,
      reference: reference || undefined,
      requestKey: typed.requestKey,
      noticeId: isId(typed.notice) ? typed.notice : undefined,
    },
  }
}
