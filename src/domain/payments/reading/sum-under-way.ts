import { sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import type { PaymentSum } from "../payment-sums.ts"

/** What customers are paying at this moment: attempts that have not ended, a line a currency, the largest first. */
export async function sumUnderWay(actor: WorkActor): Promise<Omit<PaymentSum, "refunded">[]> {
  const result = await actor.transaction((db) =>
    sql<PaymentSum>`
      select currency, sum(amount)::bigint as amount, count(*)::int as count from payment_attempts
      where business_id = ${actor.businessId} and finished_at is null
      group by currency order by sum(amount) desc, currency`.execute(db),
  )
  return result.rows
}
