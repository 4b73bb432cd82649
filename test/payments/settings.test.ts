/** The settings of MobilePay, changed while money is on its way. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { followPayment, refundPayment, saveMobilePaySettings } from "../../src/domain/payments/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { openPayingApp, type PayingApp, paymentForm } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())
afterEach(() => app.sim.clearFaults())

const save = (change: Partial<typeof paymentForm>) =>
  saveMobilePaySettings(app.kvit, app.staffOwner, { ...paymentForm, ...change }, "da")

/** A payment of which half is to be paid back, which the provider has not been asked for yet. */
async function beginRefund() {
  const payment = await app.beginPayment()
  app.sim.approve(payment.reference)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  const paid = await app.system.transaction((db) =>
    db
      .selectFrom("payments")
      .select("id")
      .where("attempt_id", "=", payment.attemptId)
      .executeTakeFirstOrThrow(),
  )
  const asked = await refundPayment(app.staffOwner, {
    paymentId: paid.id,
    amount: 50_000n,
    refundedOn: "2026-11-21",
    requestKey: newId(),
  })
  expect(asked).toMatchObject({ ok: true, state: "pending" })
  return payment
}

test("the sales unit stays while a refund that it was asked for is not answered", async () => {
  const payment = await beginRefund()
  const other = { merchantSerialNumber: "7654321" }
  expect(await save(other)).toEqual({ ok: false, problems: { merchantSerialNumber: "attempts_open" } })
  expect(await save({ environment: "production" })).toMatchObject({
    problems: { environment: "attempts_open" },
  })
  const browser = await app.signIn("owner")
  const page = await (await browser.get(routes.staff.mobilePaySettings.to())).text()
  expect(page).toContain("A payment or refund is under way")
  await app.runJobs()
  expect(app.sim.findPayment(payment.reference)).toMatchObject({ refunded: 50_000 })
  expect((await save(other)).ok).toBe(true)
  expect((await save({})).ok).toBe(true)
})

test("the keys stay while a payment that needs them is open", async () => {
  const payment = await app.beginPayment()
  const emptied = await save({ enabled: false, clientId: "" })
  expect(emptied).toEqual({ ok: false, problems: { clientId: "keys_needed" } })
  app.sim.approve(payment.reference)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  expect((await app.attempt(payment.actor, payment.attemptId)).stage).toBe("complete")
  expect((await save({ enabled: false, clientId: "" })).ok).toBe(true)
  expect((await save({})).ok).toBe(true)
})

test("the keys stay while a refund that needs them is not answered; others may take their place", async () => {
  await beginRefund()
  expect(await save({ enabled: false, clientId: "" })).toEqual({
    ok: false,
    problems: { clientId: "keys_needed" },
  })
  expect((await save({ clientSecret: "a-newer-secret" })).ok).toBe(true)
  expect((await save({})).ok).toBe(true)
  await app.runJobs()
})
