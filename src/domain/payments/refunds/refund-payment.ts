import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { queueJob } from "../../../platform/jobs/index.ts"
import { recordEvent } from "../../events/index.ts"
import { bookRefund } from "../../ledger/index.ts"

/** Asks the provider for a refund: `{ businessId, refundId }`. */
export const refundJob = "payment.refund"

/** The provider pays back for so many days after the payer approved (mobilepay page, section 3). */
export const refundableForDays = 365

export interface RefundInput {
  paymentId: string
  /** Minor units of the payment's currency. */
  amount: bigint
  /** The day it was paid back. For MobilePay, which pays back itself, the day it answers counts instead. */
  refundedOn: string
  reason?: string | undefined
  /** Made by the form, so that sending it twice pays back once. It stands for this very refund and no other. */
  requestKey: string
}

export type RefundRefusal =
  | "no_payment"
  | "nothing_left"
  | "more_than_left"
  | "too_late"
  | "before_payment"
  | "under_way"
  | "key_of_another"

export type RefundOutcome =
  | { ok: true; refundId: string; state: "pending" | "completed" | "failed"; alreadyAsked: boolean }
  | { ok: false; reason: RefundRefusal; left: bigint }

interface Payment {
  id: string
  customer_id: string
  method: string
  amount: bigint
  currency: string
  received_on: string
  attempt_id: string | null
  /** What may still be paid back. */
  left: bigint
  isTooLate: boolean
  /** Whether a refund of it is asked for and not answered. */
  isUnderWay: boolean
}

/**
 * Pays a payment back, whole or in part, once for each `requestKey`. Money that came by bank, in cash or by card was
 * given back by a person, so it is booked at once; MobilePay is asked by a job, and what it pays back is booked when it
 * says so. Refuses more than is left of the payment, what is being paid back counted in; and with MobilePay a second one
 * while the first is under way, so that what it tells of an amount paid back belongs to one of them for certain.
 */
export async function refundPayment(actor: WorkActor, input: RefundInput): Promise<RefundOutcome> {
  return actor.transaction(async (db) => {
    // Two who pay back the same payment do so one after the other.
    await sql`select hold_money(array[${input.paymentId}]::uuid[], '{}')`.execute(db)
    const before = await findAsked(db, actor, input)
    if (before) return before
    const payment = await findRefundable(db, actor, input.paymentId)
    if (!payment) return { ok: false, reason: "no_payment", left: 0n }
    const refusal = refuse(payment, input)
    if (refusal) return { ok: false, reason: refusal, left: payment.left }
    return payment.attempt_id ? askProvider(db, actor, payment, input) : bookNow(db, actor, payment, input)
  })
}

function refuse(payment: Payment, input: RefundInput): RefundRefusal | null {
  if (payment.isUnderWay) return "under_way"
  if (payment.left <= 0n) return "nothing_left"
  if (input.amount > payment.left) return "more_than_left"
  if (payment.isTooLate) return "too_late"
  if (!payment.attempt_id && input.refundedOn < payment.received_on) return "before_payment"
  return null
}

/** What came of the key before, if it was used. */
async function findAsked(db: Db, actor: WorkActor, input: RefundInput): Promise<RefundOutcome | null> {
  const before = await db
    .selectFrom("refunds")
    .select(["id", "payment_id", "amount", "reason", "state", "method", "refunded_on"])
    .where("business_id", "=", actor.businessId)
    .where("request_key", "=", input.requestKey)
    .executeTakeFirst()
  if (!before) return null
  const isSame =
    before.payment_id === input.paymentId &&
    before.amount === input.amount &&
    before.reason === (input.reason ?? null) &&
    (before.method === "mobilepay" || before.refunded_on === input.refundedOn)
  if (!isSame) return { ok: false, reason: "key_of_another", left: 0n }
  return { ok: true, refundId: before.id, state: before.state as "pending", alreadyAsked: true }
}

