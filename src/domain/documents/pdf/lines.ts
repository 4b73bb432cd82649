import Big from "big.js"
import {
  formatAmount,
  formatDecimal,
  formatPercent,
  formatQuantity,
  formatUnit,
  type Language,
} from "../../../platform/language/index.ts"
import { minorDigits } from "../../../platform/money/index.ts"
import type { DocumentData, DocumentLine } from "../document-data.ts"
import { findLineDiscount } from "../facts/line-discount.ts"
import { periodText } from "./facts.ts"
import type { Texts } from "./texts/index.ts"

/** A figure, and the digits that a shorter fraction lacks to stand on the decimal of its column. */
interface Figure {
  text: string
  pad: string
}

const none = "–"

/** The table of lines: every cell a text. */
export function linesTable(data: DocumentData, texts: Texts, language: Language) {
  const quantities = data.lines.map((line) => formatDecimal(line.quantity, language))
  const prices = data.lines.map((line) => priceText(line, data.currency, language))
  const quantityDigits = mostDigits(quantities, language)
  const priceDigits = mostDigits(prices, language)
  const numbers = data.lines.map((line) => line.itemNumber ?? line.id)
  const { description, number, quantity, price, discount, vat, amount } = texts.lines
  const rows = data.lines.map((line, index) => ({
    number: numbers[index],
    name: line.name,
    details: details(line, texts, language),
    quantity: figure(quantities[index] ?? "", quantityDigits, language),
    unit: line.unit === undefined ? "" : formatUnit(line.unit, language, line.quantity),
    price: figure(prices[index] ?? "", priceDigits, language),
    discount: discountText(line, data.currency, language),
    vat: line.vat?.rate === undefined ? none : formatPercent(line.vat.rate, language),
    amount: formatAmount({ amount: line.net, currency: data.currency }, language),
  }))
  return {
    rows,
    longest: {
      quantity: longest(rows.map((row) => row.quantity.text + row.quantity.pad)),
      unit: longest(rows.map((row) => row.unit)),
      price: longest(rows.map((row) => row.price.text + row.price.pad)),
      discount: longest(rows.map((row) => row.discount)),
      vat: longest(rows.map((row) => row.vat)),
      amount: longest(rows.map((row) => row.amount)),
    },
    head: { description, number, quantity, price, discount, vat, amount },
    // Millimetres; a longer number breaks.
    numberWidth: Math.min(22, Math.max(7, ...numbers.map((text) => text.length * 1.9))),
  }
}

/** The price before discount where it is stated, since the discount stands beside it. */
function priceText(line: DocumentLine, currency: string, language: Language): string {
  const price = line.grossPrice ?? line.netPrice
  return price === undefined ? none : formatDecimal(price, language, { fewestDigits: minorDigits(currency) })
}

/** What the sender says of the line besides its name. */
function details(line: DocumentLine, texts: Texts, language: Language): string[] {
  const words = texts.lines
  const labelled = [
    line.period && [words.period, periodText(line.period, texts.facts, language)],
    line.buyersItemNumber && [words.yourItem, line.buyersItemNumber],
    line.orderLine && [words.order, line.orderLine],
    ...line.properties.map(({ name, value }) => [name, value]),
  ].filter((pair) => pair !== undefined && pair !== "")
  const isPerMany = line.baseQuantity !== undefined && !new Big(line.baseQuantity).eq(1)
  return [
    ...(line.description ? [line.description] : []),
    ...(line.note ? [line.note] : []),
    ...(labelled.length > 0 ? [labelled.map(([name, value]) => `${name} ${value}`).join(" · ")] : []),
    ...(isPerMany && line.baseQuantity
      ? [words.priceFor(formatQuantity(line.baseQuantity, line.unit, language))]
      : []),
  ]
}

/** The percent, else the amount. A surcharge has a plus. */
function discountText(line: DocumentLine, currency: string, language: Language): string {
  const discount = findLineDiscount(line, currency)
  if (discount === null) return none
  if ("percent" in discount) return formatPercent(discount.percent, language)
  const amount = formatAmount(
    { amount: discount.amount < 0n ? -discount.amount : discount.amount, currency },
    language,
  )
  return discount.amount < 0n ? `+${amount}` : amount
}

function longest(texts: string[]): string {
  return texts.reduce((most, text) => (text.length > most.length ? text : most), "")
}

/** At most four: one quantity with twelve decimals does not push all others aside. */
function mostDigits(figures: string[], language: Language): number {
  return Math.min(4, Math.max(...figures.map((text) => fraction(text, language).length)))
}

function figure(text: string, digits: number, language: Language): Figure {
  const own = fraction(text, language).length
  const separator = own === 0 && digits > 0 ? decimalSign(language) : ""
  return { text, pad: `${separator}${"0".repeat(Math.max(0, digits - own))}` }
}

function fraction(text: string, language: Language): string {
  return text.split(decimalSign(language))[1] ?? ""
}

function decimalSign(language: Language): string {
  return language === "da" ? "," : "."
}
