import { type RawBuilder, sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import { toSearchQuery } from "../../../platform/search/index.ts"
import { type DocumentFilter, readKey, writeKey } from "./filter.ts"
import { type DocumentPage, type DocumentRow, rowColumns, rowLedger } from "./list-row.ts"

export interface StaffDocumentRow extends DocumentRow {
  customerName: string
  billToName: string
}

const mostHits = 2000

/** All documents of the business, drafts too, newest first; of one customer where `customerId` is given. */
export async function listDocuments(
  actor: WorkActor,
  filter: DocumentFilter,
  options: { limit: number; today: string; customerId?: string },
): Promise<DocumentPage & { documents: StaffDocumentRow[] }> {
  const key = readKey(filter.after, "date")
  const conditions = [sql`d.business_id = ${actor.businessId}`, ...narrow(actor, filter, options)]
  if (key) conditions.push(sql`(d.issue_date, d.id) < (${key.value}::date, ${key.id}::uuid)`)
  const rows = await actor.transaction((db) =>
    sql<StaffDocumentRow>`
      select ${rowColumns}, c.name as "customerName", b.name as "billToName"
      from (
        select d.* from documents d where ${sql.join(conditions, sql` and `)}
        order by d.issue_date desc, d.id desc limit ${options.limit + 1}) d
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

function narrow(
  actor: WorkActor,
  filter: DocumentFilter,
  options: { today: string; customerId?: string; limit: number },
): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (filter.kind) conditions.push(sql`d.kind = ${filter.kind}`)
  if (filter.from) conditions.push(sql`d.issue_date >= ${filter.from}`)
  if (filter.to) conditions.push(sql`d.issue_date <= ${filter.to}`)
  if (options.customerId) {
    conditions.push(sql`(d.customer_id = ${options.customerId} or d.bill_to_id = ${options.customerId})`)
  }
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
  options: { customerId?: string; limit: number },
): RawBuilder<unknown> {
  const key = readKey(filter.after, "date")
  const terms = filter.kind ? `(${wanted}) & 'k:${filter.kind}'` : wanted
  const alone = !filter.status && !filter.from && !filter.to && !options.customerId
  const most = alone ? options.limit + 1 : mostHits
  return sql`d.id in (select s.document_id from search_documents(${terms}::tsquery, ${most}, ${key?.value ?? null}::date, ${key?.id ?? null}::uuid) s)`
}