async function findRefundable(db: Db, actor: WorkActor, paymentId: string): Promise<Payment | null> {
  const result = await sql<Payment>`
    select p.id, p.customer_id, p.method, p.amount, p.currency, p.received_on, p.attempt_id,
      p.amount - coalesce((select sum(r.amount) from refunds r
        where r.business_id = p.business_id and r.payment_id = p.id and r.state <> 'failed'), 0)::bigint as left,
      exists (select from refunds r join payments q on q.business_id = r.business_id and q.id = r.payment_id
        where r.business_id = p.business_id and r.state = 'pending' and (q.id = p.id or q.attempt_id = p.attempt_id)) as "isUnderWay",
      coalesce(coalesce(a.authorized_at, a.started_at) < now() - ${refundableForDays} * interval '1 day', false) as "isTooLate"
    from payments p left join payment_attempts a on a.business_id = p.business_id and a.id = p.attempt_id
    where p.business_id = ${actor.businessId} and p.id = ${paymentId}`.execute(db)
  return result.rows[0] ?? null
}

/** The refund stands before the provider is asked, so that whatever happens in between is found again. */
async function askProvider(
  db: Db,
  actor: WorkActor,
  payment: Payment,
  input: RefundInput,
): Promise<RefundOutcome> {
  const refundId = newId()
  await db
    .insertInto("refunds")
    .values({ ...common(actor, payment, input), id: refundId, state: "pending" })
    .execute()
  await queueJob(db, refundJob, { businessId: actor.businessId, refundId })
  return { ok: true, refundId, state: "pending", alreadyAsked: false }
}

async function bookNow(
  db: Db,
  actor: WorkActor,
  payment: Payment,
  input: RefundInput,
): Promise<RefundOutcome> {
  const { amount, refundedOn } = input
  const refundId = newId()
  await db
    .insertInto("refunds")
    .values({
      ...common(actor, payment, input),
      id: refundId,
      state: "completed",
      refunded_on: refundedOn,
      finished_at: sql<Date>`now()`,
    })
    .execute()
  await bookRefund(db, actor, { refundId, paymentId: payment.id, amount, refundedOn })
  await recordRefund(db, payment.customer_id, {
    paymentId: payment.id,
    refundId,
    amount,
    currency: payment.currency,
    origin: "staff",
  })
  return { ok: true, refundId, state: "completed", alreadyAsked: false }
}

function common(actor: WorkActor, payment: Payment, input: RefundInput) {
  return {
    business_id: actor.businessId,
    payment_id: payment.id,
    method: payment.method,
    amount: input.amount,
    currency: payment.currency,
    reason: input.reason ?? null,
    request_key: input.requestKey,
  }
}

/** That money went back to a customer: the event behind the activity, flows and mails. */
export async function recordRefund(
  db: Db,
  customerId: string,
  refund: {
    paymentId: string
    refundId: string
    amount: bigint
    currency: string
    origin: "staff" | "provider"
  },
): Promise<void> {
  await recordEvent(db, "payment.refunded", {
    customerId,
    data: {
      payment: refund.paymentId,
      refund: refund.refundId,
      amount: refund.amount.toString(),
      currency: refund.currency,
      origin: refund.origin,
    },
  })
}

/** Asks the provider once more, now, for a refund that it has not answered; under the same key. Null where it has ended. */
export async function askRefundAgain(
  actor: WorkActor,
  refundId: string,
): Promise<{ paymentId: string } | null> {
  return actor.transaction(async (db) => {
    const refund = await db
      .selectFrom("refunds")
      .select("payment_id")
      .where("business_id", "=", actor.businessId)
      .where("id", "=", refundId)
      .where("state", "=", "pending")
      .executeTakeFirst()
    if (!refund) return null
    await queueJob(db, refundJob, { businessId: actor.businessId, refundId })
    return { paymentId: refund.payment_id }
  })
}
