/** Paying back by MobilePay, with the simulator in its place: once, whatever the provider and the network do meanwhile. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import {
  findPaymentDetail,
  followPayment,
  type PaymentDetail,
  refundPayment,
  runRefund,
} from "../../src/domain/payments/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { RetryLater } from "../../src/platform/jobs/index.ts"
import { openPayingApp, type PayingApp, paymentForm } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())
afterEach(() => app.sim.clearFaults())

/** An invoice of 1,250.00, paid by MobilePay. */
async function makePaid() {
  const payment = await app.beginPayment()
  app.sim.approve(payment.reference)
  await app.until(payment.actor, payment.attemptId, "completed")
  const row = await app.system.transaction((db) =>
    db
      .selectFrom("payments")
      .select("id")
      .where("attempt_id", "=", payment.attemptId)
      .executeTakeFirstOrThrow(),
  )
  return { ...payment, paymentId: row.id }
}
type Paid = Awaited<ReturnType<typeof makePaid>>

const openOn = async ({ documentId }: Paid) => (await findDocument(app.system, documentId))?.balance

async function detailOf({ paymentId }: Paid): Promise<PaymentDetail> {
  const detail = await findPaymentDetail(app.system, paymentId)
  if (!detail) throw new Error("The payment is gone.")
  return detail
}

async function ask(paid: Paid, amount: bigint, requestKey = newId()) {
  const outcome = await refundPayment(app.system, {
    paymentId: paid.paymentId,
    amount,
    refundedOn: "2026-11-21",
    requestKey,
  })
  if (!outcome.ok) throw new Error(`The refund was refused: ${outcome.reason}`)
  return outcome.refundId
}

/** One try of the job, as a worker makes it. */
const tryOnce = (refundId: string, attempt = 1, isLastAttempt = false) =>
  runRefund(app.kvit, {
    id: newId(),
    name: "payment.refund",
    data: { businessId: app.businessId, refundId },
    attempt,
    isLastAttempt,
  })

const eventsOf = async (kind: string, { paymentId }: Paid) => {
  const rows = await app.system.transaction((db) =>
    db.selectFrom("events").select("data").where("kind", "=", kind).execute(),
  )
  return rows.map(({ data }) => data as Record<string, unknown>).filter((data) => data.payment === paymentId)
}

const refundCalls = () => app.sim.calls().filter((call) => call.call === "refund").length

test("a part is paid back by the provider, booked, and opens the invoice again by as much", async () => {
  const paid = await makePaid()
  await ask(paid, 25_000n)
  expect(await openOn(paid)).toBe(0n)
  await app.runJobs()
  expect(app.sim.findPayment(paid.reference)).toMatchObject({ refunded: 25_000 })
  expect(await detailOf(paid)).toMatchObject({ refunded: 25_000n, refunding: 0n })
  expect(await openOn(paid)).toBe(25_000n)
  expect(await eventsOf("payment.refunded", paid)).toMatchObject([{ amount: "25000", origin: "staff" }])
})

test("the webhook and the look that follow a refund book nothing more", async () => {
  const paid = await makePaid()
  await ask(paid, 125_000n)
  await app.runJobs()
  await app.sim.settled()
  await app.runJobs()
  await followPayment(app.kvit, app.businessId, paid.attemptId)
  expect((await detailOf(paid)).refunds).toMatchObject([
    { state: "completed", origin: "staff", amount: 125_000n },
  ])
  expect(await openOn(paid)).toBe(125_000n)
})

