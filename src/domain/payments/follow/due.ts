import { sql } from "kysely"
import type { PaymentEnvironment } from "../environment.ts"
import { followPayment } from "./follow-payment.ts"

/** How many attempts one process asks about at once. */
const most = 20

/** Follows the attempts whose turn it is, of every business; answers how many. Each is taken by one process at a time. */
export async function followDuePayments(environment: PaymentEnvironment): Promise<number> {
  const due = await environment.database.transaction(async (db) => {
    await sql`select set_config('role', 'kvit_jobs', true)`.execute(db)
    const claimed = await sql<{ due_business_id: string; due_attempt_id: string }>`
      select * from claim_due_attempts(${most})`.execute(db)
    return claimed.rows
  })
  const results = await Promise.allSettled(
    due.map((row) => followPayment(environment, row.due_business_id, row.due_attempt_id)),
  )
  for (const result of results) {
    if (result.status === "rejected")
      environment.log.error({ err: result.reason }, "A payment could not be followed.")
  }
  return due.length
}
