import { z } from "zod"
import { languages } from "../../../platform/language/index.ts"
import { isCurrency } from "../../../platform/money/index.ts"
import { readLine, readLines } from "../typed-text.ts"
import { checkAccent } from "./accent.ts"
import type { LogoProblem } from "./logo.ts"

export const businessFields = [
  "name",
  "companyId",
  "vatId",
  "addressLine1",
  "addressLine2",
  "postalCode",
  "city",
  "country",
  "phone",
  "email",
  "website",
  "language",
  "currency",
  "timeZone",
  "termsUrl",
  "privacyUrl",
  "letterhead",
  "bankRegistration",
  "bankAccount",
  "iban",
  "bic",
  "creditorNumber",
  "creditorMask",
  "accent",
] as const
export type BusinessField = (typeof businessFields)[number]

/** Every field as it was typed; an empty one is taken away. */
export type BusinessForm = Readonly<Record<BusinessField, string>>

export const businessProblemCodes = [
  "required",
  "too_long",
  "not_cvr",
  "not_danish_vat",
  "not_country",
  "not_phone",
  "not_mail",
  "not_website",
  "not_https",
  "not_language",
  "not_currency",
  "not_time_zone",
  "not_iban",
  "not_bic",
  "not_creditor",
  "not_mask",
  "not_colour",
  "too_pale",
] as const
export type BusinessProblemCode = (typeof businessProblemCodes)[number]

/** Why a field is refused. */
export interface BusinessProblem {
  code: BusinessProblemCode | LogoProblem
  /** Of `too_pale`: the nearest colour that would pass. */
  nearest?: string
}
export type BusinessProblems = Partial<Record<BusinessField | "logo", BusinessProblem>>

/** The same limits as the table's. */
export const businessFieldLengths = {
  name: 200,
  companyId: 40,
  vatId: 40,
  addressLine1: 300,
  addressLine2: 300,
  postalCode: 40,
  city: 200,
  phone: 60,
  email: 254,
  website: 300,
  termsUrl: 500,
  privacyUrl: 500,
  letterhead: 1000,
  bankRegistration: 20,
  bankAccount: 40,
  iban: 40,
  bic: 20,
  creditorNumber: 20,
  creditorMask: 14,
} as const satisfies Partial<Record<BusinessField, number>>

export type BusinessValues = Readonly<Record<BusinessField, string>>

/** Reads the form. Answers its values as they are kept, or what is wrong with each field. */
export function readBusinessForm(
  form: BusinessForm,
): { ok: true; values: BusinessValues } | { ok: false; problems: BusinessProblems } {
  const parsed = schemaFor(form.country === "DK").safeParse(form)
  if (parsed.success) return { ok: true, values: parsed.data }
  const problems: BusinessProblems = {}
  for (const issue of parsed.error.issues) {
    const field = businessFields.find((name) => name === issue.path[0])
    if (!field || problems[field]) continue
    const code = businessProblemCodes.find((one) => one === issue.message) ?? "required"
    const check = code === "too_pale" ? checkAccent(readLine(form.accent).toLowerCase()) : null
    problems[field] = check && !check.ok && check.nearest ? { code, nearest: check.nearest } : { code }
  }
  return { ok: false, problems }
}

const line = (most: number) => z.string("required").transform(readLine).pipe(z.string().max(most, "too_long"))

/** A line that may be empty, else must be as `isRight` says. */
function checked(most: number, code: BusinessProblemCode, isRight: (text: string) => boolean) {
  return line(most).refine((text) => text === "" || isRight(text), code)
}

const compactUpper = (text: string) => text.replaceAll(/[\s.-]/g, "").toUpperCase()
const lengths = businessFieldLengths

