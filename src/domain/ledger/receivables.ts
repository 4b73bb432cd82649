import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"

export interface CurrencyReceivables {
  currency: string
  /** Open invoices of everybody, and those of them past their due date, in minor units. */
  outstanding: bigint
  overdue: bigint
  overdueCount: number
}

export interface Receivables {
  /** A line a currency, the largest first. */
  sums: CurrencyReceivables[]
  /** How many customers owe something, in whatever currency. */
  customers: number
}

/** What the business has outstanding. `today` is its date. */
export async function findReceivables(actor: WorkActor, today: string): Promise<Receivables> {
  return actor.transaction(async (db) => {
    const sums = await sql<CurrencyReceivables>`
      select currency, sum(balance)::bigint as outstanding,
        coalesce(sum(balance) filter (where due_date < ${today}), 0)::bigint as overdue,
        (count(*) filter (where due_date < ${today}))::int as "overdueCount"
      from open_items where business_id = ${actor.businessId} and balance > 0
      group by currency order by outstanding desc, currency`.execute(db)
    const owing = await sql<{ customers: number }>`
      select count(distinct customer_id)::int as customers from open_items
      where business_id = ${actor.businessId} and balance > 0`.execute(db)
    return { sums: sums.rows, customers: owing.rows[0]?.customers ?? 0 }
  })
}

/** What each of `customerIds` owes: open invoices by currency. Those who owe nothing are not in it. */
export async function findOpenByCustomer(
  actor: WorkActor,
  customerIds: readonly string[],
): Promise<Map<string, { amount: bigint; currency: string }[]>> {
  const result = await actor.transaction((db) =>
    sql<{ id: string; amount: bigint; currency: string }>`
      select customer_id as id, currency, sum(balance)::bigint as amount from open_items
      where business_id = ${actor.businessId} and customer_id = any (${[...customerIds]}::uuid[]) and balance > 0
      group by customer_id, currency order by amount desc, currency`.execute(db),
  )
  return Map.groupBy(result.rows, (row) => row.id)
}
