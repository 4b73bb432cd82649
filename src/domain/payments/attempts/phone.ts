import { parsePhoneNumberFromString } from "libphonenumber-js"

/**
 * A number as somebody types it, `+45 12 34 56 78` or `12345678` in Denmark, as the provider takes it: country code and
 * number, digits only (E.164 without the plus). Null where it is no possible number.
 */
export function readPhoneNumber(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed.trim().replace(/^00/, "+"), "DK")
  if (!number?.isPossible()) return null
  const digits = number.number.slice(1)
  return /^\d{9,15}$/.test(digits) ? digits : null
}

/** The same for people: `+45 12 34 56 78`, in pairs as Danes write it. */
export function formatPhoneNumber(digits: string): string {
  const danish = /^45(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits)
  if (danish) return `+45 ${danish.slice(1).join(" ")}`
  return parsePhoneNumberFromString(`+${digits}`)?.formatInternational() ?? `+${digits}`
}
