import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { type DocumentData, toStored } from "../document-data.ts"

/** The customers a document that is here already has; undefined for a party that it never named so. */
export interface DocumentParties {
  customerId?: string
  billToId?: string
}

/**
 * Whose the documents are, where they are here already: by kind, number and seller, for a party that any version (or
 * the draft) describes in the very same words. So a document that comes again stays with its customer, even one of
 * whom nothing but a name is known. In the order asked.
 */
export async function findDocumentParties(
  db: Db,
  actor: WorkActor,
  asked: readonly { data: DocumentData; sellerKey: string }[],
): Promise<DocumentParties[]> {
  const rows = asked.map(({ data, sellerKey }, place) => {
    const { kind, number, customer, billTo } = toStored(data)
    return { place, kind, number, seller_key: sellerKey, customer, bill_to: billTo ?? customer }
  })
  const result = await sql<{ place: number; customer_id: string | null; bill_to_id: string | null }>`
    select asked.place,
      case when said.data -> 'customer' = asked.customer then d.customer_id end as customer_id,
      case when coalesce(said.data -> 'billTo', said.data -> 'customer') = asked.bill_to then d.bill_to_id end as bill_to_id
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as asked (place int, kind text, number text, seller_key text, customer jsonb, bill_to jsonb)
    join documents d on d.business_id = ${actor.businessId} and d.kind = asked.kind and d.number = asked.number
      and d.seller_key = asked.seller_key
    cross join lateral (
      select v.data from document_versions v where v.business_id = d.business_id and v.document_id = d.id
      union all
      select w.data from document_drafts w where w.business_id = d.business_id and w.document_id = d.id
    ) as said
    order by d.id`.execute(db)
  const found = asked.map((): DocumentParties => ({}))
  for (const { place, customer_id, bill_to_id } of result.rows) {
    const parties = found[place]
    if (!parties) continue
    if (customer_id !== null) parties.customerId ??= customer_id
    if (bill_to_id !== null) parties.billToId ??= bill_to_id
  }
  return found
}
