import { sql } from "kysely"
import type { Db, SystemActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"
import { type AttemptRow, type AttemptState, lockAttempt } from "../attempts/attempt.ts"
import type { ProviderAggregate } from "../mobilepay/provider.ts"
import { bookProviderRefunds } from "../refunds/provider-refunds.ts"
import { bookCapture } from "./book-capture.ts"
import type { AttemptProblem } from "./problems.ts"

const ends = {
  ABORTED: { state: "declined", problem: "declined" },
  EXPIRED: { state: "expired", problem: "expired" },
  TERMINATED: { state: "cancelled", problem: "cancelled" },
} as const

/**
 * Writes down how a payment stands at the provider, and books what was captured of it and is not booked yet, all in
 * one transaction. Whatever comes late, twice or out of order changes nothing: amounts only grow, an end stays an end,
 * and each captured amount is booked once (R50, R53). Money that came for an attempt which had ended is booked too.
 */
export async function applyAggregate(
  actor: SystemActor,
  attemptId: string,
  told: ProviderAggregate,
): Promise<AttemptRow> {
  return actor.transaction(async (db) => {
    const before = await lockAttempt(db, actor, attemptId)
    if (!before) throw new Error("The attempt is gone.")
    if (!isPossible(before, told))
      throw new Error("The provider tells of more than was asked for, or of another currency.")
    const seen = {
      authorized_amount: larger(before.authorized_amount, told.authorized.value),
      captured_amount: larger(before.captured_amount, told.captured.value),
      refunded_amount: larger(before.refunded_amount, told.refunded.value),
      cancelled_amount: larger(before.cancelled_amount, told.cancelled.value),
    }
    const next = nextState(before, told, seen)
    const hasEnded = !["starting", "pending", "authorized"].includes(next.state)
    const fresh = seen.captured_amount - before.booked_amount
    await db
      .updateTable("payment_attempts")
      .set({
        ...seen,
        state: next.state,
        problem: next.problem,
        booked_amount: seen.captured_amount,
        authorized_at:
          next.state === "authorized" ? sql<Date>`coalesce(authorized_at, now())` : before.authorized_at,
        finished_at: hasEnded ? sql<Date>`coalesce(finished_at, now())` : null,
        checked_at: sql<Date>`now()`,
        check_problem: null,
      })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", attemptId)
      .execute()
    if (fresh > 0n) await bookCapture(db, actor, before, fresh)
    await bookProviderRefunds(db, actor, { attemptId, refunded: seen.refunded_amount })
    if (hasEnded && before.finished_at === null && next.state !== "completed")
      await recordFailure(db, before, next.state, next.problem)
    return { ...before, ...seen, state: next.state, problem: next.problem }
  })
}

/** Ends an attempt that came to nothing, unless it has ended already. */
export async function failAttempt(
  db: Db,
  actor: SystemActor,
  attemptId: string,
  failure: { problem: AttemptProblem; code?: string | null; traceId?: string | null },
): Promise<void> {
  const state: AttemptState = failure.problem === "cancelled" ? "cancelled" : "failed"
  const failed = await db
    .updateTable("payment_attempts")
    .set({
      state,
      problem: failure.problem,
      problem_code: failure.code ?? null,
      trace_id: failure.traceId?.slice(0, 200) ?? null,
      finished_at: sql<Date>`now()`,
      checked_at: sql<Date>`now()`,
    })
    .where("business_id", "=", actor.businessId)
    .where("id", "=", attemptId)
    .where("finished_at", "is", null)
    .returningAll()
    .executeTakeFirst()
  if (failed) await recordFailure(db, failed as AttemptRow, state, failure.problem)
}

async function recordFailure(
  db: Db,
  attempt: AttemptRow,
  state: AttemptState,
  problem: string | null,
): Promise<void> {
  await recordEvent(db, "payment.failed", {
    customerId: attempt.payer_id,
    documentId: attempt.document_id ?? undefined,
    data: {
      attempt: attempt.id,
      amount: attempt.amount.toString(),
      currency: attempt.currency,
      state,
      problem,
    },
  })
}

/** No more is captured than was asked for, and paid back than was captured, all in the one currency. */
function isPossible(
  attempt: AttemptRow,
  { captured, authorized, refunded, cancelled }: ProviderAggregate,
): boolean {
  const amounts = [captured, authorized, refunded, cancelled]
  return (
    amounts.every(({ currency, value }) => currency === attempt.currency && value >= 0n) &&
    captured.value <= attempt.amount &&
    refunded.value <= captured.value
  )
}

interface Seen {
  authorized_amount: bigint
  captured_amount: bigint
  cancelled_amount: bigint
}

/** There is no captured state at the provider: a payment stays authorized, and its amounts say the rest. */
function nextState(
  before: AttemptRow,
  told: ProviderAggregate,
  seen: Seen,
): { state: AttemptState; problem: string | null } {
  // Of a part that was taken, the rest is still reserved: it is taken, or given free, before this is over.
  const isOver = seen.captured_amount + seen.cancelled_amount >= seen.authorized_amount
  if (seen.captured_amount > 0n && (isOver || before.finished_at !== null))
    return { state: "completed", problem: null }
  if (before.finished_at !== null) return { state: before.state, problem: before.problem }
  if (told.state === "AUTHORIZED") {
    const isReleased = seen.cancelled_amount > 0n && seen.cancelled_amount >= seen.authorized_amount
    return isReleased
      ? { state: "cancelled", problem: before.problem ?? "cancelled" }
      : { state: "authorized", problem: before.problem }
  }
  // What is told late of a moment before the approval takes the approval back from nobody.
  if (told.state === "CREATED")
    return { state: before.state === "authorized" ? "authorized" : "pending", problem: before.problem }
  return ends[told.state]
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
