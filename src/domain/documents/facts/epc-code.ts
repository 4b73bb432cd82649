import { toDecimal } from "../../../platform/money/index.ts"
import { isIbanNumber } from "../../settings/index.ts"
import type { DocumentData } from "../document-data.ts"
import { isBic, paymentWay } from "./payment-line.ts"

const mostCents = 999_999_999_99n

/**
 * What the QR code of a SEPA credit transfer says (EPC069-12, version 002, UTF-8): whom, on which IBAN, how much of
 * `amount` in cents, and the reference. Null for other currencies, without an IBAN, and outside 0.01 to 999,999,999.99.
 */
export function findEpcText(data: DocumentData, amount: bigint): string | null {
  const means = data.paymentMeans.find(
    (each) => paymentWay(each.code) === "transfer" && isIbanNumber(each.account ?? ""),
  )
  if (!means || data.currency !== "EUR" || amount < 1n || amount > mostCents) return null
  const name = means.accountName ?? data.payee?.name ?? data.seller.name
  const bic = compact(means.bank ?? "")
  const reference = oneLine(means.paymentId ?? data.number, 140)
  const isStructured = isCreditorReference(reference)
  return [
    "BCD",
    "002",
    "1",
    "SCT",
    isBic(bic) ? bic : "",
    oneLine(name, 70),
    compact(means.account ?? ""),
    `EUR${toDecimal(amount, "EUR")}`,
    "",
    isStructured ? compact(reference) : "",
    isStructured ? "" : reference,
  ]
    .join("\n")
    .trimEnd()
}

function compact(text: string): string {
  return text.replaceAll(/\s/g, "").toUpperCase()
}

/** Each part is a line, so none of its own may be in it. */
function oneLine(text: string, most: number): string {
  return Array.from(text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim())
    .slice(0, most)
    .join("")
}

/** A reference as ISO 11649 has them, with its check digits: `RF18 5390 0754 7034`. */
function isCreditorReference(text: string): boolean {
  const reference = compact(text)
  if (!/^RF\d{2}[A-Z0-9]{1,21}$/.test(reference)) return false
  const digits = (reference.slice(4) + reference.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n
}
