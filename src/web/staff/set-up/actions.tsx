import { z } from "zod"
import { completeSetUp } from "../../../domain/settings/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { StaffAccessTexts } from "../../../platform/language/texts/staff-access.en.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { type FieldProblems, readForm } from "../../guards/form.ts"
import { passwordMessage } from "../account/password-message.ts"
import { SetUpPage } from "./page.tsx"

const line = (words: StaffAccessTexts, most: number) =>
  z.string(words.required).trim().min(1, words.required).max(most, words.tooLong(most))

const optionalLine = (words: StaffAccessTexts, most: number) =>
  z
    .string()
    .trim()
    .max(most, words.tooLong(most))
    .optional()
    .transform((text) => text || null)

const setUpSchema = (words: StaffAccessTexts) =>
  z.object({
    code: line(words, 60),
    businessName: line(words, 200),
    companyId: optionalLine(words, 40),
    addressLine1: optionalLine(words, 300),
    postalCode: optionalLine(words, 40),
    city: optionalLine(words, 200),
    phone: optionalLine(words, 60),
    businessEmail: z
      .union([z.literal(""), z.email(words.notAnEmail).max(254, words.tooLong(254))], words.notAnEmail)
      .optional()
      .transform((text) => text || null),
    businessLanguage: z.enum(["da", "en"]).default("da"),
    ownerName: line(words, 200),
    ownerEmail: z.string(words.required).trim().max(254, words.tooLong(254)).pipe(z.email(words.notAnEmail)),
    password: z.string(words.required).min(1, words.required).max(1000, words.tooLong(1000)),
    portalEnabled: z.literal("on").optional(),
    sample: z.literal("on").optional(),
  })

type Values = z.output<ReturnType<typeof setUpSchema>>

/** `GET /set-up`: there only while there is no business. */
export function showSetUp(c: AnyContext): Response | Promise<Response> {
  if (c.var.businessId !== "") return c.notFound()
  return c.html(<SetUpPage c={c} typed={{ portalEnabled: "on", businessLanguage: c.var.language }} />)
}

/** `POST /set-up`: makes the business and its first owner. */
export async function setUp(c: AnyContext): Promise<Response> {
  if (c.var.businessId !== "") return c.notFound()
  const words = texts(c.var.language).staffAccess
  const input = await readForm(c, setUpSchema(words))
  const again = (problems: FieldProblems) =>
    c.html(<SetUpPage c={c} typed={input.typed} problems={problems} />, 422)
  if (!input.ok) return again(input.problems)
  const { kvit } = c.var
  const { values } = input
  const addOwner = await kvit.staffAccounts.prepareFirstOwner({
    email: values.ownerEmail,
    name: values.ownerName,
    password: values.password,
    businessName: values.businessName,
  })
  if (typeof addOwner === "string") return again({ password: passwordMessage(words, addOwner) })
  const request = { code: values.code, business: toBusiness(c, values) }
  const answer = await completeSetUp(kvit.database, request, addOwner)
  if (answer.outcome === "refused") return again({ code: words.setUp.codeRefused })
  const after = values.sample ? await loadSample(c, answer.businessId) : "set-up"
  return c.redirect(routes.staff.signIn.to({ after }), 303)
}

function toBusiness(c: AnyContext, values: Values) {
  return {
    name: values.businessName,
    companyId: values.companyId,
    addressLine1: values.addressLine1,
    postalCode: values.postalCode,
    city: values.city,
    country: "DK",
    phone: values.phone,
    email: values.businessEmail,
    language: values.businessLanguage,
    currency: "DKK",
    portalEnabled: values.portalEnabled === "on" && c.var.kvit.config.edition !== "desktop",
  }
}

/** The business is there whatever becomes of the sample, so its failure is told and logged, and nothing is taken back. */
async function loadSample(c: AnyContext, businessId: string): Promise<string> {
  try {
    await c.var.kvit.loadSample(businessId)
    return "set-up"
  } catch (error) {
    c.var.kvit.log.error({ request: c.var.requestId, error }, "The sample data could not be loaded.")
    return "set-up-without-sample"
  }
}
