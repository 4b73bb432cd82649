import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"

export interface PaymentSum {
  currency: string
  /** Minor units. */
  amount: bigint
  count: number
}

/** What was received from `from` on, both days counted, a line a currency, the largest first. */
export async function sumPayments(actor: WorkActor, from: string): Promise<PaymentSum[]> {
  const result = await actor.transaction((db) =>
    sql<PaymentSum>`
      select currency, sum(amount)::bigint as amount, count(*)::int as count from payments
      where business_id = ${actor.businessId} and received_on >= ${from}
      group by currency order by amount desc, currency`.execute(db),
  )
  return result.rows
}
