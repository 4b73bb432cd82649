import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"

export interface PaymentSum {
  currency: string
  /** Minor units: what came in, less what was paid back in the same time. */
  amount: bigint
  /** Of that, what was paid back. */
  refunded: bigint
  /** Payments that came in. */
  count: number
}

/**
 * What was received from `from` on, that day counted, less what was paid back from then on; a line a currency, the
 * largest first. More may have been paid back than came in.
 */
export async function sumPayments(actor: WorkActor, from: string): Promise<PaymentSum[]> {
  const result = await actor.transaction((db) =>
    sql<PaymentSum>`
      select currency, sum(amount)::bigint as amount, sum(refunded)::bigint as refunded, sum(count)::int as count
      from (
        select currency, amount, 0::bigint as refunded, 1 as count from payments
          where business_id = ${actor.businessId} and received_on >= ${from}
        union all
        select currency, -amount, amount, 0 from refunds
          where business_id = ${actor.businessId} and refunded_on >= ${from}) moved
      group by currency order by sum(amount) desc, currency`.execute(db),
  )
  return result.rows
}
