import { type RawBuilder, sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import { cutPage, type PageOf, type PaymentFilter, readPageKey } from "./payment-filter.ts"
import { joinWays, type PaymentSearch, readPaymentSearch, startsWithAny } from "./search-payments.ts"

/** Money that was received, as a line of a list. Amounts in minor units. */
export interface PaymentRow {
  id: string
  customerId: string
  customerName: string
  method: string
  reference: string | null
  attemptId: string | null
  amount: bigint
  currency: string
  receivedOn: string
  /** Paid back; and asked to be paid back, with no answer yet. */
  refunded: bigint
  refunding: bigint
  /** Of it on no document yet. */
  onAccount: bigint
  /** The first three documents it was booked on, and how many there are. */
  documents: { id: string; number: string }[]
  documentCount: number
}

export interface ListOptions {
  limit: number
  /** In which an amount that is looked for is read: the business's own. */
  currency: string
}

type NarrowedFilter = Pick<PaymentFilter, "search" | "customer" | "from" | "to" | "after">

/** Money received, newest first, a page at a time; of one customer, of a period, or what a search finds. */
export async function listPaymentsReceived(
  actor: WorkActor,
  filter: Partial<NarrowedFilter>,
  options: ListOptions,
): Promise<PageOf<PaymentRow>> {
  const most = options.limit + 1
  const key = readPageKey(filter.after, "date")
  const conditions = [
    sql`p.business_id = ${actor.businessId}`,
    ...(filter.customer ? [sql`p.customer_id = ${filter.customer}`] : []),
    ...(filter.from ? [sql`p.received_on >= ${filter.from}`] : []),
    ...(filter.to ? [sql`p.received_on <= ${filter.to}`] : []),
    ...(key ? [sql`(p.received_on, p.id) < (${key.value}::date, ${key.id}::uuid)`] : []),
  ]
  const newest = (more: RawBuilder<unknown>[], from = sql`payments p`) =>
    sql`select p.* from ${from} where ${sql.join([...conditions, ...more], sql` and `)}
      order by p.received_on desc, p.id desc limit ${most}`
  const result = await actor.transaction(async (db) => {
    const search = filter.search ? await readPaymentSearch(db, actor, filter.search, options.currency) : null
    const ways = search ? waysOf(actor, search, newest) : [newest([])]
    if (ways.length === 0) return []
    const rows = await sql<PaymentRow>`
      select ${rowColumns} from (
        select * from (${joinWays(ways)}) found order by received_on desc, id desc limit ${most}) p
      ${rowJoins}
      order by p.received_on desc, p.id desc`.execute(db)
    return rows.rows
  })
  return cutPage(result, options.limit, (row) => ({ value: row.receivedOn, id: row.id }))
}

type Newest = (more: RawBuilder<unknown>[], from?: RawBuilder<unknown>) => RawBuilder<unknown>

/** Each way of finding reads its own index; one condition with "or" between them would read the whole table. */
function waysOf(actor: WorkActor, search: PaymentSearch, newest: Newest): RawBuilder<unknown>[] {
  const ways: RawBuilder<unknown>[] = []
  if (search.customerIds.length > 0) {
    const ofEach = newest([sql`p.customer_id = asked.id`])
    ways.push(
      sql`select p.* from unnest(${search.customerIds}::uuid[]) as asked (id) cross join lateral (${ofEach}) p`,
    )
  }
  if (search.documentIds.length > 0) {
    const booked = sql`select e.payment_id from ledger_entries e where e.business_id = ${actor.businessId}
      and e.document_id = any (${search.documentIds}::uuid[]) and e.payment_id is not null`
    ways.push(newest([sql`p.id = any (array(${booked}))`]))
  }
  if (search.amount) ways.push(newest([sql`p.amount between ${search.amount[0]} and ${search.amount[1]}`]))
  if (search.references.length > 0) ways.push(newest([startsWithAny(sql`p.reference`, search.references)]))
  return ways
}

/** The columns of a row, for payments named `p`. */
const rowColumns =
  sql.raw(`p.id, p.customer_id as "customerId", c.name as "customerName", p.method, p.reference, p.attempt_id as "attemptId",
  p.amount, p.currency, p.received_on as "receivedOn", coalesce(r.refunded, 0)::bigint as refunded,
  coalesce(r.refunding, 0)::bigint as refunding, coalesce(l.on_account, 0)::bigint as "onAccount",
  coalesce(b.documents, '[]') as documents, coalesce(b.count, 0)::int as "documentCount"`)

const rowJoins = sql.raw(`join customers c on c.business_id = p.business_id and c.id = p.customer_id
  left join lateral (
    select sum(f.amount) filter (where f.state = 'completed') as refunded,
      sum(f.amount) filter (where f.state = 'pending') as refunding
    from refunds f where f.business_id = p.business_id and f.payment_id = p.id) r on true
  left join lateral (
    select -sum(e.amount) as on_account from ledger_entries e
    where e.business_id = p.business_id and e.payment_id = p.id and num_nonnulls(e.document_id, e.opening_balance_id) = 0) l on true
  left join lateral (
    select count(*) as count, json_agg(json_build_object('id', one.id, 'number', one.number) order by one.place)
        filter (where one.place <= 3) as documents
    from (select d.id, d.number, row_number() over (order by min(e.id::text)) as place
      from ledger_entries e join documents d on d.business_id = e.business_id and d.id = e.document_id
      where e.business_id = p.business_id and e.payment_id = p.id and e.kind <> 'refund'
      group by d.id, d.number) one) b on true`)
