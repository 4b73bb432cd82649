import { type RawBuilder, sql } from "kysely"
import type { DocumentKind } from "../document-data.ts"

/** A line of a list, with what its status follows from. Amounts in minor units of `currency`. */
export interface DocumentRow {
  id: string
  kind: DocumentKind
  number: string
  state: string
  issueDate: string
  dueDate: string | null
  validUntil: string | null
  currency: string
  total: bigint
  payable: bigint
  balance: bigint
  /** What credits took off it, what was written off, and what was paid back on it. */
  credited: bigint
  writtenOff: bigint
  refunded: bigint
  /** Whether a payment of it is under way. */
  isBeingPaid: boolean
  title: string
  registration: string | null
  orderReference: string | null
  customerId: string
  billToId: string
}

export interface DocumentPage {
  documents: DocumentRow[]
  /** Goes into `after` for the next page; null at the end. */
  next: string | null
}

/** Whether a payment of the row's document is under way, asked once of all the ids that are read with it. */
export function beingPaid(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`d.id in (select documents_being_paid(${ids})) as "isBeingPaid"`
}

/**
 * The columns of a row, for documents named `d`. The balance is the sum of the document's entries, read from an
 * index that holds all of it.
 */
export const rowColumns =
  sql.raw(`d.id, d.kind, d.number, d.state, d.issue_date as "issueDate", d.due_date as "dueDate",
  d.valid_until as "validUntil", d.currency, d.total, d.payable, d.title, d.registration,
  d.order_reference as "orderReference", d.customer_id as "customerId", d.bill_to_id as "billToId",
  coalesce(l.balance, 0)::bigint as balance, coalesce(l.credited, 0)::bigint as credited,
  coalesce(l.written_off, 0)::bigint as "writtenOff", coalesce(l.refunded, 0)::bigint as refunded`)

export const rowLedger = sql.raw(`left join lateral (
    select sum(e.amount) as balance, -sum(e.amount) filter (where e.kind = 'allocation' and e.payment_id is null) as credited,
      -sum(e.amount) filter (where e.kind = 'write_off') as written_off,
      sum(e.amount) filter (where e.kind = 'refund') as refunded
    from ledger_entries e where e.business_id = d.business_id and e.document_id = d.id) l on true`)
