import { type DecimalMark, findNumber } from "./numbers.ts"
import type { Table, TableRow } from "./table.ts"

/** Reads the cells of one row and collects what is wrong with them, as sentences naming row and column. */
export interface RowReader<Field extends string> {
  row: number
  problems: string[]
  text(field: Field): string | undefined
  /** Like `text`, and a problem when the cell is empty. */
  required(field: Field): string | undefined
  number(field: Field): string | undefined
  date(field: Field): string | undefined
  /** One of the words, each standing for a value. */
  choice<T>(field: Field, values: Record<string, T>): T | undefined
  /** Adds a problem with a cell: `Row 3, column “Date”: “x” is not a date.` */
  refuse(field: Field, reason: string): undefined
}

export function readRow<Field extends string>(
  table: Table<Field>,
  { row, cells, cellsTooMany }: TableRow<Field>,
  mark: DecimalMark,
): RowReader<Field> {
  const problems: string[] = []
  if (cellsTooMany > 0) {
    problems.push(`Row ${row} has more cells than the header; put texts with a separator in quotation marks.`)
  }
  const refuse = (field: Field, reason: string): undefined => {
    const stated = cells[field] === undefined ? "" : `“${cells[field]}” `
    problems.push(`Row ${row}, column “${table.columns[field] ?? field}”: ${stated}${reason}.`)
    return undefined
  }
  const text = (field: Field) => cells[field]
  return {
    row,
    problems,
    refuse,
    text,
    required: (field) => text(field) ?? refuse(field, "is empty"),
    number: (field) => {
      const stated = text(field)
      return stated === undefined ? undefined : (findNumber(stated, mark) ?? refuse(field, "is not a number"))
    },
    date: (field) => {
      const stated = text(field)
      if (stated === undefined) return undefined
      return findDate(stated) ?? refuse(field, "is not a date such as 2026-11-21 or 21-11-2026, day first")
    },
    choice: (field, values) => {
      const stated = text(field)
      if (stated === undefined) return undefined
      const word = stated.toLowerCase().replace(/[\s_-]/g, "")
      const allowed = Object.keys(values)
      if (Object.hasOwn(values, word)) return values[word]
      return refuse(field, `is none of ${allowed.join(", ")}`)
    },
  }
}

/** `2026-11-21`, or with the day first `21-11-2026`, `21.11.2026`, `21/11/2026`. */
function findDate(text: string): string | null {
  const dayFirst = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4})$/.exec(text)
  const date = dayFirst
    ? `${dayFirst[4]}-${dayFirst[3]?.padStart(2, "0")}-${dayFirst[1]?.padStart(2, "0")}`
    : text
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : null
}
