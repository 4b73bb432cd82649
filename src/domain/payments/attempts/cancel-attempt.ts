import { sql } from "kysely"
import {
  type CustomerActor,
  createSystemActor,
  type StaffActor,
  type WorkActor,
} from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import { followPayment } from "../follow/follow-payment.ts"
import { type AttemptState, readAttempt } from "./attempt.ts"

/**
 * Asks to have an attempt cancelled that waits for the payer. What the payer has approved meanwhile stays approved: the
 * provider is asked to cancel only what is not (error 6060 otherwise), so that the two never race. Answers the state it
 * has then; null where the visitor has no such attempt.
 */
export async function cancelAttempt(
  environment: PaymentEnvironment,
  actor: CustomerActor,
  attemptId: string,
): Promise<AttemptState | null> {
  if (actor.way === "preview") return null
  const own = await actor.transaction((db) => readAttempt(db, actor, attemptId))
  if (!own) return null
  const system = createSystemActor(environment, actor.businessId, "page")
  return askAndFollow(environment, system, attemptId, "cancel")
}

/** What staff do about an attempt that is stuck. */
export type TakeOver = "check" | "cancel" | "capture" | "release" | "give_up"

/**
 * Staff take an attempt over: `check` asks the provider now; `cancel` cancels what the payer has not approved; `capture`
 * takes what is approved (a prepayment, once what was sold is delivered); `release` gives what is reserved free. Each
 * is written down first and done by whoever follows the attempt, so that it survives whatever happens meanwhile.
 * `give_up` ends an attempt the provider says nothing sensible of: money that comes all the same is still booked, and
 * what is still reserved is given free. Answers the state it has then; null where there is no such attempt.
 */
export async function takeOver(
  environment: PaymentEnvironment,
  actor: StaffActor,
  attemptId: string,
  what: TakeOver,
): Promise<AttemptState | null> {
  return askAndFollow(environment, actor, attemptId, what)
}

async function askAndFollow(
  environment: PaymentEnvironment,
  actor: WorkActor,
  attemptId: string,
  what: TakeOver,
): Promise<AttemptState | null> {
  const asked = await actor.transaction(async (db) => {
    const changed = await db
      .updateTable("payment_attempts")
      .set({
        ...(what === "cancel" ? { cancel_asked_at: sql<Date>`coalesce(cancel_asked_at, now())` } : {}),
        ...(what === "capture" ? { capture_asked_at: sql<Date>`coalesce(capture_asked_at, now())` } : {}),
        ...(what === "release"
          ? { problem: sql<string>`case when finished_at is null then 'released' else problem end` }
          : {}),
        ...(what === "give_up"
          ? {
              state: sql<string>`case when finished_at is null then 'failed' else state end`,
              problem: sql<string>`case when finished_at is null then 'given_up' else problem end`,
              finished_at: sql<Date>`coalesce(finished_at, now())`,
            }
          : {}),
        next_check_at: sql<Date>`now() + interval '2 seconds'`,
      })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", attemptId)
      .returning(["customer_id", "document_id"])
      .executeTakeFirst()
    if (changed && actor.kind === "staff") {
      await recordEvent(db, "payment.taken_over", {
        customerId: changed.customer_id,
        documentId: changed.document_id ?? undefined,
        data: { attempt: attemptId, what },
      })
    }
    return changed !== undefined
  })
  if (!asked) return null
  await followPayment(environment, actor.businessId, attemptId)
  const after = await actor.transaction((db) => readAttempt(db, actor, attemptId))
  return after?.state ?? null
}
