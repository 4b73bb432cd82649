import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"

export interface CurrencyReceivables {
  currency: string
  /** Open invoices and opening balances of everybody, and those of them past their due date, in minor units. */
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
      from (${owed(actor)}) owed group by currency order by outstanding desc, currency`.execute(db)
    const owing = await sql<{ customers: number }>`
      select count(distinct customer_id)::int as customers from (${owed(actor)}) owed`.execute(db)
    return { sums: sums.rows, customers: owing.rows[0]?.customers ?? 0 }
  })
}

/** What is owed, whoever owes it: on documents, and from before Kvit. */
const owed = (actor: WorkActor) => sql`
  select customer_id, currency, due_date, balance from open_items
  where business_id = ${actor.businessId} and balance > 0
  union all
  select o.customer_id, o.currency, o.as_of, sum(e.amount)::bigint
  from ledger_entries e join opening_balances o on o.business_id = e.business_id and o.id = e.opening_balance_id
  where e.business_id = ${actor.businessId} and e.document_id is null and e.opening_balance_id is not null
  group by o.business_id, o.id having sum(e.amount) > 0`

/** What each of `customerIds` owes: open invoices and opening balances by currency. Those who owe nothing are not in it. */
export async function findOpenByCustomer(
  actor: WorkActor,
  customerIds: readonly string[],
): Promise<Map<string, { amount: bigint; currency: string }[]>> {
  const result = await actor.transaction((db) =>
    sql<{ id: string; amount: bigint; currency: string }>`
      select customer_id as id, currency, sum(balance)::bigint as amount from (${owed(actor)}) owed
      where customer_id = any (${[...customerIds]}::uuid[])
      group by customer_id, currency order by amount desc, currency`.execute(db),
  )
  return Map.groupBy(result.rows, (row) => row.id)
}
