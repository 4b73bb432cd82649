import { isDeepStrictEqual } from "node:util"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import {
  CustomerConflict,
  type CustomerInput,
  findOrCreateCustomers,
  identifiersOf,
  lockNewCustomers,
  recordVehicles,
} from "../customers/index.ts"
import type {
  DocumentData,
  DocumentFile,
  DocumentKind,
  DocumentParties,
  IssuedDocument,
  NewDocument,
} from "../documents/index.ts"
import { findDocumentParties, issueDocuments } from "../documents/index.ts"
import { bookDocuments } from "../ledger/index.ts"
import { type Business, getBusiness } from "../settings/index.ts"
import { sellerKeyOf, toCustomerInput } from "./parties.ts"

/** A document read from a file, before it is known whose it is. */
export interface IncomingDocument {
  /** The file, or the row of it, as the person who imports knows it. */
  from: string
  data: DocumentData
  files: readonly DocumentFile[]
  remarks: readonly unknown[]
  source: "ubl" | "csv"
  state: "draft" | "issued"
  /** Customers that are known already, where the file named ours by number. */
  customerId?: string
  billToId?: string
  /** Of customers who may not be known yet: what the file says besides the document's party, such as their number. */
  newCustomer?: CustomerInput
  newBillTo?: CustomerInput
}

export interface ImportedDocument {
  from: string
  outcome: IssuedDocument["outcome"]
  documentId: string
  kind: DocumentKind
  number: string
  version: number
  remarks: readonly unknown[]
}

/** How many documents one transaction writes. */
export const setSize = 500

/**
 * What another import on the same business may cause: it wrote one of these a moment ago, and by now it is there to be
 * found (unique_violation); each waited for the other (deadlock_detected); it took long (lock_not_available).
 */
const madeWay = new Set(["23505", "40P01", "55P03"])
const mostAttempts = 5

/**
 * Writes documents that came from outside: finds or makes their customers, issues what is new or changed, and books
 * it, all in one transaction. What is here already as it is stays untouched, so the same set may come again, and an
 * import that was killed is simply run again. At most `setSize` documents, none of them twice.
 */
export async function importSet(
  actor: WorkActor,
  documents: readonly IncomingDocument[],
): Promise<(ImportedDocument | RefusedDocument)[]> {
  const business = await getBusiness(actor)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeSet(actor, business, documents)
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : ""
      if (!madeWay.has(code) || attempt === mostAttempts) throw error
    }
  }
}

/** What could not be kept, and why; nothing of it is. */
export interface RefusedDocument {
  from: string
  outcome: "refused"
  reason: string
  /** The line of the file or the row of the sheet; 0 where none can be named. */
  line: number
}

/** SQLSTATE classes 22 and 23: a value has no place in the database, such as a name that is too long. */
const dataProblem = /^2[23]/

/** Like `importSet`, but where a set is refused for one document's sake, the others are written alone. */
export async function importApart(
  actor: WorkActor,
  documents: readonly IncomingDocument[],
): Promise<(ImportedDocument | RefusedDocument)[]> {
  try {
    return await importSet(actor, documents)
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : ""
    const [first, second] = documents
    const isConflict = error instanceof CustomerConflict
    if (!first || !(isConflict || dataProblem.test(code))) throw error
    if (!second) {
      const message = error instanceof Error ? error.message : String(error)
      const reason = isConflict ? message : `The database refuses it: ${message}.`
      return [{ from: first.from, outcome: "refused", reason, line: 0 }]
    }
    const half = Math.ceil(documents.length / 2)
    return [
      ...(await importApart(actor, documents.slice(0, half))),
      ...(await importApart(actor, documents.slice(half))),
    ]
  }
}

