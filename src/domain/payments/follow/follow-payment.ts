import { createSystemActor, type SystemActor } from "../../../platform/database/index.ts"
import { type AttemptRow, attemptKeys, readAttempt, readAttemptItems, readOpen } from "../attempts/attempt.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient, ProviderPayment, ProviderProblem } from "../mobilepay/provider.ts"
import { openMobilePay } from "../settings/index.ts"
import { applyAggregate, failAttempt } from "./apply.ts"
import { createAtProvider } from "./create.ts"
import { noteCheck } from "./note-check.ts"
import { isPassing, isUnknownPayment, problemWord } from "./problems.ts"
import { isSamePayment } from "./same-payment.ts"

export const followJob = "payment.follow"

/** A payer has ten minutes; the provider is asked about an unknown payment for a while longer before it is given up. */
const giveUpMinutes = 15

/**
 * Brings an attempt as far as it can be brought now: makes it known to the provider, reads how it stands, cancels it
 * where that was asked, captures what is approved and books what is captured. Webhook, return page, clock and staff
 * all do no more than call this; it may run twice at once, and be killed at any point, since every call has its key and
 * every change its row. What cannot be done now is done when the attempt's turn comes again.
 */
export async function followPayment(
  environment: PaymentEnvironment,
  businessId: string,
  attemptId: string,
): Promise<void> {
  const actor = createSystemActor(environment, businessId, "job")
  const client = await openMobilePay(environment, actor)
  const begun = await actor.transaction((db) => readAttempt(db, actor, attemptId))
  if (!begun) return
  if (!client) return noteCheck(actor, begun, "not_set_up")
  let attempt = begun
  if (attempt.state === "starting") {
    const created = await createAtProvider(environment, actor, client, attempt)
    if (created.replacedBy) return followPayment(environment, businessId, created.replacedBy)
    if (!created.attempt) return
    attempt = created.attempt
  }
  if (attempt.cancel_asked_at && attempt.state === "pending") {
    const cancelled = await cancelUnapproved(actor, client, attempt)
    if (cancelled) return
  }
  const told = await client.getPayment(attempt.reference)
  if (!told.ok) return notAnswered(environment, actor, attempt, told.problem)
  if (!isSamePayment(attempt, told.value)) {
    environment.log.error(
      { attempt: attempt.id },
      "The provider tells of another payment under this reference.",
    )
    return noteCheck(actor, attempt, "mismatch")
  }
  attempt = await applyAggregate(actor, attempt.id, told.value)
  if (attempt.state === "authorized") await settleApproved(environment, actor, client, attempt)
  // Given up here, and approved all the same: nobody waits for that money, so it is given free.
  else if (attempt.state !== "completed" && isReserved(told.value)) await release(actor, client, attempt)
}

function isReserved({ state, authorized, captured, cancelled }: ProviderPayment): boolean {
  return state === "AUTHORIZED" && captured.value === 0n && cancelled.value < authorized.value
}

/** Cancels only what the payer has not approved; answers whether it is cancelled. */
async function cancelUnapproved(
  actor: SystemActor,
  client: MobilePayClient,
  attempt: AttemptRow,
): Promise<boolean> {
  const options = { onlyIfNotApproved: true }
  const answer = await client.cancelPayment(attempt.reference, options, attemptKeys.cancel(attempt.id))
  if (!answer.ok) return false
  const after = await applyAggregate(actor, attempt.id, answer.value)
  return after.state === "cancelled"
}

