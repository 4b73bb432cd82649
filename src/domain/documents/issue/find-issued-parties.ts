import { sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import { type DocumentData, documentSchema, type StoredDocument } from "../document-data.ts"

const partiesSchema = documentSchema.pick({ seller: true, customer: true, billTo: true })

export type IssuedParties = Pick<DocumentData, "seller" | "customer" | "billTo">

/**
 * Seller and customers as the current version of each document names them, for documents of the business itself, in
 * the order asked; null where there is no such document for these customers.
 */
export async function findIssuedParties(
  actor: WorkActor,
  asked: readonly { kind: string; number: string; customerId: string | null; billToId: string | null }[],
): Promise<(IssuedParties | null)[]> {
  const result = await actor.transaction((db) =>
    sql<{ place: number; parties: Pick<StoredDocument, "seller" | "customer" | "billTo"> }>`
      select asked.place, jsonb_strip_nulls(jsonb_build_object('seller', v.data -> 'seller', 'customer', v.data -> 'customer',
        'billTo', v.data -> 'billTo')) as parties
      from rows from (json_to_recordset(${JSON.stringify(asked)}::json)
        as (kind text, number text, "customerId" uuid, "billToId" uuid)) with ordinality
        as asked (kind, number, customer_id, bill_to_id, place)
      join documents d on d.business_id = ${actor.businessId} and d.kind = asked.kind and d.number = asked.number
        and d.seller_key = '' and d.bill_to_id = asked.bill_to_id and d.customer_id = asked.customer_id
      join document_versions v on v.business_id = d.business_id and v.document_id = d.id and v.version = d.version`.execute(
      db,
    ),
  )
  const found = new Map(result.rows.map((row) => [Number(row.place) - 1, partiesSchema.parse(row.parties)]))
  return asked.map((_, index) => found.get(index) ?? null)
}
