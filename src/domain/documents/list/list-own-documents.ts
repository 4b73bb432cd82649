import { type RawBuilder, sql } from "kysely"
import type { CustomerActor } from "../../../platform/database/index.ts"
import { toSearchQuery } from "../../../platform/search/index.ts"
import { type DocumentFilter, readKey, type Sort, writeKey } from "./filter.ts"
import { type DocumentPage, type DocumentRow, rowColumns, rowLedger } from "./list-row.ts"

/** Each order is an index of document_viewers, so a page costs the same at any depth and size of table. */
const sortColumns: Record<Sort, RawBuilder<unknown>> = {
  date: sql.raw("issue_date"),
  due_date: sql.raw("due_date"),
  amount: sql.raw("total"),
  number: sql.raw("number"),
}
const sortTypes: Record<Sort, RawBuilder<unknown>> = {
  date: sql.raw("date"),
  due_date: sql.raw("date"),
  amount: sql.raw("bigint"),
  number: sql.raw("text"),
}

const mostHits = 2000

/**
 * The documents of the actor's customers, as recipient or bill-to, a page at a time. Reads through
 * `document_viewers`; every row is read again under the actor's own row security.
 */
export async function listOwnDocuments(
  actor: CustomerActor,
  filter: DocumentFilter,
  options: { limit: number; today: string },
): Promise<DocumentPage> {
  const key = readKey(filter.after, filter.sort)
  const column = sortColumns[filter.sort]
  const direction = sql.raw(filter.direction === "down" ? "desc" : "asc")
  const beyond = sql.raw(filter.direction === "down" ? "<" : ">")
  const conditions = [
    sql`v.business_id = ${actor.businessId}`,
    ...narrow(actor, filter, options.today, options.limit),
  ]
  if (key)
    conditions.push(
      sql`(v.${column}, v.document_id) ${beyond} (${key.value}::${sortTypes[filter.sort]}, ${key.id}::uuid)`,
    )
  const customerIds = actor.customerIds.filter((id) => !filter.customer || id === filter.customer)
  const rows = await actor.transaction((db) =>
    sql<DocumentRow & { key: string }>`
      with page as (
        select distinct own.document_id, own.sort_key
        from unnest(${customerIds}::uuid[]) as customer (id)
        cross join lateral (
          select v.document_id, v.${column} as sort_key from document_viewers v
          where v.customer_id = customer.id and ${sql.join(conditions, sql` and `)}
          order by v.${column} ${direction}, v.document_id ${direction}
          limit ${options.limit + 1}) as own
        order by own.sort_key ${direction}, own.document_id ${direction}
        limit ${options.limit + 1})
      select ${rowColumns}, page.sort_key::text as key
      from page join documents d on d.business_id = ${actor.businessId} and d.id = page.document_id
      ${rowLedger}
      order by page.sort_key ${direction}, page.document_id ${direction}`.execute(db),
  )
  return toPage(rows.rows, options.limit)
}

function narrow(
  actor: CustomerActor,
  filter: DocumentFilter,
  today: string,
  limit: number,
): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (filter.kind) conditions.push(sql`v.kind = ${filter.kind}`)
  if (filter.from) conditions.push(sql`v.issue_date >= ${filter.from}`)
  if (filter.to) conditions.push(sql`v.issue_date <= ${filter.to}`)
  const mine = sql`select o.document_id from open_items o where o.business_id = ${actor.businessId}
    and (o.customer_id = any (${[...actor.customerIds]}::uuid[]) or o.recipient_id = any (${[...actor.customerIds]}::uuid[]))`
  if (filter.status === "unpaid") conditions.push(sql`v.document_id in (${mine} and o.balance > 0)`)
  if (filter.status === "overdue")
    conditions.push(sql`v.document_id in (${mine} and o.balance > 0 and o.due_date < ${today})`)
  if (filter.status === "settled") conditions.push(sql`v.kind = 'invoice' and v.document_id not in (${mine})`)
  if (filter.status === "draft") conditions.push(sql`false`)
  if (filter.search) conditions.push(searchCondition(filter, limit))
  return conditions
}

/**
 * A search by date asks for just the page, from its key on, however many hits there are. With a period, a status or
 * another order, the newest 2,000 hits are looked through.
 */
function searchCondition(filter: DocumentFilter, limit: number): RawBuilder<unknown> {
  const asked = toSearchQuery(filter.search ?? "")
  if (!asked) return sql`false`
  const wanted = filter.kind ? `(${asked}) & 'k:${filter.kind}'` : asked
  const isByDate =
    filter.sort === "date" && filter.direction === "down" && !filter.status && !filter.from && !filter.to
  const key = isByDate ? readKey(filter.after, "date") : null
  return sql`v.document_id in (select s.document_id from search_own_documents(
    ${wanted}::tsquery, ${isByDate ? limit + 1 : mostHits}, ${key?.value ?? null}::date, ${key?.id ?? null}::uuid) s)`
}

export function toPage(rows: readonly (DocumentRow & { key: string })[], limit: number): DocumentPage {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    documents: page,
    next: rows.length > limit && last ? writeKey({ value: last.key, id: last.id }) : null,
  }
}
