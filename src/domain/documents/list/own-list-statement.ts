import { type RawBuilder, sql } from "kysely"
import { late, prepare, type Statement } from "../../../platform/database/index.ts"
import { toSearchQuery } from "../../../platform/search/index.ts"
import { type DocumentFilter, type Key, readKey, type Sort, writeKey } from "./filter.ts"
import { beingPaid, type DocumentPage, type DocumentRow, rowColumns, rowLedger } from "./list-row.ts"

export interface OwnListRow extends DocumentRow {
  /** What the row is sorted by. */
  key: string
}

interface Asked {
  filter: DocumentFilter
  key: Key | null
  today: string
  /** Rows to read: one more than are shown. */
  most: number
}

type Condition = RawBuilder<unknown>

/** Each order is an index of document_viewers, so a page costs the same at any depth and size of table. */
const columns: Record<Sort, { name: string; type: string }> = {
  date: { name: "issue_date", type: "date" },
  due_date: { name: "due_date", type: "date" },
  amount: { name: "total", type: "bigint" },
  number: { name: "number", type: "text" },
}

const mostHits = 2000

/**
 * Comes before `ownListStatement` in its transaction. Whose list it is, is not known when it is planned, and for a
 * customer with a few documents sorting them would do; for one with 50,000 only the index's own order will.
 */
export const inIndexOrder: Statement = { name: null, text: "set local enable_sort = off", values: [] }

/**
 * A page of the documents of the actor's customers, as recipient or bill-to. Whose they are is asked of the actor's
 * settings in the database alone, so that it can be sent behind `enter_portal` without waiting for its answer.
 * Reads through `document_viewers`; every row is read again under the actor's own row security.
 */
export function ownListStatement(
  filter: DocumentFilter,
  options: { limit: number; today: string },
): Statement<OwnListRow> {
  const key = readKey(filter.after, filter.sort)
  const shape = shapeOf(filter, key)
  const known = compiled.get(shape)
  const statement = known ?? prepare<OwnListRow, Asked>(isCommon(filter) ? shape : null, build(filter, key))
  if (!known) compiled.set(shape, statement)
  return statement({ filter, key, today: options.today, most: options.limit + 1 })
}

/** One statement for each combination of what may be chosen; what is chosen is in its values. */
const compiled = new Map<string, (asked: Asked) => Statement<OwnListRow>>()

function shapeOf(filter: DocumentFilter, key: Key | null): string {
  const { search, kind, status, customer, from, to, sort, direction } = filter
  const words = [
    key && "after",
    search && "search",
    kind && "kind",
    customer && "customer",
    from && "from",
    to && "to",
  ]
  return ["own list", sort, direction, status, ...words].filter(Boolean).join(" ")
}

/** Kept prepared on each connection. The rest is asked too seldom to be worth the memory. */
function isCommon(filter: DocumentFilter): boolean {
  return (
    filter.sort === "date" && filter.direction === "down" && !filter.from && !filter.to && !filter.customer
  )
}

function build(filter: DocumentFilter, key: Key | null): RawBuilder<OwnListRow> {
  const column = sql.ref(`v.${columns[filter.sort].name}`)
  const direction = sql.raw(filter.direction === "down" ? "desc" : "asc")
  const conditions = sql.join([sql`true`, ...narrow(filter), ...beyond(filter, key)], sql` and `)
  const order = sql`sort_key ${direction}, document_id ${direction} limit ${late<Asked>((asked) => asked.most)}`
  const rows = filter.search
    ? sql`
      select v.document_id, ${column} as sort_key from ${hits(filter)} as hit
      cross join lateral (${viewedHit}) as v where ${conditions}`
    : sql`
      select own.document_id, own.sort_key
      from unnest((select actor_customers())) as customer (id)
      cross join lateral (
        select v.document_id, ${column} as sort_key from document_viewers v
        where v.business_id = (select business()) and v.customer_id = customer.id and ${conditions}
        order by ${order}) as own`
  return sql<OwnListRow>`
    with page as (select distinct document_id, sort_key from (${rows}) as viewed order by ${order})
    select ${rowColumns}, ${beingPaid(sql`array(select document_id from page)`)}, page.sort_key::text as key
    from page join documents d on d.business_id = (select business()) and d.id = page.document_id
    ${rowLedger}
    order by page.sort_key ${direction}, page.document_id ${direction}`
}

