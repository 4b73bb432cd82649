import { sql } from "kysely"
import { createSystemActor } from "../../../platform/database/index.ts"
import { readAttempt } from "../attempts/attempt.ts"
import type { PaymentEnvironment } from "../environment.ts"
import { openMobilePay } from "../settings/index.ts"
import { storeEvent } from "../webhooks/receive-webhook.ts"
import { followPayment } from "./follow-payment.ts"

export const reconcileJob = "payment.reconcile"

/** Webhooks are tried again for seven days; a day more, and nothing can be told any later. */
const days = 8

/**
 * Reads every payment of the last eight days at the provider once more, ended or not, and its log: for what no webhook
 * told, such as money that came for an attempt which looked expired, or a refund made at the provider (R51).
 */
export async function reconcilePayments(environment: PaymentEnvironment): Promise<void> {
  const recent = await environment.database.transaction(async (db) => {
    await sql`select set_config('role', 'kvit_jobs', true)`.execute(db)
    const rows = await sql<{ recent_business_id: string; recent_attempt_id: string }>`
      select * from recent_attempts(${days})`.execute(db)
    return rows.rows
  })
  for (const { recent_business_id: businessId, recent_attempt_id: attemptId } of recent) {
    try {
      await followPayment(environment, businessId, attemptId)
      await readLog(environment, businessId, attemptId)
    } catch (error) {
      environment.log.error({ err: error, attempt: attemptId }, "A payment could not be reconciled.")
    }
  }
}

/** Keeps what the provider's log says of a payment, for staff. */
export async function readLog(
  environment: PaymentEnvironment,
  businessId: string,
  attemptId: string,
): Promise<void> {
  const actor = createSystemActor(environment, businessId, "job")
  const client = await openMobilePay(environment, actor)
  const attempt = await actor.transaction((db) => readAttempt(db, actor, attemptId))
  if (!client || !attempt) return
  const log = await client.listEvents(attempt.reference)
  if (!log.ok) return
  await actor.transaction(async (db) => {
    for (const event of log.value) {
      if (event.reference === attempt.reference) await storeEvent(db, actor, event, "poll")
    }
  })
}
