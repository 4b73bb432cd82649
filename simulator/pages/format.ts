import type { Payment } from "../world/state.ts"
import type { Texts } from "./texts.ts"

const locale = (texts: Texts) => (texts.language === "da" ? "da-DK" : "en-GB")

export function formatAmount(texts: Texts, currency: string, value: number): string {
  return new Intl.NumberFormat(locale(texts), { style: "currency", currency }).format(value / 100)
}

export function formatTime(texts: Texts, at: number): string {
  return new Intl.DateTimeFormat(locale(texts), { dateStyle: "medium", timeStyle: "short" }).format(at)
}

/** `+45 12 34 56 78`, unbroken; of other countries, the digits after a plus. */
export function formatNumber(digits: string): string {
  const danish = /^45(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits)
  return danish ? ["+45", ...danish.slice(1)].join("\u00a0") : `+${digits}`
}

/** The digits of what somebody typed; eight of them are a Danish number. */
export function readNumber(typed: string): string {
  const digits = typed.replace(/^\s*00/, "").replace(/\D/g, "")
  return digits.length === 8 ? `45${digits}` : digits
}

/** What became of it, in one word and its colour. */
export function stateOf(
  texts: Texts,
  payment: Payment,
): { word: string; tone: "good" | "quiet" | "waiting" } {
  const { states } = texts
  if (payment.state === "CREATED") return { word: states.CREATED, tone: "waiting" }
  if (payment.state !== "AUTHORIZED") return { word: states[payment.state], tone: "quiet" }
  if (payment.refunded > 0) return { word: states.REFUNDED, tone: "quiet" }
  if (payment.captured > 0) return { word: states.CAPTURED, tone: "good" }
  if (payment.cancelled > 0) return { word: states.RELEASED, tone: "quiet" }
  return { word: states.AUTHORIZED, tone: "good" }
}
