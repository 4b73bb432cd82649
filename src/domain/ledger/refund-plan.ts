import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import type { EntrySubject } from "./subjects.ts"

/** What a refund, or a part of it, is booked on. */
export interface RefundPart {
  subject: EntrySubject
  /**
   * `account`: what of the payment is on no document. `credit`: a credit note, or an invoice overpaid by a lower
   * version, that it settles. `invoice`, `opening_balance`: what the payment settled and is open again.
   */
  kind: "account" | "credit" | "invoice" | "opening_balance"
  /** The document's number. */
  number: string | null
  /** Positive, in minor units. */
  amount: bigint
}

/** What can be paid back of a payment, in the order in which it is taken. */
interface Place {
  kind: RefundPart["kind"]
  document_id: string | null
  opening_balance_id: string | null
  number: string | null
  /** Most that can be booked on it. */
  most: bigint
}

/** All that a refund of the payment could be booked on, in order: see `bookRefund`. */
export async function findRefundPlaces(db: Db, actor: WorkActor, paymentId: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    with payment as (
      select business_id, id, customer_id, currency from payments where business_id = ${actor.businessId} and id = ${paymentId}),
    placed as (
      select e.document_id, e.opening_balance_id, -sum(e.amount)::bigint as amount, max(e.id::text) as latest
      from payment p join ledger_entries e on e.business_id = p.business_id and e.payment_id = p.id
      group by e.document_id, e.opening_balance_id having sum(e.amount) < 0),
    credits as (
      select d.id, d.number, -item.balance as amount, d.issue_date, case
          when exists (select from placed where placed.document_id = d.id) then 0
          when exists (select from placed
            join documents i on i.business_id = d.business_id and i.id = placed.document_id
            join document_references r on r.business_id = d.business_id and r.document_id = d.id
              and r.kind = 'invoice' and r.number = i.number
            where i.seller_key = d.seller_key) then 1
          else 2 end as nearness
      from payment p
      join open_items item on item.business_id = p.business_id and item.customer_id = p.customer_id
        and item.currency = p.currency and item.balance < 0
      join documents d on d.business_id = item.business_id and d.id = item.document_id)
    select kind, document_id, opening_balance_id, number, most from (
      select 1 as step, 'account' as kind, null::uuid as document_id, null::uuid as opening_balance_id, null as number,
        amount as most, 0 as nearness, null::date as issued, latest
      from placed where document_id is null and opening_balance_id is null
      union all
      select 2, 'credit', id, null, number, amount, nearness, issue_date, id::text from credits
      union all
      select 3, case when placed.document_id is null then 'opening_balance' else 'invoice' end, placed.document_id,
        placed.opening_balance_id, d.number, placed.amount, 0, null, latest
      from placed left join documents d on d.business_id = ${actor.businessId} and d.id = placed.document_id
      where num_nonnulls(placed.document_id, placed.opening_balance_id) = 1) places
    order by step, nearness, issued, case when step = 3 then latest end desc, latest`.execute(db)
  return rows
}

/** Takes `amount` from the places in their order. Throws where there is less. */
export function fillPlaces(paymentId: string, places: readonly Place[], amount: bigint): RefundPart[] {
  const parts: RefundPart[] = []
  const taken = new Map<string, bigint>()
  let left = amount
  for (const { kind, document_id, opening_balance_id, number, most } of places) {
    const id = document_id ?? opening_balance_id ?? paymentId
    // An overpaid invoice is a credit first, and what is more than that is open again.
    const free = most - (taken.get(id) ?? 0n)
    const part = left < free ? left : free
    if (part <= 0n) continue
    taken.set(id, (taken.get(id) ?? 0n) + part)
    left -= part
    parts.push({ subject: subjectOf(paymentId, document_id, opening_balance_id), kind, number, amount: part })
  }
  if (left > 0n) throw new RangeError("A refund is no more than what is left of its payment.")
  return parts
}

function subjectOf(paymentId: string, documentId: string | null, openingBalanceId: string | null) {
  if (documentId) return { documentId }
  return openingBalanceId ? { openingBalanceId } : { paymentId }
}
