import { type RawBuilder, sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import type { ListOptions } from "./list-payments.ts"
import { cutPage, type PageOf, type PaymentFilter, readPageKey } from "./payment-filter.ts"
import { readPaymentSearch, startsWithAny } from "./search-payments.ts"

/** Money paid back, or asked to be, as a line of a list. */
export interface RefundRow {
  id: string
  paymentId: string
  customerId: string
  customerName: string
  method: string
  amount: bigint
  currency: string
  state: "pending" | "completed" | "failed"
  origin: "staff" | "provider"
  reason: string | null
  problem: string | null
  staffName: string | null
  refundedOn: string | null
  requestedAt: Date
  /** Exact to the microsecond, for the key of a page. */
  requestedKey: string
}

/** Refunds, newest first, a page at a time. Days are those of `timeZone`, the business's own. */
export async function listRefunds(
  actor: WorkActor,
  filter: Partial<Pick<PaymentFilter, "search" | "customer" | "from" | "to" | "after">>,
  options: ListOptions & { timeZone: string },
): Promise<PageOf<RefundRow>> {
  const key = readPageKey(filter.after, "moment")
  const startOf = (day: string) => sql`(${day}::date)::timestamp at time zone ${options.timeZone}`
  const conditions: RawBuilder<unknown>[] = [
    sql`r.business_id = ${actor.businessId}`,
    ...(filter.customer ? [sql`p.customer_id = ${filter.customer}`] : []),
    ...(filter.from ? [sql`r.requested_at >= ${startOf(filter.from)}`] : []),
    ...(filter.to ? [sql`r.requested_at < ${startOf(filter.to)} + interval '1 day'`] : []),
    ...(key ? [sql`(r.requested_at, r.id) < (${key.value}::timestamptz, ${key.id}::uuid)`] : []),
  ]
  const result = await actor.transaction(async (db) => {
    if (filter.search) {
      const search = await readPaymentSearch(db, actor, filter.search, options.currency)
      // Refunds are few beside payments, so one condition over them is enough.
      const ways = [
        sql`p.customer_id = any (${search.customerIds}::uuid[])`,
        sql`exists (select from ledger_entries e where e.business_id = p.business_id and e.payment_id = p.id
          and e.document_id = any (${search.documentIds}::uuid[]))`,
        ...(search.amount ? [sql`r.amount between ${search.amount[0]} and ${search.amount[1]}`] : []),
        ...(search.references.length > 0 ? [startsWithAny(sql`p.reference`, search.references)] : []),
      ]
      conditions.push(sql`(${sql.join(ways, sql` or `)})`)
    }
    const rows = await sql<RefundRow>`
      select r.id, r.payment_id as "paymentId", p.customer_id as "customerId", c.name as "customerName", r.method,
        r.amount, r.currency, r.state, r.origin, r.reason, r.problem, s.name as "staffName",
        r.refunded_on as "refundedOn", r.requested_at as "requestedAt",
        to_char(r.requested_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedKey"
      from refunds r
      join payments p on p.business_id = r.business_id and p.id = r.payment_id
      join customers c on c.business_id = p.business_id and c.id = p.customer_id
      left join staff_members s on s.business_id = r.business_id and s.id = r.staff_id
      where ${sql.join(conditions, sql` and `)}
      order by r.requested_at desc, r.id desc limit ${options.limit + 1}`.execute(db)
    return rows.rows
  })
  return cutPage(result, options.limit, (row) => ({ value: row.requestedKey, id: row.id }))
}
