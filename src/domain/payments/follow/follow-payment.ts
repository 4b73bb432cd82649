import { createSystemActor, type SystemActor } from "../../../platform/database/index.ts"
import {
  type AttemptRow,
  attemptKeys,
  readAge,
  readAttempt,
  readAttemptItems,
  readOpen,
} from "../attempts/attempt.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient, ProviderPayment, ProviderProblem } from "../mobilepay/provider.ts"
import { findMobilePaySettings, openMobilePay } from "../settings/index.ts"
import { applyAggregate, failAttempt } from "./apply.ts"
import { createAtProvider } from "./create.ts"
import { noteCheck } from "./note-check.ts"
import { type AttemptProblem, isPassing, isUnknownPayment, problemWord } from "./problems.ts"
import { isSamePayment } from "./same-payment.ts"

export const followJob = "payment.follow"

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
  // Keys of another sales unit would ask about somebody else's payment, or none.
  if (!(await isOfThisUnit(actor, begun))) return noteCheck(actor, begun, "sales_unit")
  let attempt = begun
  if (attempt.state === "starting" && (await isWorthBeginning(actor, attempt))) {
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

async function isOfThisUnit(actor: SystemActor, attempt: AttemptRow): Promise<boolean> {
  const settings = await findMobilePaySettings(actor)
  return (
    settings?.environment === attempt.environment &&
    settings.merchantSerialNumber === attempt.merchant_serial_number
  )
}

/** Nobody's phone is asked when its time is over, or the customer does not want it any more. */
async function isWorthBeginning(actor: SystemActor, attempt: AttemptRow): Promise<boolean> {
  const { isPastItsTime } = await actor.transaction((db) => readAge(db, actor, attempt.id))
  return !isPastItsTime && attempt.cancel_asked_at === null
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

/** Whether every invoice still asks for what the payer approved for it, and on the account it was to be paid on. */
async function isStillOpen(actor: SystemActor, attempt: AttemptRow): Promise<boolean> {
  return actor.transaction(async (db) => {
    const items = await readAttemptItems(db, actor, attempt.id)
    const invoices = items.filter((item) => item.amount > 0n)
    const open = await readOpen(db, actor, invoices)
    // Of what was taken in part already, the invoices ask for less.
    if (attempt.captured_amount > 0n) {
      const left = invoices.reduce((sum, item) => sum + (open.get(item.documentId ?? "")?.balance ?? 0n), 0n)
      return left >= attempt.amount - attempt.captured_amount
    }
    return invoices.every((item) => {
      const asked = open.get(item.documentId ?? "")
      return asked?.customer_id === attempt.customer_id && asked.balance >= item.amount
    })
  })
}

async function capture(
  environment: PaymentEnvironment,
  actor: SystemActor,
  client: MobilePayClient,
  attempt: AttemptRow,
): Promise<void> {
  const left = attempt.authorized_amount - attempt.captured_amount - attempt.cancelled_amount
  const key = attemptKeys.capture(attempt.id, (await countCaptures(actor, attempt)) + 1)
  const answer = await client.capturePayment(
    attempt.reference,
    { currency: attempt.currency, value: left },
    key,
  )
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

async function countCaptures(actor: SystemActor, attempt: AttemptRow): Promise<number> {
  return actor.transaction(async (db) => {
    const booked = await db
      .selectFrom("payments")
      .select("id")
      .where("business_id", "=", actor.businessId)
      .where("attempt_id", "=", attempt.id)
      .execute()
    return booked.length
  })
}

/**
 * Gives free what is reserved and not captured. Until the provider says it is done, the attempt stays open; where it
 * says that there is nothing to be cancelled (6050, 6190) and has captured nothing, it is over as well.
 */
async function release(actor: SystemActor, client: MobilePayClient, attempt: AttemptRow): Promise<void> {
  const options = { onlyIfNotApproved: false }
  const answer = await client.cancelPayment(attempt.reference, options, attemptKeys.release(attempt.id))
  if (answer.ok) {
    await applyAggregate(actor, attempt.id, answer.value)
    return
  }
  const told = await client.getPayment(attempt.reference)
  if (!told.ok || !isSamePayment(attempt, told.value))
    return noteCheck(actor, attempt, problemWord(answer.problem))
  const after = await applyAggregate(actor, attempt.id, told.value)
  const { code, traceId } = answer.problem
  if (after.captured_amount === 0n && (code === "6050" || code === "6190")) {
    const problem = (attempt.problem as AttemptProblem | null) ?? "cancelled"
    await actor.transaction((db) => failAttempt(db, actor, attempt.id, { problem, code, traceId }))
  }
}

/**
 * Without an answer nothing is decided. Only a payment that the provider has never heard of is given up: at once where
 * it was not begun, else after a while. What was approved once is not given up for one wrong answer.
 */
async function notAnswered(
  environment: PaymentEnvironment,
  actor: SystemActor,
  attempt: AttemptRow,
  problem: ProviderProblem,
): Promise<void> {
  environment.log.warn({ attempt: attempt.id, ...problem }, "A payment could not be read.")
  const isUnknown = isUnknownPayment(problem)
  if (isUnknown && attempt.finished_at !== null) return
  if (isUnknown && attempt.authorized_amount === 0n && attempt.state !== "authorized") {
    const { isPastItsTime, isLongAgo } = await actor.transaction((db) => readAge(db, actor, attempt.id))
    const isOver =
      attempt.state === "starting" ? isPastItsTime || attempt.cancel_asked_at !== null : isLongAgo
    if (isOver) return giveUp(actor, attempt, problem)
  }
  await noteCheck(actor, attempt, isUnknown ? "unknown" : problemWord(problem))
}

async function giveUp(
  actor: SystemActor,
  attempt: AttemptRow,
  { code, traceId }: ProviderProblem,
): Promise<void> {
  const wasNotBegun = attempt.state === "starting" ? "unreachable" : "unknown"
  const problem = attempt.cancel_asked_at ? "cancelled" : wasNotBegun
  await actor.transaction((db) => failAttempt(db, actor, attempt.id, { problem, code, traceId }))
}
