import type { DocumentDetail } from "../../../domain/documents/index.ts"
import { formatAmount, formatMoney, formatPercent, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { TotalRow, TotalsProps } from "../document-sheet.tsx"
import { allowanceLabel } from "./line-view.ts"

interface TotalsOptions {
  language: Language
  /** Lines above show prices with VAT, so these sums say that they are without. */
  withVat: boolean
}

/** Gross, discount, net, VAT per rate, total, and what became of it: as stated and as the ledger says, never added up anew. */
export function totalsView(detail: DocumentDetail, options: TotalsOptions): TotalsProps {
  const { totals, currency } = detail.data
  const words = texts(options.language).document
  return {
    rows: [...netRows(detail, options), ...vatRows(detail, options.language)],
    total: {
      label: words.total,
      amount: formatMoney({ amount: totals.withVat, currency }, options.language),
    },
    after: [...askedRows(detail, options.language), ...settledRows(detail, options.language)],
    balance: balanceRow(detail, options.language),
  }
}

function netRows({ data }: DocumentDetail, { language, withVat }: TotalsOptions): TotalRow[] {
  const { totals, currency } = data
  const words = texts(language).document
  const amount = (value: bigint) => formatAmount({ amount: value, currency }, language)
  const isCharge = totals.discount < 0n
  const discountLabel = isCharge
    ? withVat
      ? words.chargeWithoutVat
      : words.chargeTotal
    : withVat
      ? words.discountWithoutVat
      : words.discountTotal
  return [
    { label: withVat ? words.grossWithoutVat : words.gross, amount: amount(totals.gross) },
    { label: discountLabel, amount: amount(-totals.discount) },
    ...data.allowanceCharges.map((item) => ({
      label: allowanceLabel(item, language),
      amount: amount(item.isCharge ? item.amount : -item.amount),
      detail: true,
    })),
    { label: withVat ? words.netWithoutVat : words.net, amount: amount(totals.withoutVat) },
  ]
}

function vatRows({ data }: DocumentDetail, language: Language): TotalRow[] {
  const { totals, currency } = data
  const words = texts(language).document
  const amount = (value: bigint) => formatAmount({ amount: value, currency }, language)
  const categories: Record<string, string> = words.vatCategories
  const rows = data.vatSubtotals.map((subtotal) => {
    const label = words.vatAt(formatPercent(subtotal.rate ?? "0", language), amount(subtotal.taxable))
    const reason = subtotal.exemptionReason ?? categories[subtotal.category]
    return { label: reason ? `${label}, ${reason}` : label, amount: amount(subtotal.vat) }
  })
  if (rows.length === 0) rows.push({ label: words.vat, amount: amount(totals.vat) })
  if (data.vatAccounting) {
    const { currency: other, amount: inOther } = data.vatAccounting
    rows.push({ label: words.vatIn(other), amount: inOther })
  }
  return rows
}

/** From the total to what the document asks for. */
function askedRows({ data }: DocumentDetail, language: Language): TotalRow[] {
  const { totals, currency } = data
  const words = texts(language).document
  const amount = (value: bigint) => formatAmount({ amount: value, currency }, language)
  const rows: TotalRow[] = []
  if (totals.prepaid !== 0n) rows.push({ label: words.prepaid, amount: amount(-totals.prepaid) })
  if (totals.rounding !== 0n) rows.push({ label: words.rounding, amount: amount(totals.rounding) })
  if (totals.payable !== totals.withVat) rows.push({ label: words.payable, amount: amount(totals.payable) })
  return rows
}

/** What payments and credit notes took off it. Quotes, orders and drafts are not in the ledger. */
function settledRows(detail: DocumentDetail, language: Language): TotalRow[] {
  if (!isBooked(detail)) return []
  const { balance, credited, writtenOff, refunded, currency, kind, data } = detail
  const words = texts(language).document
  const row = (label: string, value: bigint) => ({
    label,
    amount: formatAmount({ amount: value, currency }, language),
  })
  if (kind === "credit_note") {
    const used = data.totals.payable + balance - refunded
    return [
      ...(used === 0n ? [] : [row(words.setOff, -used)]),
      ...(refunded === 0n ? [] : [row(words.refunded, -refunded)]),
    ]
  }
  const paid = paidOf(detail)
  return [
    row(words.paid, -paid),
    ...(credited === 0n ? [] : [row(words.credited, -credited)]),
    ...(writtenOff === 0n ? [] : [row(words.writtenOff, -writtenOff)]),
  ]
}

function balanceRow(detail: DocumentDetail, language: Language): TotalRow | undefined {
  if (!isBooked(detail)) return undefined
  const { balance, currency, kind } = detail
  const words = texts(language).document
  const money = (amount: bigint) => formatMoney({ amount, currency }, language)
  if (kind === "credit_note") return { label: words.creditLeft, amount: money(-balance) }
  if (balance < 0n && detail.payable >= 0n) return { label: words.balanceInFavour, amount: money(-balance) }
  return { label: words.balance, amount: money(balance) }
}

/** What payments took off an invoice, less what was paid back: what is neither open, credited nor written off. */
function paidOf({
  payable,
  balance,
  credited,
  writtenOff,
}: Pick<DocumentDetail, "payable" | "balance" | "credited" | "writtenOff">): bigint {
  return payable - balance - credited - writtenOff
}

function isBooked({ kind, state }: DocumentDetail): boolean {
  return state === "issued" && (kind === "invoice" || kind === "credit_note")
}
