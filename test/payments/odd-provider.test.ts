/** A provider that says odd things: what is believed, and what staff can do. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { applyAggregate } from "../../src/domain/payments/follow/apply.ts"
import { followPayment, takeOver } from "../../src/domain/payments/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { openPayingApp, type PayingApp } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())
afterEach(() => app.sim.clearFaults())

const dkk = (value: bigint) => ({ currency: "DKK", value })

test("a refund told in another currency is not booked as one in the payment's", async () => {
  const payment = await app.beginPayment()
  app.sim.approve(payment.reference)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  expect((await findDocument(app.system, payment.documentId))?.balance).toBe(0n)
  await applyAggregate(app.system, payment.attemptId, {
    state: "AUTHORIZED",
    authorized: dkk(125_000n),
    captured: dkk(125_000n),
    cancelled: dkk(0n),
    refunded: { currency: "EUR", value: 125_000n },
  }).catch(() => undefined)
  expect((await findDocument(app.system, payment.documentId))?.balance).toBe(0n)
})

test("a payment of which a part was taken does not leave the rest reserved and forgotten", async () => {
  const payment = await app.beginPayment()
  await applyAggregate(app.system, payment.attemptId, {
    state: "AUTHORIZED",
    authorized: dkk(125_000n),
    captured: dkk(50_000n),
    cancelled: dkk(0n),
    refunded: dkk(0n),
  })
  const rows = await asOwner(
    app.owner,
    async (client) =>
      (await client.query("select finished_at from kvit.payment_attempts where id = $1", [payment.attemptId]))
        .rows,
  )
  // As long as 750.00 is reserved, somebody must look at it again.
  expect(rows[0].finished_at).toBeNull()
})

test("staff can put an end to an approved payment that the provider neither captures nor releases", async () => {
  const payment = await app.beginPayment()
  app.sim.addFault({ call: "capture", do: "answer", status: 400, code: "6100" })
  app.sim.addFault({ call: "cancel", do: "answer", status: 400, code: "6190" })
  app.sim.approve(payment.reference)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  await asOwner(app.owner, (client) =>
    client.query("update kvit.payment_attempts set started_at = now() - interval '30 days' where id = $1", [
      payment.attemptId,
    ]),
  )
  await takeOver(app.kvit, app.staffOwner, payment.attemptId, "release")
  expect((await app.attempt(payment.actor, payment.attemptId)).stage).toBe("failed")
})

test("one wrong 404 does not give up money that is reserved and waits to be taken by hand", async () => {
  const payment = await app.beginPayment(125_000n, { content: { typeCode: "386" } })
  app.sim.approve(payment.reference)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  expect(await app.attempt(payment.actor, payment.attemptId)).toMatchObject({
    state: "authorized",
    captureRule: "by_hand",
  })
  await asOwner(app.owner, (client) =>
    client.query("update kvit.payment_attempts set started_at = now() - interval '1 hour' where id = $1", [
      payment.attemptId,
    ]),
  )
  app.sim.addFault({ call: "get", do: "answer", status: 404, times: 1 })
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  // The next look, such as the daily one, must not release it.
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  expect(app.sim.findPayment(payment.reference)).toMatchObject({ cancelled: 0 })
  expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("authorized")
})

test("an attempt that staff gave up on ends at once, and money that comes for it all the same is booked", async () => {
  const payment = await app.beginPayment()
  app.sim.addFault({ call: "get", do: "answer", status: 500 })
  expect(await takeOver(app.kvit, app.staffOwner, payment.attemptId, "give_up")).toBe("failed")
  app.sim.clearFaults()
  app.sim.approve(payment.reference)
  app.sim.capture(payment.reference, 125_000)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("completed")
  expect((await findDocument(app.system, payment.documentId))?.balance).toBe(0n)
})

test("of a payment that was taken in part at the provider, the rest is taken too", async () => {
  const payment = await app.beginPayment()
  app.sim.addFault({ call: "delivery", do: "drop" })
  app.sim.approve(payment.reference)
  app.sim.capture(payment.reference, 50_000)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  expect(app.sim.findPayment(payment.reference)).toMatchObject({ captured: 125_000 })
  expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("completed")
  expect((await findDocument(app.system, payment.documentId))?.balance).toBe(0n)
})

test("more paid back than was taken is not believed", async () => {
  const payment = await app.beginPayment()
  const told = {
    state: "AUTHORIZED",
    authorized: dkk(125_000n),
    captured: dkk(50_000n),
    cancelled: dkk(0n),
    refunded: dkk(60_000n),
  } as const
  await expect(applyAggregate(app.system, payment.attemptId, told)).rejects.toThrow("more than was asked for")
  expect((await findDocument(app.system, payment.documentId))?.balance).toBe(125_000n)
})