/** Of the country that was chosen hangs what a registration and a VAT number look like. */
function schemaFor(isDanish: boolean) {
  return z.object({
    name: line(lengths.name).refine((text) => text !== "", "required"),
    companyId: isDanish
      ? line(lengths.companyId)
          .transform((text) => compactUpper(text).replace(/^(DK|CVR)/, ""))
          .refine((text) => text === "" || /^\d{8}$/.test(text), "not_cvr")
      : line(lengths.companyId),
    vatId: isDanish
      ? line(lengths.vatId)
          .transform((text) => compactUpper(text).replace(/^(?=\d)/, "DK"))
          .refine((text) => text === "" || /^DK\d{8}$/.test(text), "not_danish_vat")
      : line(lengths.vatId),
    addressLine1: line(lengths.addressLine1),
    addressLine2: line(lengths.addressLine2),
    postalCode: line(lengths.postalCode),
    city: line(lengths.city),
    country: line(2).refine(isCountry, "not_country"),
    phone: checked(lengths.phone, "not_phone", (text) => /^\+?[\d\s()./-]{4,}$/.test(text)),
    email: checked(lengths.email, "not_mail", (text) => z.email().safeParse(text).success),
    website: checked(lengths.website, "not_website", isWebsite),
    language: z.enum(languages, "not_language"),
    currency: line(3).refine(isCurrency, "not_currency"),
    timeZone: line(60).refine(isTimeZone, "not_time_zone"),
    termsUrl: checked(lengths.termsUrl, "not_https", isHttpsAddress),
    privacyUrl: checked(lengths.privacyUrl, "not_https", isHttpsAddress),
    letterhead: z.string().transform(readLines).pipe(z.string().max(lengths.letterhead, "too_long")),
    bankRegistration: line(lengths.bankRegistration),
    bankAccount: line(lengths.bankAccount),
    iban: checked(lengths.iban, "not_iban", isIbanNumber).transform(groupByFour),
    bic: line(lengths.bic)
      .transform(compactUpper)
      .refine((text) => text === "" || /^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text), "not_bic"),
    creditorNumber: line(lengths.creditorNumber)
      .transform(compactUpper)
      .refine((text) => text === "" || /^\d{8}$/.test(text), "not_creditor"),
    creditorMask: checked(lengths.creditorMask, "not_mask", (text) => /^(?=.*#)[\d#]{14}$/.test(text)),
    accent: line(7)
      .transform((text) => text.toLowerCase())
      .superRefine((text, context) => {
        const check = checkAccent(text)
        if (!check.ok)
          context.addIssue({ code: "custom", message: check.nearest ? "too_pale" : "not_colour" })
      }),
  })
}

function isCountry(text: string): boolean {
  return (
    /^[A-Z]{2}$/.test(text) &&
    new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(text) !== undefined
  )
}

function isTimeZone(text: string): boolean {
  return text === "UTC" || Intl.supportedValuesOf("timeZone").includes(text)
}

/** A host name with or without its scheme: it is printed on letters as it is written. */
function isWebsite(text: string): boolean {
  return isWebAddress(/^https?:\/\//i.test(text) ? text : `https://${text}`, ["http:", "https:"])
}

/** Links customers press lead to https and nowhere else; `javascript:` and the like are refused by it. */
function isHttpsAddress(text: string): boolean {
  return isWebAddress(text, ["https:"])
}

function isWebAddress(text: string, protocols: readonly string[]): boolean {
  const url = URL.parse(text)
  if (!url || /\s/.test(text)) return false
  return (
    protocols.includes(url.protocol) &&
    url.username === "" &&
    url.password === "" &&
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname)
  )
}

/** Whether it is an IBAN with the right check digits (ISO 13616): letters are 10 to 35, the first four characters go last, the rest by 97 is 1. */
export function isIbanNumber(text: string): boolean {
  const iban = compactUpper(text)
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false
  const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n
}

/** As ISO 13616 prints it. */
function groupByFour(text: string): string {
  return compactUpper(text).replaceAll(/(.{4})(?=.)/g, "$1 ")
}