async function writeSet(
  actor: WorkActor,
  business: Business,
  documents: readonly IncomingDocument[],
): Promise<(ImportedDocument | RefusedDocument)[]> {
  return actor.transaction(async (db) => {
    const sellerKeys = documents.map(({ data }) => sellerKeyOf(data, business))
    const parties = await findParties(db, actor, documents, sellerKeys)
    const prepared = documents.map((document, index): NewDocument => {
      const sellerKey = sellerKeys[index] ?? ""
      const found = parties[index]
      if (!found) throw new Error(`${document.from} has no customer.`)
      return {
        ...found,
        data: document.data,
        sellerKey,
        source: document.source,
        state: document.state,
        files: document.files,
        remarks:
          sellerKey === "" ? document.remarks : [...document.remarks, otherSeller(document.data, business)],
      }
    })
    const issued = await issueDocuments(db, actor, prepared)
    const written = issued
      .filter((one) => one.outcome !== "refused")
      .filter((one) => one.outcome !== "unchanged")
    await bookDocuments(db, actor, written)
    await recordVehicles(
      db,
      actor,
      prepared.flatMap(({ data, customerId }, index) =>
        data.vehicle && issued[index]?.outcome !== "refused"
          ? [{ ...data.vehicle, customerId, seenOn: data.issueDate }]
          : [],
      ),
    )
    return documents.map((document, index): ImportedDocument | RefusedDocument => {
      const outcome = issued[index]
      if (!outcome) throw new Error(`${document.from} has no outcome.`)
      if (outcome.outcome === "refused")
        return { from: document.from, outcome: "refused", reason: outcome.reason, line: 0 }
      return {
        from: document.from,
        outcome: outcome.outcome,
        documentId: outcome.documentId,
        kind: document.data.kind,
        number: document.data.number,
        version: outcome.version,
        remarks: prepared[index]?.remarks ?? [],
      }
    })
  })
}

/** Whose each document is: who the caller found, else whose it was before, else who is recognised or made now. */
async function findParties(
  db: Db,
  actor: WorkActor,
  documents: readonly IncomingDocument[],
  sellerKeys: readonly string[],
): Promise<{ customerId: string; billToId: string }[]> {
  const asked = documents.map(({ data }, index) => ({ data, sellerKey: sellerKeys[index] ?? "" }))
  let before = await findDocumentParties(db, actor, asked)
  const listUnknown = () => documents.map((document, index) => describeUnknown(document, before[index] ?? {}))
  if (listUnknown().some(({ customer, billTo }) => isNobody(customer) || isNobody(billTo))) {
    // Another import may just now bring the same document of somebody whom only that document tells apart.
    await lockNewCustomers(db, actor)
    before = await findDocumentParties(db, actor, asked)
  }
  const unknown = listUnknown()
  const inputs = unknown.flatMap(({ customer, billTo }) =>
    [customer, billTo].filter((each) => each !== undefined),
  )
  const ids = await findOrCreateCustomers(db, actor, inputs)
  const idOf = new Map(inputs.map((input, index) => [input, ids[index]]))
  return documents.map((document, index) => {
    const { customer, billTo } = unknown[index] ?? {}
    const customerId = document.customerId ?? before[index]?.customerId ?? (customer && idOf.get(customer))
    const billToId =
      document.billToId ??
      (isBilledApart(document) ? (before[index]?.billToId ?? (billTo && idOf.get(billTo))) : customerId)
    if (!customerId || !billToId)
      throw new Error(`The customer of ${document.from} was neither found nor made.`)
    return { customerId, billToId }
  })
}

/** Whether somebody else owes it; one described twice in the same words is one. */
function isBilledApart({ data }: IncomingDocument): boolean {
  return data.billTo !== undefined && !isDeepStrictEqual(data.billTo, data.customer)
}

/** Those of a document's parties that neither the caller nor an earlier version of it knows. */
function describeUnknown(document: IncomingDocument, before: DocumentParties) {
  const { data, customerId, billToId, newCustomer, newBillTo } = document
  const isKnown = (customerId ?? before.customerId) !== undefined
  const isPayerKnown = !isBilledApart(document) || (billToId ?? before.billToId) !== undefined
  return {
    customer: isKnown ? undefined : (newCustomer ?? toCustomerInput(data.customer)),
    billTo: isPayerKnown ? undefined : (newBillTo ?? toCustomerInput(data.billTo ?? data.customer)),
  }
}

function isNobody(input: CustomerInput | undefined): boolean {
  return input !== undefined && input.number === undefined && identifiersOf(input).length === 0
}

/** Said to staff: the file names another seller than this business. */
function otherSeller(data: DocumentData, business: Business) {
  return {
    rule: "seller",
    where: "seller",
    stated: data.seller.name,
    computed: business.name,
    currency: data.currency,
  }
}

/** Documents of one set must differ in this: two with one kind and number may be versions of one document. */
export function setKeyOf(document: IncomingDocument): string {
  return `${document.data.kind} ${document.data.number}`
}
