import { parse } from "csv-parse/sync"

/** Why a whole CSV file is not read: a sentence for people that names row and column where it can. */
export class CsvFileError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "CsvFileError"
  }
}

/** Each row is read or has problems, never both. `row` counts as a spreadsheet does: the header is row 1. */
export type CsvRow<T> = { row: number; data: T } | { row: number; problems: string[] }

export interface CsvFile<T> {
  rows: CsvRow<T>[]
  /** Names of columns that were not known, as the file writes them. */
  ignoredColumns: string[]
}

export interface TableRow<Field extends string> {
  row: number
  cells: Partial<Record<Field, string>>
  /** How many filled cells stand to the right of the last column. */
  cellsTooMany: number
}

export interface Table<Field extends string> {
  rows: TableRow<Field>[]
  /** The names of the columns as the file writes them. */
  columns: Partial<Record<Field, string>>
  ignoredColumns: string[]
}

/** For each field the words a column may be called by, written without spaces, marks and capitals. */
export type ColumnWords<Field extends string> = Record<Field, readonly string[]>

const largestFileBytes = 50_000_000
const mostRows = 200_000

/**
 * Reads a CSV file into cells by field. Separator `;`, `,` or tab, found in the header; UTF-8, UTF-16 with a
 * byte order mark, else Windows-1252; empty rows are passed over. Throws `CsvFileError`.
 */
export function readTable<Field extends string>(
  bytes: Uint8Array,
  words: ColumnWords<Field>,
  required: readonly Field[],
): Table<Field> {
  if (bytes.byteLength > largestFileBytes) {
    throw new CsvFileError(`The file is larger than ${largestFileBytes / 1_000_000} MB.`)
  }
  const text = decodeCsv(bytes)
  if (text.includes("\u0000")) throw new CsvFileError("This is not a CSV file.")
  const records = splitRecords(text)
  const headerAt = records.findIndex(
    (cells) => cells.some((each) => each.trim() !== "") && !isSeparatorRow(cells),
  )
  const header = records[headerAt]
  if (header === undefined) throw new CsvFileError("The file is empty.")
  if (records.length - headerAt > mostRows) throw new CsvFileError(`The file has more than ${mostRows} rows.`)
  const { fields, columns, ignoredColumns } = readHeader(header, words)
  const missing = required.filter((field) => columns[field] === undefined)
  if (missing.length > 0) {
    const names = missing.map((field) => words[field][0]).join(", ")
    throw new CsvFileError(`Row ${headerAt + 1} has no column for: ${names}.`)
  }
  const rows = records.flatMap((cells, index) =>
    index > headerAt && cells.some((each) => each.trim() !== "") ? [rowOf(cells, fields, index + 1)] : [],
  )
  return { rows, columns, ignoredColumns }
}

function decodeCsv(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    // Spreadsheets of the Nordics save so, and any bytes are some text in it.
    return new TextDecoder("windows-1252").decode(bytes)
  }
}

function splitRecords(text: string): string[][] {
  try {
    return parse(text, {
      delimiter: findSeparator(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      record_delimiter: ["\r\n", "\n", "\r"],
    })
  } catch (error) {
    const isOpen = error instanceof Error && "code" in error && error.code === "CSV_QUOTE_NOT_CLOSED"
    throw new CsvFileError(
      isOpen ? "A quotation mark is opened and never closed." : `The file is not CSV: ${String(error)}`,
    )
  }
}

/** The one of `;`, tab and `,` that stands most often in the first line with text, outside quotation marks. */
function findSeparator(text: string): string {
  const first = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? ""
  const announced = /^sep=(.)$/i.exec(first.trim())?.[1]
  if (announced) return announced
  const unquoted = first.replace(/"[^"]*"/g, "")
  const counts = [";", "\t", ","].map((each) => ({ each, count: unquoted.split(each).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).each
}

/** Excel's way to announce the separator. */
function isSeparatorRow(cells: string[]): boolean {
  return /^sep=$/i.test(cells[0]?.trim() ?? "") || /^sep=.$/i.test(cells.join(""))
}

function readHeader<Field extends string>(header: string[], words: ColumnWords<Field>) {
  const fieldByWord = new Map<string, Field>()
  for (const field of Object.keys(words) as Field[]) {
    for (const word of words[field]) fieldByWord.set(plain(word), field)
  }
  const columns: Partial<Record<Field, string>> = {}
  const ignoredColumns: string[] = []
  const fields = header.map((cell) => {
    const name = cell.trim()
    const field = fieldByWord.get(plain(name))
    if (field === undefined) {
      if (name !== "") ignoredColumns.push(name)
      return undefined
    }
    const other = columns[field]
    if (other !== undefined) throw new CsvFileError(`The columns “${other}” and “${name}” mean the same.`)
    columns[field] = name
    return field
  })
  return { fields, columns, ignoredColumns }
}

function rowOf<Field extends string>(
  cells: string[],
  fields: (Field | undefined)[],
  row: number,
): TableRow<Field> {
  const named: Partial<Record<Field, string>> = {}
  for (const [index, field] of fields.entries()) {
    const text = cells[index]?.trim()
    if (field !== undefined && text) named[field] = text
  }
  const cellsTooMany = cells.slice(fields.length).filter((each) => each.trim() !== "").length
  return { row, cells: named, cellsTooMany }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}%]/gu, "")
}
