import { isDeepStrictEqual } from "node:util"
import { isCurrency, toMinorUnits } from "../../../platform/money/index.ts"
import {
  calculateTotals,
  type DocumentData,
  type DocumentKind,
  type DocumentLine,
  documentSchema,
  type Party,
} from "../../documents/index.ts"
import { type DocumentField, documentWords, lineFields, numberFields } from "./document-columns.ts"
import { readDocumentLine } from "./document-lines.ts"
import { readDealer, readVehicle } from "./document-vehicle.ts"
import { type DecimalMark, findDecimalMark } from "./numbers.ts"
import { type RowReader, readRow } from "./row-reader.ts"
import { type CsvFile, type CsvRow, readTable, type Table, type TableRow } from "./table.ts"

/** What a customer is found by; the caller puts the customer found into the document. */
export interface CustomerKeys {
  number?: string
  companyId?: string
  email?: string
  name?: string
}

export interface DocumentRow {
  /** Its customer carries what the file says; its name is the best key there is when no name is given. */
  document: DocumentData
  customerKeys: CustomerKeys
  billToKeys?: CustomerKeys
  isDraft: boolean
}

export interface DocumentsCsvOptions {
  /** Who issued the documents: the business itself. */
  seller: Party
  /** For rows that name no currency; DKK unless told otherwise. */
  currency?: string
  /** How the file writes decimals, when its numbers alone cannot tell. */
  decimalMark?: DecimalMark
}

const kinds: Record<string, DocumentKind> = {
  quote: "quote",
  tilbud: "quote",
  order: "order",
  ordre: "order",
  invoice: "invoice",
  faktura: "invoice",
  salgsfaktura: "invoice",
  creditnote: "credit_note",
  kreditnota: "credit_note",
}
/** UNTDID 1001. */
const typeCodes: Record<DocumentKind, string> = {
  quote: "310",
  order: "220",
  invoice: "380",
  credit_note: "381",
}
const draftByState = { draft: true, kladde: true, issued: false, sent: false, udstedt: false, sendt: false }

/**
 * Reads quotes, orders, invoices and credit notes; rows of the same kind and number are the lines of one
 * document. Amounts are calculated (`calculateTotals`). Each result stands at the document's first row; a
 * document with anything wrong in any row is not read. Throws `CsvFileError` when the file is no such list.
 */
export function readDocumentsCsv(bytes: Uint8Array, options: DocumentsCsvOptions): CsvFile<DocumentRow> {
  const table = readTable<DocumentField>(bytes, documentWords, [
    "kind",
    "number",
    "date",
    "lineText",
    "unitPrice",
  ])
  const mark = options.decimalMark ?? findDecimalMark(table, numberFields)
  const groups = [...groupRows(table.rows).values()]
  const rows = groups.map((group) => readGroup(table, group, mark, options))
  return { rows, ignoredColumns: table.ignoredColumns }
}

type Rows = [TableRow<DocumentField>, ...TableRow<DocumentField>[]]

