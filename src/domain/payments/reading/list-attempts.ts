import { type RawBuilder, sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import type { ListOptions } from "./list-payments.ts"
import { cutPage, type PageOf, type PaymentFilter, readPageKey } from "./payment-filter.ts"
import { joinWays, type PaymentSearch, readPaymentSearch, startsWithAny } from "./search-payments.ts"

/** An attempt to pay, as a line of a list. */
export interface AttemptRow {
  id: string
  customerId: string
  customerName: string
  payerId: string
  payerName: string
  state: string
  problem: string | null
  checkProblem: string | null
  captureRule: string
  reference: string
  phoneNumber: string | null
  amount: bigint
  currency: string
  startedAt: Date
  documents: { id: string; number: string }[]
  documentCount: number
  /** Exact to the microsecond, for the key of a page. */
  startedKey: string
}

export interface AttemptFilter
  extends Partial<Pick<PaymentFilter, "search" | "customer" | "from" | "to" | "after">> {
  /** Those that have not ended, or those that came to nothing; all of them otherwise. */
  state?: "under_way" | "failed" | undefined
  /** Those that pay this document, alone or among others. */
  documentId?: string | undefined
}

/** Attempts to pay, newest first, a page at a time. Days are those of `timeZone`, the business's own. */
export async function listAttempts(
  actor: WorkActor,
  filter: AttemptFilter,
  options: ListOptions & { timeZone: string },
): Promise<PageOf<AttemptRow>> {
  const most = options.limit + 1
  const conditions = narrow(actor, filter, options.timeZone)
  const newest = (more: RawBuilder<unknown>[]) =>
    sql`select a.* from payment_attempts a where ${sql.join([...conditions, ...more], sql` and `)}
      order by a.started_at desc, a.id desc limit ${most}`
  const result = await actor.transaction(async (db) => {
    const search = filter.search ? await readPaymentSearch(db, actor, filter.search, options.currency) : null
    const ways = search ? waysOf(actor, search, newest) : [newest([])]
    if (ways.length === 0) return []
    const rows = await sql<AttemptRow>`
      select ${rowColumns} from (
        select * from (${joinWays(ways)}) found order by started_at desc, id desc limit ${most}) a
      ${rowJoins}
      order by a.started_at desc, a.id desc`.execute(db)
    return rows.rows
  })
  return cutPage(result, options.limit, (row) => ({ value: row.startedKey, id: row.id }))
}

function narrow(actor: WorkActor, filter: AttemptFilter, timeZone: string): RawBuilder<unknown>[] {
  const key = readPageKey(filter.after, "moment")
  const startOf = (day: string) => sql`(${day}::date)::timestamp at time zone ${timeZone}`
  return [
    sql`a.business_id = ${actor.businessId}`,
    ...(filter.state === "under_way" ? [sql`a.finished_at is null`] : []),
    ...(filter.state === "failed" ? [sql`a.state in ('declined', 'expired', 'cancelled', 'failed')`] : []),
    ...(filter.customer ? [sql`a.customer_id = ${filter.customer}`] : []),
    ...(filter.documentId ? [sql`a.id = any (array(${attemptsOn(actor, [filter.documentId])}))`] : []),
    ...(filter.from ? [sql`a.started_at >= ${startOf(filter.from)}`] : []),
    ...(filter.to ? [sql`a.started_at < ${startOf(filter.to)} + interval '1 day'`] : []),
    ...(key ? [sql`(a.started_at, a.id) < (${key.value}::timestamptz, ${key.id}::uuid)`] : []),
  ]
}

function attemptsOn(actor: WorkActor, documentIds: readonly string[]): RawBuilder<unknown> {
  return sql`select i.attempt_id from payment_attempt_items i
    where i.business_id = ${actor.businessId} and i.document_id = any (${[...documentIds]}::uuid[])`
}

/** Each way of finding reads its own index. */
function waysOf(
  actor: WorkActor,
  search: PaymentSearch,
  newest: (more: RawBuilder<unknown>[]) => RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  const ways: RawBuilder<unknown>[] = []
  if (search.customerIds.length > 0) {
    const ofEach = newest([sql`a.customer_id = asked.id`])
    ways.push(
      sql`select a.* from unnest(${search.customerIds}::uuid[]) as asked (id) cross join lateral (${ofEach}) a`,
    )
  }
  if (search.documentIds.length > 0)
    ways.push(newest([sql`a.id = any (array(${attemptsOn(actor, search.documentIds)}))`]))
  if (search.amount) ways.push(newest([sql`a.amount between ${search.amount[0]} and ${search.amount[1]}`]))
  if (search.references.length > 0) ways.push(newest([startsWithAny(sql`a.reference`, search.references)]))
  if (search.phones.length > 0) ways.push(newest([startsWithAny(sql`a.phone_number`, search.phones)]))
  return ways
}

/** The columns of a row, for attempts named `a`. */
const rowColumns =
  sql.raw(`a.id, a.customer_id as "customerId", c.name as "customerName", a.payer_id as "payerId", y.name as "payerName",
  a.state, a.problem, a.check_problem as "checkProblem", a.capture_rule as "captureRule", a.reference,
  a.phone_number as "phoneNumber", a.amount, a.currency, a.started_at as "startedAt",
  to_char(a.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedKey",
  coalesce(b.documents, '[]') as documents, coalesce(b.count, 0)::int as "documentCount"`)

const rowJoins = sql.raw(`join customers c on c.business_id = a.business_id and c.id = a.customer_id
  join customers y on y.business_id = a.business_id and y.id = a.payer_id
  left join lateral (
    select count(*) as count, json_agg(json_build_object('id', d.id, 'number', d.number) order by i.position)
        filter (where i.position <= 3) as documents
    from payment_attempt_items i join documents d on d.business_id = i.business_id and d.id = i.document_id
    where i.business_id = a.business_id and i.attempt_id = a.id) b on true`)
