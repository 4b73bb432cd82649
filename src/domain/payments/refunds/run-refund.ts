import { sql } from "kysely"
import { createSystemActor, type Db, type SystemActor } from "../../../platform/database/index.ts"
import { type Job, queueJob, RetryLater } from "../../../platform/jobs/index.ts"
import { recordEvent } from "../../events/index.ts"
import { bookRefund } from "../../ledger/index.ts"
import { readAttempt } from "../attempts/attempt.ts"
import type { PaymentEnvironment } from "../environment.ts"
import { isSamePayment } from "../follow/same-payment.ts"
import type { MobilePayClient, ProviderProblem } from "../mobilepay/provider.ts"
import { openMobilePay } from "../settings/index.ts"
import { bookProviderRefunds, findToday, readCaptured } from "./provider-refunds.ts"
import { recordRefund, refundJob } from "./refund-payment.ts"
import { type RefundProblem, refundProblemWord } from "./refund-problems.ts"

interface PendingRefund {
  id: string
  paymentId: string
  customerId: string
  attemptId: string
  reference: string
  environment: string
  merchantSerialNumber: string
  amount: bigint
  currency: string
  requestedAt: Date
}

/** For so long after a refund was written down, its first try is the first anybody made. */
const freshSeconds = 60
/** When a job's tries are used up, another takes over after six hours. */
const pauseSeconds = 21_600

/**
 * Has the provider pay back, and books it when it says so. Always under the refund's own key, so that it pays back once
 * however often it is asked (mobilepay page, section 3). A refusal ends the refund; where nobody knows whether it was
 * done, it stays pending and is asked again, and before that the payment is read, since nobody says how long the
 * provider remembers a key.
 */
export async function runRefund(environment: PaymentEnvironment, job: Job): Promise<void> {
  const { businessId, refundId } = job.data
  if (typeof businessId !== "string" || typeof refundId !== "string")
    throw new Error("A refund was asked for without saying which.")
  const actor = createSystemActor(environment, businessId, "job")
  const refund = await findPending(actor, refundId)
  if (!refund) return // It has ended.
  const isFirst =
    job.attempt === 1 && actor.now().getTime() - refund.requestedAt.getTime() < freshSeconds * 1000
  const opened = await openFor(environment, actor, refund)
  if (typeof opened === "string") {
    if (isFirst) return endRefund(actor, refund, { problem: opened })
    return askLater(actor, refund, job, opened)
  }
  const found = isFirst ? null : await findDone(actor, opened, refund)
  if (found && !found.ok) return askLater(actor, refund, job, found.word)
  if (found?.isDone) return completeRefund(actor, refund, found.refunded)
  const answer = await opened.refundPayment(
    refund.reference,
    { currency: refund.currency, value: refund.amount },
    `${refund.id}-refund`,
  )
  if (answer.ok) {
    const { refunded } = answer.value
    const isCounted = refunded.value >= (await sumRefunded(actor, refund)) + refund.amount
    if (!isCounted || refunded.currency !== refund.currency) return askLater(actor, refund, job, "unknown")
    return completeRefund(actor, refund, refunded.value)
  }
  const { problem } = answer
  environment.log.warn({ refund: refund.id, ...problem }, "A refund was not made.")
  if (problem.kind === "refused" || (problem.kind === "keys" && isFirst)) {
    await endRefund(actor, refund, { problem: refundProblemWord(problem), code: problem.code })
    return bookWhatIsThere(actor, opened, refund)
  }
  return askLater(actor, refund, job, wordOf(problem))
}

function wordOf(problem: ProviderProblem): string {
  return problem.kind === "keys" ? "keys" : "unreachable"
}

async function findPending(actor: SystemActor, refundId: string): Promise<PendingRefund | null> {
  const result = await actor.transaction((db) =>
    sql<PendingRefund>`
      select r.id, r.payment_id as "paymentId", p.customer_id as "customerId", a.id as "attemptId", a.reference,
        a.environment, a.merchant_serial_number as "merchantSerialNumber", r.amount, r.currency,
        r.requested_at as "requestedAt"
      from refunds r
      join payments p on p.business_id = r.business_id and p.id = r.payment_id
      join payment_attempts a on a.business_id = p.business_id and a.id = p.attempt_id
      where r.business_id = ${actor.businessId} and r.id = ${refundId} and r.state = 'pending'`.execute(db),
  )
  return result.rows[0] ?? null
}

/** The provider's client, where the sales unit that took the money is the one that is set up now. */
async function openFor(
  environment: PaymentEnvironment,
  actor: SystemActor,
  refund: PendingRefund,
): Promise<MobilePayClient | "not_set_up" | "sales_unit"> {
  const client = await openMobilePay(environment, actor)
  if (!client) return "not_set_up"
  const same = await actor.transaction((db) =>
    db
      .selectFrom("mobilepay_settings")
      .select("business_id")
      .where("business_id", "=", actor.businessId)
      .where("environment", "=", refund.environment)
      .where("merchant_serial_number", "=", refund.merchantSerialNumber)
      .executeTakeFirst(),
  )
  return same ? client : "sales_unit"
}

