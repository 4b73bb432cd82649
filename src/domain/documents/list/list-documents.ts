import { type RawBuilder, sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import { toSearchQuery } from "../../../platform/search/index.ts"
import { type DocumentFilter, readKey, writeKey } from "./filter.ts"
import { beingPaid, type DocumentRow, rowColumns, rowLedger } from "./list-row.ts"

export interface StaffDocumentRow extends DocumentRow {
  customerName: string
  billToName: string
}

export interface StaffDocumentPage {
  documents: StaffDocumentRow[]
  /** Goes into `after` for the next page; null at the end. */
  next: string | null
}

const mostHits = 2000

/** All documents of the business, drafts too, newest first; those of one customer where the filter names one. */
export async function listDocuments(
  actor: WorkActor,
  filter: DocumentFilter,
  options: { limit: number; today: string },
): Promise<StaffDocumentPage> {
  const key = readKey(filter.after, "date")
  const conditions = [sql`d.business_id = ${actor.businessId}`, ...narrow(actor, filter, options)]
  if (key) conditions.push(sql`(d.issue_date, d.id) < (${key.value}::date, ${key.id}::uuid)`)
  const rows = await actor.transaction((db) =>
    sql<StaffDocumentRow>`
      select ${rowColumns}, ${beingPaid(sql`array[d.id]`)}, c.name as "customerName", b.name as "billToName"
      from (${newest(conditions, filter.customer, options.limit + 1)}) d
      join customers c on c.business_id = d.business_id and c.id = d.customer_id
      join customers b on b.business_id = d.business_id and b.id = d.bill_to_id
      ${rowLedger}
      order by d.issue_date desc, d.id desc`.execute(db),
  )
  const page = rows.rows.slice(0, options.limit)
  const last = page.at(-1)
  return {
    documents: page,
    next: rows.rows.length > options.limit && last ? writeKey({ value: last.issueDate, id: last.id }) : null,
  }
}

/**
 * The newest documents that meet the conditions. Those of a customer are read from two indexes, as recipient and
 * as bill-to; one condition with "or" would read all of theirs.
 */
function newest(
  conditions: readonly RawBuilder<unknown>[],
  customerId: string | undefined,
  limit: number,
): RawBuilder<unknown> {
  const select = (more: RawBuilder<unknown>[]) =>
    sql`(select d.* from documents d where ${sql.join([...conditions, ...more], sql` and `)}
      order by d.issue_date desc, d.id desc limit ${limit})`
  if (!customerId) return select([])
  const received = select([sql`d.customer_id = ${customerId}`])
  const owed = select([sql`d.bill_to_id = ${customerId}`])
  return sql`select * from (${received} union ${owed}) d order by d.issue_date desc, d.id desc limit ${limit}`
}

function narrow(
  actor: WorkActor,
  filter: DocumentFilter,
  options: { today: string; limit: number },
): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (filter.kind) conditions.push(sql`d.kind = ${filter.kind}`)
  if (filter.from) conditions.push(sql`d.issue_date >= ${filter.from}`)
  if (filter.to) conditions.push(sql`d.issue_date <= ${filter.to}`)
  const open = sql`select o.document_id from open_items o where o.business_id = ${actor.businessId}`
  if (filter.status === "unpaid") conditions.push(sql`d.id in (${open} and o.balance > 0)`)
  if (filter.status === "overdue")
    conditions.push(sql`d.id in (${open} and o.balance > 0 and o.due_date < ${options.today})`)
  if (filter.status === "settled") {
    conditions.push(
      sql`d.kind = 'invoice' and d.state = 'issued' and not exists (${open} and o.document_id = d.id)`,
    )
  }
  if (filter.status === "draft") conditions.push(sql`d.state = 'draft'`)
  const wanted = filter.search ? toSearchQuery(filter.search) : null
  if (filter.search && !wanted) conditions.push(sql`false`)
  if (wanted) conditions.push(searchCondition(wanted, filter, options))
  return conditions
}

/**
 * A search alone asks for just the page, from its key on, however many hits there are; with other filters the
 * newest 2,000 hits are looked through.
 */
function searchCondition(
  wanted: string,
  filter: DocumentFilter,
  options: { limit: number },
): RawBuilder<unknown> {
  const key = readKey(filter.after, "date")
  const terms = filter.kind ? `(${wanted}) & 'k:${filter.kind}'` : wanted
  const alone = !filter.status && !filter.from && !filter.to && !filter.customer
  const most = alone ? options.limit + 1 : mostHits
  return sql`d.id in (select s.document_id from search_documents(${terms}::tsquery, ${most}, ${key?.value ?? null}::date, ${key?.id ?? null}::uuid) s)`
}
