import type { WorkActor } from "../../platform/database/index.ts"
import { findOrCreateCustomers, recordVehicles } from "../customers/index.ts"
import type {
  DocumentData,
  DocumentFile,
  DocumentKind,
  IssuedDocument,
  NewDocument,
} from "../documents/index.ts"
import { issueDocuments } from "../documents/index.ts"
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

const uniqueViolation = "23505"

/**
 * Writes documents that came from outside: finds or makes their customers, issues what is new or changed, and books
 * it, all in one transaction. What is here already as it is stays untouched, so the same set may come again, and an
 * import that was killed is simply run again. At most `setSize` documents, none of them twice.
 */
export async function importSet(
  actor: WorkActor,
  documents: readonly IncomingDocument[],
): Promise<ImportedDocument[]> {
  const business = await getBusiness(actor)
  try {
    return await writeSet(actor, business, documents)
  } catch (error) {
    // Another import wrote one of these a moment ago: by now it is there to be found.
    if (error instanceof Error && "code" in error && error.code === uniqueViolation)
      return writeSet(actor, business, documents)
    throw error
  }
}

async function writeSet(
  actor: WorkActor,
  business: Business,
  documents: readonly IncomingDocument[],
): Promise<ImportedDocument[]> {
  return actor.transaction(async (db) => {
    const customerIds = await findOrCreateCustomers(
      db,
      actor,
      documents.map((document) => toCustomerInput(document.data.customer)),
    )
    const billToIds = await findOrCreateCustomers(
      db,
      actor,
      documents.map((document) => toCustomerInput(document.data.billTo ?? document.data.customer)),
    )
    const prepared = documents.map((document, index): NewDocument => {
      const customerId = document.customerId ?? customerIds[index] ?? ""
      const sellerKey = sellerKeyOf(document.data, business)
      return {
        data: document.data,
        customerId,
        billToId: document.billToId ?? (document.data.billTo ? (billToIds[index] ?? "") : customerId),
        sellerKey,
        source: document.source,
        state: document.state,
        files: document.files,
        remarks:
          sellerKey === "" ? document.remarks : [...document.remarks, otherSeller(document.data, business)],
      }
    })
    const issued = await issueDocuments(db, actor, prepared)
    const written = issued.filter((outcome) => outcome.outcome !== "unchanged")
    await bookDocuments(db, actor, written)
    await recordVehicles(
      db,
      actor,
      prepared.flatMap(({ data, customerId }) =>
        data.vehicle ? [{ ...data.vehicle, customerId, seenOn: data.issueDate }] : [],
      ),
    )
    return documents.map((document, index): ImportedDocument => {
      const outcome = issued[index]
      if (!outcome) throw new Error(`${document.from} has no outcome.`)
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
