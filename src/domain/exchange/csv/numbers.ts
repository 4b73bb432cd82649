import { CsvFileError, type Table } from "./table.ts"

export type DecimalMark = "," | "."

interface Cell {
  row: number
  column: string
  text: string
}

/**
 * Which mark begins the decimals in this file. One cell that can be read in one way only decides for all.
 * Throws `CsvFileError` when two cells decide differently, or when `1.234` or `1,234` is all there is.
 */
export function findDecimalMark<Field extends string>(
  table: Table<Field>,
  fields: readonly Field[],
): DecimalMark {
  let decided: (Cell & { mark: DecimalMark }) | undefined
  let unclear: Cell | undefined
  for (const { row, cells } of table.rows) {
    for (const field of fields) {
      const text = cells[field]
      if (text === undefined) continue
      const cell = { row, column: table.columns[field] ?? field, text }
      const mark = markIn(compact(text))
      if (mark === "unclear") unclear ??= cell
      else if (mark !== undefined && decided === undefined) decided = { ...cell, mark }
      else if (mark !== undefined && decided?.mark !== mark) {
        throw new CsvFileError(
          `${place(cell)} and ${decided ? place(decided) : ""} write decimals differently; use one way in the whole file.`,
        )
      }
    }
  }
  if (decided === undefined && unclear !== undefined) {
    const digits = unclear.text.replace(/\D/g, "")
    throw new CsvFileError(
      `${place(unclear)} can mean ${digits} or ${unclear.text.replace(",", ".")}; write decimals, such as ${digits},00 or ${digits}.00.`,
    )
  }
  return decided?.mark ?? ","
}

/** The number as a decimal such as `-1234.5`, or null when it is none in this way of writing. */
export function findNumber(text: string, mark: DecimalMark): string | null {
  const thousands = mark === "," ? "\\." : ","
  const pattern = new RegExp(`^([+-]?)(\\d{1,3}(?:${thousands}\\d{3})+|\\d{1,18})(?:\\${mark}(\\d{1,12}))?$`)
  const match = pattern.exec(compact(text))
  if (!match) return null
  const [, sign = "", whole = "", fraction] = match
  const digits = whole.replace(/\D/g, "").replace(/^0+(?=\d)/, "")
  return `${sign === "-" ? "-" : ""}${digits}${fraction === undefined ? "" : `.${fraction}`}`
}

/** Which mark begins the decimals of one number, as far as it shows. */
function markIn(text: string): DecimalMark | "unclear" | undefined {
  const marks = text.replace(/[^.,]/g, "")
  if (marks === "" || !/^[+-]?[\d.,]+$/.test(text)) return undefined
  const last = marks.at(-1) === "," ? "," : "."
  const other = last === "," ? "." : ","
  if (marks.includes(other)) return last
  if (marks.length > 1) return other
  return /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? "unclear" : last
}

/** Without spaces between thousands, a percent sign or a currency around the number. */
function compact(text: string): string {
  return text
    .replace(/[\s\u00A0\u202F']/g, "")
    .replace(/%$|kr\.?$|,-$/i, "")
    .replace(/^(kr\.?|DKK|EUR|€)/i, "")
}

function place(cell: Cell): string {
  return `Row ${cell.row}, column “${cell.column}”, “${cell.text}”`
}
