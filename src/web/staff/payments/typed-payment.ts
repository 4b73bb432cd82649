import { z } from "zod"
import { formatAmount, type Language, parseAmount } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"

/** What the forms about money check alike, with the words for what is wrong. */
interface Known {
  currency: string
  language: Language
  /** The business's date. */
  today: string
}

/** Text fields as they came; anything else counts as empty. */
export function readText(body: Record<string, unknown>, name: string, longest = 1000): string {
  return z.string().max(longest).catch("").parse(body[name])
}

/** One line without control characters. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, " ")
    .trim()
}

/** An amount of more than nothing, or what is wrong with it. */
export function checkAmount(
  typed: string,
  { currency, language }: Pick<Known, "currency" | "language">,
): { ok: true; amount: bigint } | { ok: false; error: string } {
  const words = texts(language).staffDocuments.payment.errors
  const amount = parseAmount(typed, currency, language)
  if (!amount.ok) {
    const problem = words[amount.reason]
    const example = formatAmount({ amount: 123_450n, currency }, language)
    return { ok: false, error: typeof problem === "string" ? problem : problem(example) }
  }
  return amount.amount === 0n ? { ok: false, error: words.zero } : amount
}

const earliest = "2000-01-01"

/** What is wrong with a day on which money moved; null where nothing is. */
export function findDateError(
  typed: string,
  { language, today }: Pick<Known, "language" | "today">,
): string | null {
  const words = texts(language).staffDocuments.payment.errors
  if (!z.iso.date().safeParse(typed).success) return words.date
  if (typed > today) return words.future
  return typed < earliest ? words.early : null
}
