import Big from "big.js"
import {
  type AllowanceCharge,
  type DocumentData,
  type DocumentLine,
  findLineDiscount,
} from "../../../domain/documents/index.ts"
import {
  formatAmount,
  formatDate,
  formatDecimal,
  formatPercent,
  formatQuantity,
  type Language,
  languages,
} from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { minorDigits } from "../../../platform/money/index.ts"
import type { LinesTableProps } from "../lines-table.tsx"

const none = "–"

interface LineOptions {
  language: Language
  /** For private customers: prices, discounts and amounts with the line's VAT on top. */
  withVat: boolean
}

/** Every line as texts, with the columns that this document needs. */
export function linesView(data: DocumentData, options: LineOptions): LinesTableProps {
  const words = texts(options.language).document
  const lines = data.lines.map((line) => lineView(line, data.currency, options))
  return {
    caption: words.lines,
    labels: {
      number: words.number,
      text: words.text,
      quantity: words.quantity,
      unitPrice: options.withVat ? words.unitPriceWithVat : words.unitPrice,
      discount: lines.some((line) => line.discount !== undefined) ? words.discount : undefined,
      vat: words.vat,
      amount: options.withVat ? words.lineAmountWithVat : words.lineAmount,
    },
    lines,
  }
}

function lineView(
  line: DocumentLine,
  currency: string,
  options: LineOptions,
): LinesTableProps["lines"][number] {
  const { language, withVat } = options
  const factor = withVat ? new Big(line.vat?.rate ?? "0").div(100).plus(1) : new Big(1)
  return {
    number: line.itemNumber ?? line.id,
    text: line.name,
    detail: details(line, currency, language),
    quantity: formatQuantity(line.quantity, line.unit, language),
    unitPrice: priceText(line, currency, factor, language),
    discount: discountText(line, currency, factor, language),
    vat: line.vat?.rate === undefined ? undefined : formatPercent(line.vat.rate, language),
    amount: formatAmount({ amount: times(line.net, factor), currency }, language),
  }
}

/** The price before discount where it is stated, since the discount stands beside it. */
function priceText(line: DocumentLine, currency: string, factor: Big, language: Language): string {
  const price = line.grossPrice ?? line.netPrice
  if (price === undefined) return none
  const digits = minorDigits(currency)
  const shown = factor.eq(1)
    ? price
    : new Big(price).times(factor).round(Math.max(digits, 2), Big.roundHalfUp).toFixed()
  return formatDecimal(shown, language, { fewestDigits: digits })
}

/** The percent, else the amount; a surcharge has a plus. */
function discountText(
  line: DocumentLine,
  currency: string,
  factor: Big,
  language: Language,
): string | undefined {
  const discount = findLineDiscount(line, currency)
  if (discount === null) return undefined
  if ("percent" in discount) return formatPercent(discount.percent, language)
  const { amount } = discount
  const text = formatAmount({ amount: times(amount < 0n ? -amount : amount, factor), currency }, language)
  return amount < 0n ? `+${text}` : text
}

/** What the sender says of the line besides its name. */
function details(line: DocumentLine, currency: string, language: Language): string[] {
  const words = texts(language).document
  const labelled = [
    line.buyersItemNumber && `${words.yourItem} ${line.buyersItemNumber}`,
    line.orderLine && `${words.orderLine} ${line.orderLine}`,
    periodText(line.period, language),
    ...line.properties.map(({ name, value }) => `${name} ${value}`),
    line.baseQuantity !== undefined && !new Big(line.baseQuantity).eq(1)
      ? words.priceFor(formatQuantity(line.baseQuantity, line.unit, language))
      : undefined,
  ].filter(Boolean)
  // One discount stands whole in its column, unless its reason says more than "Discount".
  const explained = line.allowanceCharges.filter(
    (item) => item.isCharge || line.allowanceCharges.length > 1 || saysMore(item.reason),
  )
  return [
    line.description,
    line.note,
    labelled.join(" · "),
    ...explained.map((item) => allowanceText(item, currency, language)),
  ].filter((text): text is string => text !== undefined && text !== "")
}

function saysMore(reason: string | undefined): boolean {
  return reason !== undefined && !languages.some((language) => texts(language).document.allowance === reason)
}

/** "Campaign 10% −118.00": a discount or charge with its reason. */
function allowanceText(item: AllowanceCharge, currency: string, language: Language): string {
  const amount = item.isCharge ? item.amount : -item.amount
  return `${allowanceLabel(item, language)} ${formatAmount({ amount, currency }, language)}`
}

export function allowanceLabel(item: AllowanceCharge, language: Language): string {
  const words = texts(language).document
  const percent = item.percent === undefined ? "" : ` ${formatPercent(item.percent, language)}`
  return `${item.reason ?? (item.isCharge ? words.charge : words.allowance)}${percent}`
}

function periodText(period: DocumentData["period"], language: Language): string | undefined {
  const start = period?.start && formatDate(period.start, language)
  const end = period?.end && formatDate(period.end, language)
  return start && end ? `${start} – ${end}` : (start ?? end)
}

/** Rounded half up to a whole minor unit, away from zero. */
function times(amount: bigint, factor: Big): bigint {
  return BigInt(new Big(amount.toString()).times(factor).round(0, Big.roundHalfUp).toFixed(0))
}
