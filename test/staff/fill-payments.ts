/** Money of every kind and in every state, as staff meet it: payments, attempts, refunds, what customers say. */
import { sql } from "kysely"
import { applyAggregate } from "../../src/domain/payments/follow/apply.ts"
import { recordAccountPayment, refundPayment } from "../../src/domain/payments/index.ts"
import type { ProviderAggregate } from "../../src/domain/payments/mobilepay/provider.ts"
import { newId } from "../../src/platform/ids/index.ts"
import type { MadeCustomer } from "../factories.ts"
import type { TestApp } from "../harness.ts"
import { type AttemptChoices, makeAttempt } from "../payment-attempts.ts"

export type Money = Awaited<ReturnType<typeof fillPayments>>

/** What the provider tells of a payment, in minor units. */
export function told(
  amounts: Partial<Record<"authorized" | "captured" | "refunded" | "cancelled", bigint>>,
): ProviderAggregate {
  const of = (value = 0n) => ({ currency: "DKK", value })
  return {
    state: "AUTHORIZED",
    authorized: of(amounts.authorized),
    captured: of(amounts.captured),
    refunded: of(amounts.refunded),
    cancelled: of(amounts.cancelled),
  }
}

/** An attempt that was approved, taken and booked; its payment's id. */
export async function makePaid(app: TestApp, customer: MadeCustomer, documentId: string, amount: bigint) {
  const attempt = await makeAttempt(app.system, { customerId: customer.id, items: [{ documentId, amount }] })
  await applyAggregate(app.system, attempt.id, told({ authorized: amount }))
  await applyAggregate(app.system, attempt.id, told({ authorized: amount, captured: amount }))
  return { ...attempt, paymentId: await paymentOf(app, attempt.id) }
}

export async function paymentOf(app: TestApp, attemptId: string): Promise<string> {
  const row = await app.system.transaction((db) =>
    db.selectFrom("payments").select("id").where("attempt_id", "=", attemptId).executeTakeFirstOrThrow(),
  )
  return row.id
}

/** As if the attempt had come so far, by the rows alone. */
export async function setAttempt(app: TestApp, id: string, values: Record<string, unknown>): Promise<void> {
  const set = Object.entries(values).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  await app.system.transaction((db) =>
    sql`update payment_attempts set ${sql.join(set)} where id = ${id}`.execute(db),
  )
}

export async function makeNotice(
  app: TestApp,
  documentId: string,
  customerId: string,
  paidOn: string,
): Promise<string> {
  const id = newId()
  await app.system.transaction((db) =>
    db
      .insertInto("payment_notices")
      .values({
        business_id: app.businessId,
        id,
        document_id: documentId,
        customer_id: customerId,
        paid_on: paidOn,
      })
      .execute(),
  )
  return id
}

export async function makeProviderEvent(
  app: TestApp,
  attempt: { id: string; reference: string },
  event: { name: string; amount: bigint; at: Date; source?: "webhook" | "poll"; success?: boolean },
): Promise<void> {
  await app.system.transaction((db) =>
    db
      .insertInto("provider_events")
      .values({
        business_id: app.businessId,
        id: newId(),
        attempt_id: attempt.id,
        reference: attempt.reference,
        name: event.name,
        psp_reference: newId(),
        source: event.source ?? "webhook",
        amount: event.amount,
        currency: "DKK",
        success: event.success ?? true,
        occurred_at: event.at,
      })
      .execute(),
  )
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

/** A workshop's week of money. */
export async function fillPayments(app: TestApp, today: string) {
  const haven = await app.make.customer({ name: "Havnens Kørsel ApS" })
  const anna = await app.make.customer({ name: "Anna Lindgren", kind: "person", companyId: undefined })
  const invoice = (customer: MadeCustomer, number: string, total: bigint) =>
    app.make.document({ customer, number, total })
  const [first, second, third] = [
    await invoice(haven, "10101", 912_438n),
    await invoice(haven, "10102", 250_000n),
    await invoice(haven, "10103", 480_000n),
  ]
  const recorded = await recordAccountPayment(app.system, {
    customerId: haven.id,
    currency: "DKK",
    amount: 1_200_000n,
    method: "bank",
    receivedOn: today,
    reference: "Overførsel 4711, Havnens Kørsel ApS",
    requestKey: newId(),
    parts: [
      { documentId: first, amount: 912_438n },
      { documentId: second, amount: 250_000n },
    ],
  })
  if (!recorded.ok) throw new Error(`No payment was recorded: ${recorded.reason}`)
  const paid = await makePaid(app, anna, await invoice(anna, "10104", 312_050n), 312_050n)
  await makeProviderEvent(app, paid, { name: "CREATED", amount: 312_050n, at: minutesAgo(3) })
  await makeProviderEvent(app, paid, { name: "AUTHORIZED", amount: 312_050n, at: minutesAgo(2) })
  await makeProviderEvent(app, paid, {
    name: "CAPTURED",
    amount: 312_050n,
    at: minutesAgo(1),
    source: "poll",
  })
  const refund = await refundPayment(app.system, {
    paymentId: paid.paymentId,
    amount: 12_050n,
    refundedOn: today,
    reason: "The wiper blades went back",
    requestKey: newId(),
  })
  if (!refund.ok) throw new Error(`No refund was asked for: ${refund.reason}`)
  const attempt = async (number: string, amount: bigint, more: Partial<AttemptChoices> = {}) =>
    makeAttempt(app.system, {
      customerId: anna.id,
      items: [{ documentId: await invoice(anna, number, amount), amount }],
      ...more,
    })
  const waiting = await attempt("10105", 99_900n)
  const stuck = await attempt("10106", 640_000n, { state: "authorized" })
  await setAttempt(app, stuck.id, {
    started_at: minutesAgo(26),
    authorized_at: minutesAgo(25),
    authorized_amount: 640_000n,
    checked_at: minutesAgo(1),
    check_problem: "unreachable",
  })
  const byHand = await attempt("10107", 1_500_000n, { state: "authorized", captureRule: "by_hand" })
  await setAttempt(app, byHand.id, {
    started_at: minutesAgo(3001),
    authorized_at: minutesAgo(3000),
    authorized_amount: 1_500_000n,
  })
  const declined = await attempt("10108", 75_000n)
  await setAttempt(app, declined.id, {
    started_at: minutesAgo(11),
    state: "declined",
    problem: "declined",
    finished_at: minutesAgo(9),
  })
  const refused = await attempt("10109", 88_800n)
  await setAttempt(app, refused.id, {
    started_at: minutesAgo(5),
    state: "failed",
    problem: "no_user",
    problem_code: "7010",
    trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
    finished_at: minutesAgo(4),
  })
  const noticeId = await makeNotice(app, third, haven.id, today)
  return {
    haven,
    anna,
    invoices: { first, second, third },
    bankPayment: recorded.paymentId,
    paid,
    refundId: refund.refundId,
    waiting,
    stuck,
    byHand,
    declined,
    refused,
    noticeId,
  }
}
