import { sql } from "kysely"
import { dateIn } from "../../../platform/clock/index.ts"
import type { Db, SystemActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { bookRefund } from "../../ledger/index.ts"
import { recordRefund } from "./refund-payment.ts"

interface CapturedPayment {
  id: string
  customer_id: string
  amount: bigint
  currency: string
  refunded: bigint
}

/**
 * Books what was paid back at the provider itself, in its own portal: what it says was paid back of an attempt in all,
 * less what is booked. To be called in the transaction that holds the attempt's row, whenever the provider told an
 * amount. While a refund of ours is under way nothing is booked, since it may be that very one; its job books both.
 */
export async function bookProviderRefunds(
  db: Db,
  actor: SystemActor,
  { attemptId, refunded }: { attemptId: string; refunded: bigint },
): Promise<void> {
  const payments = await readCaptured(db, actor, attemptId)
  let fresh = refunded - payments.reduce((sum, payment) => sum + payment.refunded, 0n)
  if (fresh <= 0n || (await isUnderWay(db, actor, attemptId))) return
  const today = await findToday(db, actor)
  for (const payment of payments) {
    const left = payment.amount - payment.refunded
    const amount = fresh < left ? fresh : left
    if (amount <= 0n) continue
    fresh -= amount
    await bookOne(db, actor, payment, { amount, today })
  }
}

/** What is known of the attempt's money, the last captured first. */
export async function readCaptured(
  db: Db,
  actor: SystemActor,
  attemptId: string,
): Promise<CapturedPayment[]> {
  const result = await sql<CapturedPayment>`
    select p.id, p.customer_id, p.amount, p.currency, coalesce((select sum(r.amount) from refunds r
      where r.business_id = p.business_id and r.payment_id = p.id and r.state = 'completed'), 0)::bigint as refunded
    from payments p where p.business_id = ${actor.businessId} and p.attempt_id = ${attemptId}
    order by p.capture_number desc`.execute(db)
  return result.rows
}

async function isUnderWay(db: Db, actor: SystemActor, attemptId: string): Promise<boolean> {
  const result = await sql`
    select from refunds r join payments p on p.business_id = r.business_id and p.id = r.payment_id
    where p.business_id = ${actor.businessId} and p.attempt_id = ${attemptId} and r.state = 'pending' limit 1`.execute(
    db,
  )
  return result.rows.length > 0
}

async function bookOne(
  db: Db,
  actor: SystemActor,
  payment: CapturedPayment,
  { amount, today }: { amount: bigint; today: string },
): Promise<void> {
  const refundId = newId()
  await db
    .insertInto("refunds")
    .values({
      business_id: actor.businessId,
      id: refundId,
      payment_id: payment.id,
      method: "mobilepay",
      amount,
      currency: payment.currency,
      state: "completed",
      origin: "provider",
      refunded_on: today,
      request_key: newId(),
      finished_at: sql<Date>`now()`,
    })
    .execute()
  await bookRefund(db, actor, { refundId, paymentId: payment.id, amount, refundedOn: today })
  const { currency } = payment
  const told = { paymentId: payment.id, refundId, amount, currency, origin: "provider" } as const
  await recordRefund(db, payment.customer_id, told)
}

/** The business's own date now, in the transaction. */
export async function findToday(db: Db, actor: SystemActor): Promise<string> {
  const { time_zone: timeZone } = await db
    .selectFrom("businesses")
    .select("time_zone")
    .where("business_id", "=", actor.businessId)
    .executeTakeFirstOrThrow()
  return dateIn(timeZone, actor.now())
}