/** Takes what was approved, or gives it free where that was asked, or the invoice is paid otherwise by now. */
async function settleApproved(
  environment: PaymentEnvironment,
  actor: SystemActor,
  client: MobilePayClient,
  attempt: AttemptRow,
): Promise<void> {
  const isWanted = attempt.capture_rule === "at_once" || attempt.capture_asked_at !== null
  // A customer's cancel that came after their approval counts for nothing; staff's release comes as a word.
  if (attempt.problem === "released") return release(actor, client, attempt)
  if (!isWanted) return
  if (!(await isStillOpen(actor, attempt))) {
    await actor.transaction((db) =>
      db
        .updateTable("payment_attempts")
        .set({ problem: "balance_changed" })
        .where("business_id", "=", actor.businessId)
        .where("id", "=", attempt.id)
        .execute(),
    )
    return release(actor, client, attempt)
  }
  await capture(environment, actor, client, attempt)
}

/** Whether every invoice still asks for what the payer approved for it. */
async function isStillOpen(actor: SystemActor, attempt: AttemptRow): Promise<boolean> {
  return actor.transaction(async (db) => {
    const items = await readAttemptItems(db, actor, attempt.id)
    const invoices = items.filter((item) => item.amount > 0n)
    const open = await readOpen(
      db,
      actor,
      invoices.flatMap((item) => item.documentId ?? []),
    )
    return invoices.every((item) => (open.get(item.documentId ?? "") ?? 0n) >= item.amount)
  })
}

async function capture(
  environment: PaymentEnvironment,
  actor: SystemActor,
  client: MobilePayClient,
  attempt: AttemptRow,
): Promise<void> {
  const amount = { currency: attempt.currency, value: attempt.amount }
  const answer = await client.capturePayment(attempt.reference, amount, attemptKeys.capture(attempt.id))
  if (answer.ok) {
    await applyAggregate(actor, attempt.id, answer.value)
    return
  }
  const { problem } = answer
  environment.log.warn({ attempt: attempt.id, ...problem }, "A capture was not done.")
  if (problem.code === "6170" || problem.code === "6080") {
    // Captured already, or not approved after all: what counts is how it stands.
    const told = await client.getPayment(attempt.reference)
    if (told.ok && isSamePayment(attempt, told.value)) await applyAggregate(actor, attempt.id, told.value)
    return
  }
  if (isPassing(problem) || problem.kind === "keys") return noteCheck(actor, attempt, problemWord(problem))
  await actor.transaction((db) =>
    db
      .updateTable("payment_attempts")
      .set({ problem: "capture_refused", problem_code: problem.code, trace_id: problem.traceId })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", attempt.id)
      .execute(),
  )
  await release(actor, client, attempt)
}

/** Gives free what is reserved and not captured. Until the provider says it is done, the attempt stays open. */
async function release(actor: SystemActor, client: MobilePayClient, attempt: AttemptRow): Promise<void> {
  const options = { onlyIfNotApproved: false }
  const answer = await client.cancelPayment(attempt.reference, options, attemptKeys.release(attempt.id))
  if (answer.ok) {
    await applyAggregate(actor, attempt.id, answer.value)
    return
  }
  const told = await client.getPayment(attempt.reference)
  if (told.ok && isSamePayment(attempt, told.value)) await applyAggregate(actor, attempt.id, told.value)
  else await noteCheck(actor, attempt, problemWord(answer.problem))
}

/** Without an answer nothing is decided; only a payment the provider has never heard of is given up, after a while. */
async function notAnswered(
  environment: PaymentEnvironment,
  actor: SystemActor,
  attempt: AttemptRow,
  problem: ProviderProblem,
): Promise<void> {
  environment.log.warn({ attempt: attempt.id, ...problem }, "A payment could not be read.")
  const isOld = environment.clock.now().getTime() - attempt.started_at.getTime() > giveUpMinutes * 60_000
  if (isUnknownPayment(problem) && isOld && attempt.finished_at === null) {
    const { code, traceId } = problem
    await actor.transaction((db) => failAttempt(db, actor, attempt.id, { problem: "unknown", code, traceId }))
    return
  }
  if (attempt.finished_at === null || !isUnknownPayment(problem))
    await noteCheck(actor, attempt, isUnknownPayment(problem) ? "unknown" : problemWord(problem))
}