function groupRows(rows: TableRow<DocumentField>[]): Map<string, Rows> {
  const groups = new Map<string, Rows>()
  for (const row of rows) {
    const { kind, number } = row.cells
    const key = kind && number ? JSON.stringify([kinds[wordOf(kind)] ?? kind, number]) : `row ${row.row}`
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

function readGroup(
  table: Table<DocumentField>,
  group: Rows,
  mark: DecimalMark,
  options: DocumentsCsvOptions,
): CsvRow<DocumentRow> {
  const head = readRow(table, group[0], mark)
  const { row } = head
  const currency = head.text("currency")?.toUpperCase() ?? options.currency ?? "DKK"
  if (!isCurrency(currency)) {
    head.refuse("currency", "is not a currency such as DKK")
    return { row, problems: head.problems }
  }
  const problems = contradictions(table, group)
  const lines = group.map((each, index) => {
    const reader = index === 0 ? head : readRow(table, each, mark)
    const line = readDocumentLine(reader, index + 1, currency)
    if (reader !== head) problems.push(...reader.problems)
    return line
  })
  const found = readHead(head, currency, options.seller)
  const complete = lines.filter((line) => line !== undefined)
  if (found === undefined || problems.length + head.problems.length > 0 || complete.length < lines.length) {
    return { row, problems: [...head.problems, ...problems] }
  }
  const { prepaid, customerKeys, billToKeys, isDraft, ...rest } = found
  const document = addUp(rest, complete, prepaid)
  const wrong = findWrong(document, row)
  if (wrong.length > 0) return { row, problems: wrong }
  return { row, data: { document, customerKeys, ...(billToKeys && { billToKeys }), isDraft } }
}

function readHead(reader: RowReader<DocumentField>, currency: string, seller: Party) {
  const kind = reader.required("kind") === undefined ? undefined : reader.choice("kind", kinds)
  const number = reader.required("number")
  const issueDate = reader.required("date") === undefined ? undefined : reader.date("date")
  const dates = { dueDate: reader.date("dueDate"), validUntil: reader.date("validUntil") }
  const customerKeys = keysOf(reader, "customer")
  const payerKeys = keysOf(reader, "billTo")
  const billToKeys = isDeepStrictEqual(payerKeys, customerKeys) ? undefined : payerKeys
  if (customerKeys === undefined) reader.problems.push(`Row ${reader.row} names no customer.`)
  const prepaid = reader.number("prepaid") ?? "0"
  const isDraft = reader.choice("state", draftByState) ?? false
  const vehicle = readVehicle(reader)
  const dealer = readDealer(reader)
  if (kind === undefined || number === undefined || issueDate === undefined || !customerKeys) return undefined
  const note = reader.text("note")
  const paymentTerms = reader.text("paymentTerms")
  return {
    kind,
    typeCode: typeCodes[kind],
    number,
    issueDate,
    ...(dates.dueDate && { dueDate: dates.dueDate }),
    ...(dates.validUntil && { validUntil: dates.validUntil }),
    currency,
    notes: note ? [note] : [],
    ...(paymentTerms && { paymentTerms }),
    references: readReferences(reader),
    seller,
    customer: partyOf(customerKeys),
    ...(billToKeys && { billTo: partyOf(billToKeys) }),
    ...(vehicle && { vehicle }),
    ...(dealer && { dealer }),
    prepaid: toMinorUnits(prepaid, currency),
    customerKeys,
    billToKeys,
    isDraft,
  }
}

function readReferences(reader: RowReader<DocumentField>): DocumentData["references"] {
  const buyer = reader.text("buyerReference")
  const order = reader.text("order")
  const corrects = reader.text("corrects")
  const precedingInvoices = corrects ? [{ number: corrects }] : []
  return { ...(buyer && { buyer }), ...(order && { order }), precedingInvoices }
}

function keysOf(reader: RowReader<DocumentField>, role: "customer" | "billTo"): CustomerKeys | undefined {
  const read = (field: DocumentField, most: number) => {
    const text = reader.text(field)
    if (text === undefined || text.length <= most) return text
    return reader.refuse(field, `is longer than ${most} characters`)
  }
  const number = read(`${role}Number`, 60)
  const companyId = read(`${role}CompanyId`, 60)?.replace(/^DK[ :]?(?=\d{8}$)/i, "")
  const email = read(`${role}Email`, 254)
  const name = read(`${role}Name`, 300)
  if (!(number || companyId || email || name)) return undefined
  return {
    ...(number && { number }),
    ...(companyId && { companyId }),
    ...(email && { email }),
    ...(name && { name }),
  }
}

function partyOf({ number, companyId, email, name }: CustomerKeys): Party {
  return {
    name: name ?? number ?? companyId ?? email ?? "",
    identifiers: [],
    ...(companyId && { companyId: { scheme: "0184", value: companyId } }),
    ...(email && { contact: { email } }),
  }
}

function addUp(
  head: Omit<
    DocumentData,
    "lines" | "totals" | "vatSubtotals" | "allowanceCharges" | "paymentMeans" | "attachments"
  >,
  lines: Omit<DocumentLine, "net">[],
  prepaid: bigint,
): DocumentData {
  const { lineNets, totals, vatSubtotals } = calculateTotals({ currency: head.currency, lines, prepaid })
  return {
    ...head,
    lines: lines.map((line, index) => ({ ...line, net: lineNets[index] ?? 0n })),
    allowanceCharges: [],
    paymentMeans: [],
    attachments: [],
    vatSubtotals,
    totals,
  }
}

/** Rows of one document may repeat what they say of it or leave it out, but not say something else. */
function contradictions(table: Table<DocumentField>, [first, ...others]: Rows): string[] {
  return others.flatMap(({ row, cells }) =>
    (Object.keys(documentWords) as DocumentField[])
      .filter((field) => !lineFields.includes(field) && field !== "kind")
      .filter((field) => cells[field] !== undefined && cells[field] !== first.cells[field])
      .map((field) => {
        const stated = first.cells[field] === undefined ? "nothing" : `“${first.cells[field]}”`
        return `Row ${row}, column “${table.columns[field]}”: “${cells[field]}”, but row ${first.row} of the same document says ${stated}.`
      }),
  )
}

function findWrong(document: DocumentData, row: number): string[] {
  if (document.kind === "credit_note" && document.totals.withVat < 0n) {
    return [`Row ${row}: a credit note is written with positive quantities and prices.`]
  }
  const checked = documentSchema.safeEncode(document)
  return (checked.error?.issues ?? []).map(
    (issue) => `Row ${row}: ${issue.path.join(".")} is not accepted: ${issue.message}.`,
  )
}

function wordOf(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, "")
}