/**
 * A hit, as the list's conditions name things. Read from `documents`, whose row security asks `document_viewers`
 * again; lateral and with an offset, so that PostgreSQL begins with the few that were found.
 */
const viewedHit = sql.raw(`
  select d.id as document_id, d.kind, d.issue_date, coalesce(d.due_date, d.issue_date) as due_date, d.total, d.number,
    d.customer_id, d.bill_to_id
  from documents d where d.business_id = (select business()) and d.id = hit.document_id offset 0`)

/** The rows after the last of the page before. */
function beyond(filter: DocumentFilter, key: Key | null): Condition[] {
  if (!key) return []
  const { name, type } = columns[filter.sort]
  const value = late<Asked>((asked) => asked.key?.value)
  const id = late<Asked>((asked) => asked.key?.id)
  const operator = sql.raw(filter.direction === "down" ? "<" : ">")
  return [sql`(${sql.ref(`v.${name}`)}, v.document_id) ${operator} (${value}::${sql.raw(type)}, ${id}::uuid)`]
}

function narrow(filter: DocumentFilter): Condition[] {
  const conditions: Condition[] = []
  const customer = late<Asked>((asked) => asked.filter.customer)
  if (filter.customer && filter.search)
    conditions.push(sql`${customer}::uuid in (v.customer_id, v.bill_to_id)`)
  if (filter.customer && !filter.search) conditions.push(sql`v.customer_id = ${customer}::uuid`)
  if (filter.kind) conditions.push(sql`v.kind = ${late<Asked>((asked) => asked.filter.kind)}`)
  if (filter.from) conditions.push(sql`v.issue_date >= ${late<Asked>((asked) => asked.filter.from)}::date`)
  if (filter.to) conditions.push(sql`v.issue_date <= ${late<Asked>((asked) => asked.filter.to)}::date`)
  const open = sql`select o.document_id from open_items o where o.business_id = (select business())
    and (o.customer_id = any ((select actor_customers())::uuid[]) or o.recipient_id = any ((select actor_customers())::uuid[]))`
  const today = late<Asked>((asked) => asked.today)
  if (filter.status === "unpaid") conditions.push(sql`v.document_id in (${open} and o.balance > 0)`)
  if (filter.status === "overdue")
    conditions.push(sql`v.document_id in (${open} and o.balance > 0 and o.due_date < ${today}::date)`)
  if (filter.status === "settled") conditions.push(sql`v.kind = 'invoice' and v.document_id not in (${open})`)
  if (filter.status === "draft") conditions.push(sql`false`)
  return conditions
}

/**
 * What a search finds. Alone and by date it asks for just the page, from its key on, however many hits there are.
 * With a period, a status or another order, the newest 2,000 hits are looked through.
 */
function hits(filter: DocumentFilter): RawBuilder<unknown> {
  const { sort, direction, status, from, to, customer } = filter
  const isAlone = sort === "date" && direction === "down" && !status && !from && !to && !customer
  const wanted = late<Asked>((asked) => wantedOf(asked.filter))
  const most = late<Asked>((asked) => (isAlone ? asked.most : mostHits))
  const date = late<Asked>((asked) => (isAlone ? asked.key?.value : null))
  const id = late<Asked>((asked) => (isAlone ? asked.key?.id : null))
  return sql`search_own_documents(${wanted}::tsquery, ${most}::integer, ${date}::date, ${id}::uuid)`
}

/** The words as a query of the index; null, which finds nothing, where there is nothing to look for in them. */
function wantedOf(filter: DocumentFilter): string | null {
  const asked = toSearchQuery(filter.search ?? "")
  return asked && filter.kind ? `(${asked}) & 'k:${filter.kind}'` : asked
}

/** The rows a page shows of those read, and where the next begins. */
export function toPage(rows: readonly OwnListRow[], limit: number): DocumentPage {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    documents: page,
    next: rows.length > limit && last ? writeKey({ value: last.key, id: last.id }) : null,
  }
}
