import { formatAmount, formatPercent, type Language } from "../../../platform/language/index.ts"
import type { DocumentData, VatSubtotal } from "../document-data.ts"
import type { Texts } from "./texts/index.ts"

export interface TotalRow {
  label: string
  value: string
  weight: "plain" | "detail" | "total" | "payable"
}

/** Gross, discount, net, VAT per rate, total, what was prepaid and what is left; as stated, never added up anew. */
export function totalRows(data: DocumentData, texts: Texts, language: Language): TotalRow[] {
  const { totals, currency } = data
  const words = texts.totals
  const amount = (value: bigint) => formatAmount({ amount: value, currency }, language)
  // The code stands before the amount, so that the figures end on the same decimal as those above.
  const money = (value: bigint) => `${currency}\u00a0${amount(value)}`
  const plain = (label: string, value: string): TotalRow => ({ label, value, weight: "plain" })
  const rows: TotalRow[] = []
  if (totals.discount !== 0n || data.allowanceCharges.length > 0) {
    const label = totals.discount < 0n ? words.surcharge : words.discount
    rows.push(plain(words.gross, amount(totals.gross)), plain(label, amount(-totals.discount)))
    rows.push(...allowanceRows(data, words, language))
  }
  rows.push(plain(words.net, amount(totals.withoutVat)))
  for (const subtotal of data.vatSubtotals) rows.push(...vatRows(subtotal, data, texts, language))
  if (data.vatSubtotals.length === 0) rows.push(plain(words.vat, amount(totals.vat)))
  if (data.vatAccounting) {
    rows.push({
      label: words.vatIn(data.vatAccounting.currency),
      value: data.vatAccounting.amount,
      weight: "detail",
    })
  }
  rows.push({ label: words.withVat, value: money(totals.withVat), weight: "total" })
  if (totals.prepaid !== 0n) rows.push(plain(words.prepaid, amount(-totals.prepaid)))
  if (totals.rounding !== 0n) rows.push(plain(words.rounding, amount(totals.rounding)))
  if (totals.payable !== totals.withVat) {
    const label = data.kind === "credit_note" ? words.credited : words.payable
    rows.push({ label, value: money(totals.payable), weight: "payable" })
  }
  return rows
}

/** Which discounts and charges on the whole document are within the discount above. */
function allowanceRows(data: DocumentData, words: Texts["totals"], language: Language): TotalRow[] {
  return data.allowanceCharges.map((item) => {
    const percent = item.percent === undefined ? "" : ` ${formatPercent(item.percent, language)}`
    const reason = item.reason ?? (item.isCharge ? words.charge : words.allowance)
    const amount = item.isCharge ? item.amount : -item.amount
    return {
      label: `${reason}${percent}`,
      value: formatAmount({ amount, currency: data.currency }, language),
      weight: "detail",
    }
  })
}

function vatRows(subtotal: VatSubtotal, data: DocumentData, texts: Texts, language: Language): TotalRow[] {
  const amount = (value: bigint) => formatAmount({ amount: value, currency: data.currency }, language)
  const rate = formatPercent(subtotal.rate ?? "0", language)
  const row: TotalRow = {
    label: texts.totals.vatOf(rate, amount(subtotal.taxable)),
    value: amount(subtotal.vat),
    weight: "plain",
  }
  const reason = subtotal.exemptionReason ?? texts.vatCategories[subtotal.category]
  return reason === undefined ? [row] : [row, { label: reason, value: "", weight: "detail" }]
}
