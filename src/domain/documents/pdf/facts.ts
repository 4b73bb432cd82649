import { formatDate, type Language } from "../../../platform/language/index.ts"
import type { DocumentData } from "../document-data.ts"
import type { Texts } from "./texts/index.ts"

/** A label and what it labels. */
export interface Fact {
  label: string
  value: string
}

/** The facts that are stated; what a document does not say takes no room. */
export function stated(...facts: [label: string, value: string | number | undefined][]): Fact[] {
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value: String(value) }]))
}

/** Dates and references, in the order in which people look for them. */
export function documentFacts(data: DocumentData, words: Texts["facts"], language: Language): Fact[] {
  const { references } = data
  const date = (value: string | undefined) => value && formatDate(value, language)
  return [
    ...stated(
      [words.issueDate, date(data.issueDate)],
      [words.dueDate, date(data.dueDate)],
      [words.validUntil, date(data.validUntil)],
      [words.taxPointDate, date(data.taxPointDate)],
      [words.period, periodText(data.period, words, language)],
      [words.deliveryDate, date(data.delivery?.date)],
      [words.yourReference, references.buyer],
      [words.customerOrder, references.order],
      [words.salesOrder, references.salesOrder],
      [words.quote, references.quote],
    ),
    ...references.precedingInvoices.map((invoice) => ({
      label: words.precedingInvoice,
      value: invoice.date ? words.dated(invoice.number, formatDate(invoice.date, language)) : invoice.number,
    })),
    ...stated(
      [words.contract, references.contract],
      [words.project, references.project],
      [words.tender, references.tender],
      [words.despatch, references.despatch],
      [words.receipt, references.receipt],
      [words.object, references.object?.value],
      [words.accountingCost, references.accountingCost],
    ),
  ]
}

export function periodText(
  period: DocumentData["period"],
  words: Texts["facts"],
  language: Language,
): string | undefined {
  const start = period?.start && formatDate(period.start, language)
  const end = period?.end && formatDate(period.end, language)
  return start && end ? words.range(start, end) : (start ?? end)
}