describe("when the answer is lost", () => {
  test.each(["cut_before", "cut_after"] as const)("%s: it is paid back once", async (fault) => {
    const paid = await makePaid()
    const refundId = await ask(paid, 50_000n)
    app.sim.addFault({ call: "refund", do: fault, times: 20 })
    await expect(tryOnce(refundId)).rejects.toThrow(RetryLater)
    expect((await detailOf(paid)).refunds).toMatchObject([{ state: "pending" }])
    app.sim.clearFaults()
    await tryOnce(refundId, 2)
    expect(app.sim.findPayment(paid.reference)).toMatchObject({ refunded: 50_000 })
    expect((await detailOf(paid)).refunds).toMatchObject([{ state: "completed", amount: 50_000n }])
    await tryOnce(refundId, 3)
    expect(await openOn(paid)).toBe(50_000n)
  })

  test("a look in between leaves it to the refund's own job", async () => {
    const paid = await makePaid()
    const refundId = await ask(paid, 50_000n)
    app.sim.addFault({ call: "refund", do: "cut_after", times: 20 })
    await expect(tryOnce(refundId)).rejects.toThrow(RetryLater)
    app.sim.clearFaults()
    await followPayment(app.kvit, app.businessId, paid.attemptId)
    expect((await detailOf(paid)).refunds).toMatchObject([{ state: "pending" }])
    const before = refundCalls()
    await tryOnce(refundId, 2)
    expect(refundCalls()).toBe(before)
    expect((await detailOf(paid)).refunds).toMatchObject([{ state: "completed", origin: "staff" }])
  })

  test("it is never given up: another job takes over when the tries are used up", async () => {
    const paid = await makePaid()
    const refundId = await ask(paid, 50_000n)
    app.sim.addFault({ call: "refund", do: "cut_before", times: 20 })
    await tryOnce(refundId, 7, true)
    expect((await detailOf(paid)).refunds).toMatchObject([{ state: "pending" }])
  })
})

test("six tries at once pay back once", async () => {
  const paid = await makePaid()
  const refundId = await ask(paid, 30_000n)
  await Promise.allSettled(Array.from({ length: 6 }, () => tryOnce(refundId)))
  await app.runJobs()
  expect(app.sim.findPayment(paid.reference)).toMatchObject({ refunded: 30_000 })
  expect((await detailOf(paid)).refunds).toHaveLength(1)
  expect(await openOn(paid)).toBe(30_000n)
})

test("a second refund waits until the first is answered", async () => {
  const paid = await makePaid()
  await ask(paid, 30_000n)
  const input = { paymentId: paid.paymentId, amount: 1_000n, refundedOn: "2026-11-21", requestKey: newId() }
  expect(await refundPayment(app.system, input)).toMatchObject({ ok: false, reason: "under_way" })
  await app.runJobs()
  expect(await refundPayment(app.system, input)).toMatchObject({ ok: true, state: "pending" })
})

describe("paid back in the provider's own portal", () => {
  test("is found and booked, once however often it is told", async () => {
    const paid = await makePaid()
    app.sim.refund(paid.reference, 40_000)
    await app.sim.settled()
    await app.runJobs()
    await followPayment(app.kvit, app.businessId, paid.attemptId)
    await followPayment(app.kvit, app.businessId, paid.attemptId)
    expect((await detailOf(paid)).refunds).toMatchObject([
      { state: "completed", origin: "provider", amount: 40_000n },
    ])
    expect(await openOn(paid)).toBe(40_000n)
    expect(await eventsOf("payment.refunded", paid)).toMatchObject([{ origin: "provider" }])
  })

  test("and here at the same time: both are booked, as the provider has them", async () => {
    const paid = await makePaid()
    app.sim.refund(paid.reference, 40_000)
    const refundId = await ask(paid, 25_000n)
    await tryOnce(refundId)
    await app.sim.settled()
    await app.runJobs()
    expect(await detailOf(paid)).toMatchObject({ refunded: 65_000n, refunding: 0n })
    expect(await openOn(paid)).toBe(65_000n)
  })

  test("of all of it makes ours fail with its reason, and nothing is booked twice", async () => {
    const paid = await makePaid()
    app.sim.refund(paid.reference, 125_000)
    const refundId = await ask(paid, 25_000n)
    await tryOnce(refundId)
    const detail = await detailOf(paid)
    expect(detail.refunded).toBe(125_000n)
    expect(detail.refunds.find(({ id }) => id === refundId)).toMatchObject({ state: "failed" })
    expect(await eventsOf("payment.refund_failed", paid)).toHaveLength(1)
    expect(await openOn(paid)).toBe(125_000n)
  })
})

test("where another sales unit is set up by now, the first try says so and asks nobody", async () => {
  const paid = await makePaid()
  const refundId = await ask(paid, 25_000n)
  const before = refundCalls()
  const set = (isSame: boolean) =>
    app.system.transaction((db) =>
      db
        .updateTable("mobilepay_settings")
        .set({ merchant_serial_number: isSame ? paymentForm.merchantSerialNumber : "999999" })
        .execute(),
    )
  await set(false)
  await tryOnce(refundId)
  expect((await detailOf(paid)).refunds).toMatchObject([{ state: "failed", problem: "sales_unit" }])
  await set(true)
  expect(refundCalls()).toBe(before)
  expect(app.sim.findPayment(paid.reference)).toMatchObject({ refunded: 0 })
})
