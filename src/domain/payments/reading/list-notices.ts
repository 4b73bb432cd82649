import { sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import { cutPage, type PageOf, type PaymentFilter, readPageKey } from "./payment-filter.ts"

/** A customer says: this invoice is paid by bank. */
export interface PaymentNotice {
  id: string
  documentId: string
  documentNumber: string
  customerId: string
  customerName: string
  paidOn: string
  notedAt: Date
  /** What is open on the invoice now. */
  open: bigint
  currency: string
  /** Exact to the microsecond, for the key of a page. */
  notedKey: string
}

/** What customers say they paid and staff have not dealt with yet, the oldest first: it waits the longest. */
export async function listPaymentNotices(
  actor: WorkActor,
  filter: Partial<Pick<PaymentFilter, "customer" | "after">>,
  options: { limit: number },
): Promise<PageOf<PaymentNotice>> {
  const key = readPageKey(filter.after, "moment")
  const result = await actor.transaction((db) =>
    sql<PaymentNotice>`
      select n.id, n.document_id as "documentId", d.number as "documentNumber", n.customer_id as "customerId",
        c.name as "customerName", n.paid_on as "paidOn", n.noted_at as "notedAt",
        coalesce(o.balance, 0)::bigint as open, d.currency,
        to_char(n.noted_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "notedKey"
      from payment_notices n
      join documents d on d.business_id = n.business_id and d.id = n.document_id
      join customers c on c.business_id = n.business_id and c.id = n.customer_id
      left join open_items o on o.business_id = n.business_id and o.document_id = n.document_id
      where n.business_id = ${actor.businessId} and n.done_at is null
        ${filter.customer ? sql`and n.customer_id = ${filter.customer}` : sql``}
        ${key ? sql`and (n.noted_at, n.id) > (${key.value}::timestamptz, ${key.id}::uuid)` : sql``}
      order by n.noted_at, n.id limit ${options.limit + 1}`.execute(db),
  )
  return cutPage(result.rows, options.limit, (row) => ({ value: row.notedKey, id: row.id }))
}

/** What a form that records the money is filled in with. */
export interface PaymentNoticeFacts {
  id: string
  documentId: string
  paidOn: string
}

/** A notice that nobody has dealt with yet, or null. */
export async function findPaymentNotice(
  actor: WorkActor,
  noticeId: string,
): Promise<PaymentNoticeFacts | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("payment_notices")
      .select(["id", "document_id", "paid_on"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", noticeId)
      .where("done_at", "is", null)
      .executeTakeFirst(),
  )
  return row ? { id: row.id, documentId: row.document_id, paidOn: row.paid_on } : null
}
