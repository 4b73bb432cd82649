import type { WorkActor } from "../../../platform/database/index.ts"

export interface NamedCustomer {
  id: string
  number: string
  name: string
}

/** What only staff see of a document. */
export interface DocumentRecord {
  source: "kvit" | "ubl" | "csv"
  internalNote: string | null
  createdAt: Date
  customer: NamedCustomer
  billTo: NamedCustomer
}

/** Where a document came from, what staff noted on it, and whose accounts it is on; null where there is none. */
export async function findDocumentRecord(
  actor: WorkActor,
  documentId: string,
): Promise<DocumentRecord | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("documents as d")
      .innerJoin("customers as c", (join) =>
        join.onRef("c.business_id", "=", "d.business_id").onRef("c.id", "=", "d.customer_id"),
      )
      .innerJoin("customers as b", (join) =>
        join.onRef("b.business_id", "=", "d.business_id").onRef("b.id", "=", "d.bill_to_id"),
      )
      .select(["d.source", "d.internal_note", "d.created_at", "d.customer_id", "d.bill_to_id"])
      .select(["c.number as customer_number", "c.name as customer_name"])
      .select(["b.number as bill_to_number", "b.name as bill_to_name"])
      .where("d.business_id", "=", actor.businessId)
      .where("d.id", "=", documentId)
      .executeTakeFirst(),
  )
  if (!row) return null
  return {
    source: row.source as DocumentRecord["source"],
    internalNote: row.internal_note,
    createdAt: row.created_at,
    customer: { id: row.customer_id, number: row.customer_number, name: row.customer_name },
    billTo: { id: row.bill_to_id, number: row.bill_to_number, name: row.bill_to_name },
  }
}