/** Whether an earlier try came through after all: more was paid back at the provider than is booked. */
async function findDone(
  actor: SystemActor,
  client: MobilePayClient,
  refund: PendingRefund,
): Promise<{ ok: true; isDone: boolean; refunded: bigint } | { ok: false; word: string }> {
  const told = await readRefunded(actor, client, refund)
  if (!told.ok) return told
  const { refunded } = told
  return { ok: true, isDone: refunded >= (await sumRefunded(actor, refund)) + refund.amount, refunded }
}

/** What was paid back in all, as the provider tells it of this very payment; else a word of why it is not known. */
async function readRefunded(
  actor: SystemActor,
  client: MobilePayClient,
  refund: PendingRefund,
): Promise<{ ok: true; refunded: bigint } | { ok: false; word: string }> {
  const answer = await client.getPayment(refund.reference)
  if (!answer.ok) return { ok: false, word: wordOf(answer.problem) }
  const attempt = await actor.transaction((db) => readAttempt(db, actor, refund.attemptId))
  const { refunded } = answer.value
  const isSame = attempt && isSamePayment(attempt, answer.value) && refunded.currency === refund.currency
  return isSame ? { ok: true, refunded: refunded.value } : { ok: false, word: "mismatch" }
}

async function sumRefunded(actor: SystemActor, refund: PendingRefund): Promise<bigint> {
  const payments = await actor.transaction((db) => readCaptured(db, actor, refund.attemptId))
  return payments.reduce((sum, payment) => sum + payment.refunded, 0n)
}

/** Books the refund, once, and with it what was paid back at the provider besides. */
async function completeRefund(actor: SystemActor, refund: PendingRefund, refunded: bigint): Promise<void> {
  await actor.transaction(async (db) => {
    await holdAttempt(db, actor, refund.attemptId)
    const today = await findToday(db, actor)
    const completed = await db
      .updateTable("refunds")
      .set({ state: "completed", refunded_on: today, finished_at: sql<Date>`now()` })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", refund.id)
      .where("state", "=", "pending")
      .returning("id")
      .executeTakeFirst()
    if (completed) {
      const { id: refundId, paymentId, amount, currency } = refund
      await bookRefund(db, actor, { refundId, paymentId, amount, refundedOn: today })
      await recordRefund(db, refund.customerId, { paymentId, refundId, amount, currency, origin: "staff" })
    }
    await noteRefunded(db, actor, refund.attemptId, refunded)
    await bookProviderRefunds(db, actor, { attemptId: refund.attemptId, refunded })
  })
}

/** After a refusal: perhaps somebody has paid it back at the provider. What cannot be read now is read by the next look. */
async function bookWhatIsThere(
  actor: SystemActor,
  client: MobilePayClient,
  refund: PendingRefund,
): Promise<void> {
  const told = await readRefunded(actor, client, refund)
  if (!told.ok) return
  const { refunded } = told
  await actor.transaction(async (db) => {
    await holdAttempt(db, actor, refund.attemptId)
    await noteRefunded(db, actor, refund.attemptId, refunded)
    await bookProviderRefunds(db, actor, { attemptId: refund.attemptId, refunded })
  })
}

async function endRefund(
  actor: SystemActor,
  refund: PendingRefund,
  { problem, code = null }: { problem: RefundProblem; code?: string | null },
): Promise<void> {
  await actor.transaction(async (db) => {
    const failed = await db
      .updateTable("refunds")
      .set({ state: "failed", problem, finished_at: sql<Date>`now()` })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", refund.id)
      .where("state", "=", "pending")
      .returning("id")
      .executeTakeFirst()
    if (!failed) return
    await recordEvent(db, "payment.refund_failed", {
      customerId: refund.customerId,
      data: {
        payment: refund.paymentId,
        refund: refund.id,
        amount: refund.amount.toString(),
        currency: refund.currency,
        problem,
        code,
      },
    })
  })
}

/** Nobody knows whether it was done: the refund stays, staff see why, and it is asked again under the same key. */
async function askLater(actor: SystemActor, refund: PendingRefund, job: Job, problem: string): Promise<void> {
  await actor.transaction(async (db) => {
    await db
      .updateTable("payment_attempts")
      .set({ checked_at: sql<Date>`now()`, check_problem: problem })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", refund.attemptId)
      .execute()
    if (!job.isLastAttempt) return
    const { businessId } = actor
    await queueJob(db, refundJob, { businessId, refundId: refund.id }, { startAfterSeconds: pauseSeconds })
  })
  if (!job.isLastAttempt) throw new RetryLater(`The refund ${refund.id} is not answered.`)
}

async function holdAttempt(db: Db, actor: SystemActor, attemptId: string): Promise<void> {
  await sql`select from payment_attempts where business_id = ${actor.businessId} and id = ${attemptId} for update`.execute(
    db,
  )
}

async function noteRefunded(db: Db, actor: SystemActor, attemptId: string, refunded: bigint): Promise<void> {
  await db
    .updateTable("payment_attempts")
    .set({
      refunded_amount: sql<bigint>`greatest(refunded_amount, ${refunded}::bigint)`,
      checked_at: sql<Date>`now()`,
      check_problem: null,
    })
    .where("business_id", "=", actor.businessId)
    .where("id", "=", attemptId)
    .execute()
}
