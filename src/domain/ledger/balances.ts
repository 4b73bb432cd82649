import { sql } from "kysely"
import type { Actor } from "../../platform/database/index.ts"

export interface CurrencyBalance {
  currency: string
  /** The sum of all entries: what is owed in all, credits and unallocated payments taken off. */
  balance: bigint
  /** Open invoices and opening balances, and those of them past their due date. */
  due: bigint
  overdue: bigint
  /** How many invoices that are. */
  dueCount: number
  overdueCount: number
  /** Of what is due, opening balances, which are on no invoice. */
  owedBefore: bigint
  /** Open credits and money on no document, as a positive amount. */
  credit: bigint
}

interface Row {
  currency: string
  balance: bigint
  due: bigint
  due_count: number
  overdue: bigint
  overdue_count: number
  owed_before: bigint
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
        select opening_balance_id, currency, sum(amount)::bigint as balance from ledger_entries
        where business_id = ${actor.businessId} and customer_id = any (${customerIds}::uuid[]) and document_id is null
        group by opening_balance_id, currency),
      other as (
        select loose.currency, sum(balance)::bigint as total, coalesce(sum(balance) filter (where balance > 0), 0)::bigint as due,
          coalesce(sum(balance) filter (where balance > 0 and o.as_of < ${today}), 0)::bigint as overdue
        from loose left join opening_balances o on o.business_id = ${actor.businessId} and o.id = loose.opening_balance_id
        group by loose.currency)
      select currency, coalesce(i.total, 0) + coalesce(o.total, 0) as balance, coalesce(i.due, 0) + coalesce(o.due, 0) as due,
        coalesce(i.due_count, 0) as due_count, coalesce(i.overdue, 0) + coalesce(o.overdue, 0) as overdue,
        coalesce(i.overdue_count, 0) as overdue_count, coalesce(o.due, 0) as owed_before
      from open i full join other o using (currency)
      order by abs(coalesce(i.total, 0) + coalesce(o.total, 0)) desc, currency`.execute(db),
  )
  return result.rows.map((row) => ({
    currency: row.currency,
    balance: row.balance,
    due: row.due,
    dueCount: row.due_count,
    overdue: row.overdue,
    overdueCount: row.overdue_count,
    owedBefore: row.owed_before,
    credit: row.due - row.balance,
  }))
}
