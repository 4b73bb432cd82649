import { minorDigits } from "../money/index.ts"
import type { Language } from "./format.ts"

export type ParsedAmount =
  | { ok: true; amount: bigint }
  | { ok: false; reason: "no_amount" | "ambiguous" | "too_many_decimals" | "too_large" }

const mostDigits = 13
const groupSigns: Record<Language, string> = { da: ".", en: "," }

/**
 * Reads an amount a person typed, `1.234,50` or `1,234.50` or `1234.50`, as minor units of `currency`; never negative.
 * Nothing is guessed: `1,234` is refused where the comma is the language's decimal sign and the currency has two
 * decimals, since it may mean a thousand; so are decimals the currency does not have, groups that are not of three
 * digits, and everything else that is not a number.
 */
export function parseAmount(text: string, currency: string, language: Language): ParsedAmount {
  const typed = text.trim()
  if (!/^\d[\d.,]*$/.test(typed)) return { ok: false, reason: "no_amount" }
  const digits = minorDigits(currency)
  const split = splitDecimals(typed, digits, language)
  if (split === "ambiguous" || split === "no_amount") return { ok: false, reason: split }
  const { whole, decimals } = split
  if (decimals.length > digits) return { ok: false, reason: "too_many_decimals" }
  if (whole.length > mostDigits) return { ok: false, reason: "too_large" }
  return { ok: true, amount: BigInt(whole + decimals.padEnd(digits, "0")) }
}

/** The digits before and after the decimal sign, once it is sure which sign that is. */
function splitDecimals(
  typed: string,
  digits: number,
  language: Language,
): { whole: string; decimals: string } | "ambiguous" | "no_amount" {
  const signs = typed.match(/[.,]/g) ?? []
  const last = signs.at(-1)
  if (last === undefined) return { whole: typed, decimals: "" }
  const at = typed.lastIndexOf(last)
  const before = typed.slice(0, at)
  const after = typed.slice(at + 1)
  if (new Set(signs).size === 1 && signs.length > 1) return readGroups(typed, last)
  if (signs.length === 1 && /^[1-9]\d{0,2}$/.test(before) && after.length === 3) {
    const isGroupSign = last === groupSigns[language]
    if (digits === 3) return isGroupSign ? "ambiguous" : { whole: before, decimals: after }
    return isGroupSign ? { whole: before + after, decimals: "" } : "ambiguous"
  }
  if (!/^\d+$/.test(after)) return "no_amount"
  if (signs.length === 1) return { whole: before, decimals: after }
  const groups = readGroups(before, last === "," ? "." : ",")
  return groups === "no_amount" ? groups : { whole: groups.whole, decimals: after }
}

/** `1.234.567` as digits, where every group is of three. */
function readGroups(text: string, sign: string): { whole: string; decimals: string } | "no_amount" {
  const [first = "", ...groups] = text.split(sign)
  const isGrouped = /^[1-9]\d{0,2}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group))
  return isGrouped ? { whole: first + groups.join(""), decimals: "" } : "no_amount"
}
