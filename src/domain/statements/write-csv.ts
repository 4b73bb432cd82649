import type { Language } from "../../platform/language/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { toDecimal } from "../../platform/money/index.ts"
import { describeLine, namedDocuments } from "./describe-line.ts"
import type { Statement } from "./find-statement.ts"

/**
 * The statement as a spreadsheet opens it by a double click: UTF-8 with a mark that says so, `;` and decimal commas in
 * Danish, `,` and points in English. Dates are ISO 8601 and figures plain, so that they can be reckoned with.
 */
export function writeStatementCsv(statement: Statement, language: Language): string {
  const words = texts(language).statement
  const { currency } = statement
  const figure = (amount: bigint) => {
    const decimal = toDecimal(amount, currency)
    return language === "da" ? decimal.replace(".", ",") : decimal
  }
  const rows: Cell[][] = [
    [words.date, words.text, words.number, words.dueDate, words.amount, words.balance, words.currency].map(
      text,
    ),
    [statement.from ?? "", text(words.opening), "", "", "", figure(statement.opening), currency],
    ...statement.lines.map((line) => {
      const said = describeLine(line, language)
      const [first] = line.documents
      return [
        line.date,
        text([said.title, namedDocuments(said, language)].filter(Boolean).join(" ")),
        text(line.documents.length === 1 && first ? first.number : ""),
        line.dueDate ?? "",
        figure(line.amount),
        figure(line.balance),
        currency,
      ]
    }),
    [statement.to, text(words.closing), "", "", "", figure(statement.closing), currency],
  ]
  const separator = language === "da" ? ";" : ","
  return `\ufeff${rows.map((row) => `${row.join(separator)}\r\n`).join("")}`
}

/** A cell as it is written: a date or figure of ours, or what `text` made of words. */
type Cell = string

/**
 * Words as a cell: quoted (RFC 4180, section 2.7), and with an apostrophe before what a spreadsheet would take for a
 * formula (ASVS 1.2.10), which a number of a document, come from other books, may be.
 */
function text(words: string): Cell {
  if (words === "") return ""
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(words) ? `'${words}` : words
  return `"${safe.replaceAll('"', '""')}"`
}
