import { sql } from "kysely"
import type { Actor } from "../../platform/database/index.ts"

/** What is open in one currency, by how long it is past its due date. Minor units, none of them negative. */
export interface Ageing {
  currency: string
  notDue: bigint
  days1to30: bigint
  days31to60: bigint
  days61to90: bigint
  over90: bigint
  /** Open credits, overpaid invoices and money on no document. */
  credit: bigint
  /** The five sums less the credit: what all entries add up to. It may be negative. */
  balance: bigint
}

/**
 * How old what is owed was on the date `asOf`, a line a currency, the largest first: by what was booked up to that
 * day, and by the due dates that documents have now. An opening balance was due on the date it was stated for. Of
 * certain customers, or of all whom the actor may see.
 */
export async function findAgeing(
  actor: Actor,
  whose: { customerIds: readonly string[] } | "all",
  asOf: string,
): Promise<Ageing[]> {
  const ofThem = whose === "all" ? sql`true` : sql`customer_id = any (${[...whose.customerIds]}::uuid[])`
  // What is open now, without what was booked after that day: as of today that is next to nothing.
  const { rows } = await actor.transaction((db) =>
    sql<Ageing>`
      with parts as (
        select document_id as subject, customer_id, currency, due_date, balance as amount
        from open_items where business_id = ${actor.businessId} and ${ofThem}
        union all
        select coalesce(opening_balance_id, payment_id), customer_id, currency, null, amount
        from ledger_entries where business_id = ${actor.businessId} and ${ofThem} and document_id is null
        union all
        select coalesce(document_id, opening_balance_id, payment_id), customer_id, currency, null, -amount
        from ledger_entries where business_id = ${actor.businessId} and ${ofThem} and entry_date > ${asOf}),
      items as (
        select subject, currency, max(due_date) as due_date, sum(amount) as balance
        from parts group by subject, customer_id, currency having sum(amount) <> 0),
      aged as (
        select currency, balance, case when balance > 0 then ${asOf}::date - coalesce(due_date,
          (select coalesce(d.due_date, d.issue_date) from documents d where d.business_id = ${actor.businessId} and d.id = subject),
          (select o.as_of from opening_balances o where o.business_id = ${actor.businessId} and o.id = subject)) end as days
        from items)
      select currency,
        coalesce(sum(balance) filter (where balance > 0 and coalesce(days, 0) <= 0), 0)::bigint as "notDue",
        coalesce(sum(balance) filter (where days between 1 and 30), 0)::bigint as "days1to30",
        coalesce(sum(balance) filter (where days between 31 and 60), 0)::bigint as "days31to60",
        coalesce(sum(balance) filter (where days between 61 and 90), 0)::bigint as "days61to90",
        coalesce(sum(balance) filter (where days > 90), 0)::bigint as "over90",
        coalesce(-sum(balance) filter (where balance < 0), 0)::bigint as credit,
        sum(balance)::bigint as balance
      from aged group by currency order by abs(sum(balance)) desc, currency`.execute(db),
  )
  return rows
}
