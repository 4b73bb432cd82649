import type { WorkActor } from "../../platform/database/index.ts"
import { saveCustomers } from "../customers/index.ts"
import { findDocumentParties, findIssuedParties } from "../documents/index.ts"
import { getBusiness } from "../settings/index.ts"
import {
  type CsvRow,
  type CustomerKeys,
  type CustomerRow,
  type DecimalMark,
  type DocumentRow,
  readCustomersCsv,
  readDocumentsCsv,
} from "./csv/index.ts"
import { findRowCustomers, isNameOnly } from "./find-row-customers.ts"
import {
  type ImportedDocument,
  type IncomingDocument,
  importApart,
  type RefusedDocument,
  setSize,
} from "./import-documents.ts"
import { toSeller } from "./parties.ts"

export interface CsvImport<Outcome> {
  /** How many customers or documents the file holds. */
  count: number
  ignoredColumns: string[]
  /** Writes set by set, and tells the outcome of each as soon as it is certain. */
  outcomes: AsyncGenerator<Outcome>
}

export type CsvCustomerOutcome =
  | { from: string; outcome: "created" | "changed" | "unchanged"; customerId: string; number: string }
  | RefusedDocument

/**
 * Imports customers from a CSV file (`saveCustomers` says how they are recognised). A row with a problem is kept in no
 * part; the others go on. Throws CsvFileError when the file is no such list.
 */
export function importCustomersCsv(actor: WorkActor, bytes: Uint8Array): CsvImport<CsvCustomerOutcome> {
  const { rows, ignoredColumns } = readCustomersCsv(bytes)
  return { count: rows.length, ignoredColumns, outcomes: saveRows(actor, rows) }
}

async function* saveRows(
  actor: WorkActor,
  rows: readonly CsvRow<CustomerRow>[],
): AsyncGenerator<CsvCustomerOutcome> {
  for (let start = 0; start < rows.length; start += setSize) {
    const set = rows.slice(start, start + setSize)
    for (const row of set) if ("problems" in row) yield refusalOf(row.row, row.problems)
    const read = set.flatMap((row) => ("data" in row ? [row] : []))
    const saved = await actor.transaction((db) =>
      saveCustomers(
        db,
        actor,
        read.map(({ data }) => toInput(data)),
      ),
    )
    for (const [index, { row }] of read.entries()) {
      const outcome = saved[index]
      if (outcome?.outcome === "refused") yield refusalOf(row, [outcome.reason])
      else if (outcome) yield { from: `row ${row}`, ...outcome }
    }
  }
}

function toInput({ address, contactName, ...row }: CustomerRow) {
  const { line1, line2, ...place } = address ?? {}
  return {
    ...row,
    ...place,
    addressLine1: line1,
    addressLine2: line2,
    contact: contactName === undefined ? undefined : { name: contactName, email: row.email },
  }
}

/**
 * Imports quotes, orders, invoices and credit notes from a CSV file, issued by the business itself. A document with a
 * problem in any row is kept in no part. The file may come again: what is here already stays as it is.
 * Throws CsvFileError when the file is no such list.
 */
export async function importDocumentsCsv(
  actor: WorkActor,
  bytes: Uint8Array,
  options: { decimalMark?: DecimalMark | undefined } = {},
): Promise<CsvImport<ImportedDocument | RefusedDocument>> {
  const business = await getBusiness(actor)
  const { rows, ignoredColumns } = readDocumentsCsv(bytes, {
    seller: toSeller(business),
    currency: business.currency,
    ...(options.decimalMark === undefined ? {} : { decimalMark: options.decimalMark }),
  })
  return { count: rows.length, ignoredColumns, outcomes: writeRows(actor, rows) }
}

async function* writeRows(
  actor: WorkActor,
  rows: readonly CsvRow<DocumentRow>[],
): AsyncGenerator<ImportedDocument | RefusedDocument> {
  for (let start = 0; start < rows.length; start += setSize) {
    const set = rows.slice(start, start + setSize)
    for (const row of set) if ("problems" in row) yield refusalOf(row.row, row.problems)
    const read = set.flatMap((row) => ("data" in row ? [row] : []))
    const { incoming, refused } = await addressRows(actor, read)
    yield* refused
    if (incoming.length > 0) yield* await importApart(actor, await keepParties(actor, incoming))
  }
}

/** Puts the customers found into the documents, and beside them what is said of those who are still to be made. */
async function addressRows(actor: WorkActor, rows: readonly { row: number; data: DocumentRow }[]) {
  const before = await actor.transaction((db) =>
    findDocumentParties(
      db,
      actor,
      rows.map(({ data }) => ({ data: data.document, sellerKey: "" })),
    ),
  )
  const isKnown = (keys: CustomerKeys, id: string | undefined) => isNameOnly(keys) && id !== undefined
  const asked = rows.flatMap(({ data }, index) => [
    ...(isKnown(data.customerKeys, before[index]?.customerId) ? [] : [data.customerKeys]),
    ...(data.billToKeys && !isKnown(data.billToKeys, before[index]?.billToId) ? [data.billToKeys] : []),
  ])
  const found = await findRowCustomers(actor, asked)
  const foundByKeys = new Map(asked.map((keys, index) => [keys, found[index]]))
  const incoming: IncomingDocument[] = []
  const refused: RefusedDocument[] = []
  for (const { row, data } of rows) {
    const customer = foundByKeys.get(data.customerKeys)
    const billTo = data.billToKeys && foundByKeys.get(data.billToKeys)
    if (typeof customer === "string" || typeof billTo === "string") {
      refused.push(
        refusalOf(
          row,
          [customer, billTo].filter((each) => typeof each === "string"),
        ),
      )
      continue
    }
    incoming.push({
      from: `row ${row}`,
      data: {
        ...data.document,
        ...(customer && "party" in customer ? { customer: customer.party } : {}),
        ...(billTo && "party" in billTo ? { billTo: billTo.party } : {}),
      },
      files: [],
      remarks: [],
      source: "csv",
      state: data.isDraft ? "draft" : "issued",
      ...(customer && ("party" in customer ? { customerId: customer.id } : { newCustomer: customer.input })),
      ...(billTo && ("party" in billTo ? { billToId: billTo.id } : { newBillTo: billTo.input })),
    })
  }
  return { incoming, refused }
}

/**
 * A sheet names its customer by a number or the like, and the rest comes from what we know today. A document that is
 * here already keeps the seller and customers it was issued with, so that nobody's move makes a new version of it.
 */
async function keepParties(
  actor: WorkActor,
  documents: readonly IncomingDocument[],
): Promise<IncomingDocument[]> {
  const before = await findIssuedParties(
    actor,
    documents.map(({ data, customerId, billToId }) => ({
      kind: data.kind,
      number: data.number,
      customerId: customerId ?? null,
      billToId: billToId ?? (data.billTo ? null : (customerId ?? null)),
    })),
  )
  return documents.map((document, index) => {
    const parties = before[index]
    return parties ? { ...document, data: { ...document.data, ...parties } } : document
  })
}

function refusalOf(row: number, reasons: readonly string[]): RefusedDocument {
  return { from: `row ${row}`, outcome: "refused", reason: reasons.join("\n"), line: row }
}
