import { sql } from "kysely"
import type { Actor } from "../../platform/database/index.ts"

export interface CurrencyBalance {
  currency: string
  /** The sum of all entries: what is owed in all, credits and unallocated payments taken off. */
  balance: bigint
  /** Open invoices, and those of them past their due date. */
  due: bigint
  dueCount: number
  overdue: bigint
  overdueCount: number
  /** Open credit notes and money not yet allocated, as a positive amount. */
  credit: bigint
}

interface Row {
  currency: string
  balance: bigint
  due: bigint
  due_count: number
  overdue: bigint
  overdue_count: number
}

/**
 * How the accounts of `customerIds` stand, a line a currency, the largest first. The debt is the bill-to's: what was
 * only delivered to a customer counts on another's account. Reads what the actor may see.
 */
export async function findBalances(
  actor: Actor,
  customerIds: readonly string[],
  today: string,
): Promise<CurrencyBalance[]> {
  const result = await actor.transaction((db) =>
    sql<Row>`
      with open as (
        select currency, sum(balance) filter (where balance > 0)::bigint as due,
          count(*) filter (where balance > 0)::int as due_count,
          (sum(balance) filter (where balance > 0 and due_date < ${today}))::bigint as overdue,
          count(*) filter (where balance > 0 and due_date < ${today})::int as overdue_count,
          sum(balance)::bigint as total
        from open_items where business_id = ${actor.businessId} and customer_id = any (${customerIds}::uuid[])
        group by currency),
      loose as (
        select currency, sum(amount)::bigint as total from ledger_entries
        where business_id = ${actor.businessId} and customer_id = any (${customerIds}::uuid[]) and document_id is null
        group by currency)
      select currency, coalesce(o.total, 0) + coalesce(l.total, 0) as balance, coalesce(o.due, 0) as due,
        coalesce(o.due_count, 0) as due_count, coalesce(o.overdue, 0) as overdue, coalesce(o.overdue_count, 0) as overdue_count
      from open o full join loose l using (currency)
      order by abs(coalesce(o.total, 0)) desc, currency`.execute(db),
  )
  return result.rows.map((row) => ({
    currency: row.currency,
    balance: row.balance,
    due: row.due,
    dueCount: row.due_count,
    overdue: row.overdue,
    overdueCount: row.overdue_count,
    credit: row.due - row.balance,
  }))
}
