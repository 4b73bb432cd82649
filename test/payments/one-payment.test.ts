/** One invoice, one payment: from the button to the receipt, whatever the provider and the network do meanwhile. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { findBalances } from "../../src/domain/ledger/index.ts"
import {
  cancelAttempt,
  followDuePayments,
  followPayment,
  reconcilePayments,
  recordPayment,
  saveMobilePaySettings,
  takeOver,
} from "../../src/domain/payments/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { openPayingApp, type PayingApp, paymentForm } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())
afterEach(() => app.sim.clearFaults())

const openOn = async (documentId: string) => (await findDocument(app.system, documentId))?.balance

async function balanceOf(customerId: string): Promise<bigint> {
  const [balance] = await findBalances(app.system, [customerId], "2026-11-21")
  return balance?.balance ?? 0n
}

async function receiptsTo(customerId: string) {
  const rows = await app.system.transaction((db) =>
    db
      .selectFrom("mails")
      .select("id")
      .where("template", "=", "receipt")
      .where("customer_id", "=", customerId)
      .execute(),
  )
  return rows.length
}

async function bookedOf(attemptId: string) {
  return app.system.transaction((db) =>
    db.selectFrom("payments").select(["amount", "method"]).where("attempt_id", "=", attemptId).execute(),
  )
}

/** Everything a payment must have come to, once. */
async function expectPaidOnce(payment: {
  attemptId: string
  customer: { id: string }
  documentId: string
  reference: string
}) {
  expect(await bookedOf(payment.attemptId)).toEqual([{ amount: 125_000n, method: "mobilepay" }])
  expect(await openOn(payment.documentId)).toBe(0n)
  expect(await balanceOf(payment.customer.id)).toBe(0n)
  await app.runJobs()
  expect(await receiptsTo(payment.customer.id)).toBe(1)
  expect(app.sim.findPayment(payment.reference)).toMatchObject({ captured: 125_000, refunded: 0 })
}

test("an approved payment is captured, books the invoice and mails a receipt", async () => {
  const payment = await app.beginPayment()
  expect(await app.attempt(payment.actor, payment.attemptId)).toMatchObject({
    state: "pending",
    flow: "push",
    phoneNumber: "4512345678",
  })
  app.sim.approve(payment.reference)
  await app.until(payment.actor, payment.attemptId, "completed")
  await expectPaidOnce(payment)
  const mail = (await app.mails()).find(
    (each) => each.subject.startsWith("Kvittering") || each.subject.startsWith("Receipt"),
  )
  expect(mail?.to).toContain("<kunde@kunde.example>")
  expect(mail?.text).toContain(payment.reference)
})

test("reference and keys stand in the database before the provider hears of the payment", async () => {
  app.sim.addFault({ call: "create", do: "hold_before", times: 1 })
  const invoice = await app.newInvoice()
  const paying = app.pay(invoice.actor, invoice.documentId)
  const hold = await app.sim.waitForHold({ call: "create" })
  const rows = await app.system.transaction((db) =>
    db
      .selectFrom("payment_attempts")
      .select(["state", "reference"])
      .where("document_id", "=", invoice.documentId)
      .execute(),
  )
  expect(rows).toEqual([{ state: "starting", reference: hold?.reference }])
  app.sim.release()
  expect((await paying).ok).toBe(true)
})

test("twenty presses in two windows make one payment", async () => {
  const { actor, customer, documentId } = await app.newInvoice()
  const other = await app.enter(customer)
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, at) => app.pay(at % 2 ? actor : other, documentId)),
  )
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  for (const outcome of outcomes) if (!outcome.ok) expect(["pending", "too_often"]).toContain(outcome.reason)
  expect(app.sim.payments().filter((each) => each.description?.includes(documentId))).toHaveLength(0)
  const attempts = await app.system.transaction((db) =>
    db.selectFrom("payment_attempts").select("id").where("document_id", "=", documentId).execute(),
  )
  expect(attempts).toHaveLength(1)
})

describe("what is not paid here is said plainly", () => {
  test("a balance that changed since it was shown is asked about again", async () => {
    const { actor, documentId } = await app.newInvoice()
    await app.make.payment(documentId, 25_000n)
    const outcome = await app.pay(actor, documentId)
    expect(outcome).toEqual({ ok: false, reason: "balance_changed", open: 100_000n })
  })

  test("more than is open, or less than the business takes, is refused", async () => {
    const { actor, documentId } = await app.newInvoice()
    expect(await app.pay(actor, documentId, 125_001n, 125_000n)).toMatchObject({ reason: "amount_too_large" })
    expect(await app.pay(actor, documentId, 9_999n, 125_000n)).toMatchObject({ reason: "amount_too_small" })
  })

  test("a part is paid where the business allows it, and the rest stays open", async () => {
    const { actor, documentId } = await app.newInvoice()
    const outcome = await app.pay(actor, documentId, 50_000n, 125_000n)
    if (!outcome.ok) throw new Error(outcome.reason)
    app.sim.approve(await app.referenceOf(outcome.attemptId))
    await app.until(actor, outcome.attemptId, "completed")
    expect(await openOn(documentId)).toBe(75_000n)
  })

  test("a number that is none, another's invoice, a paid one, another currency", async () => {
    const { actor, documentId, customer } = await app.newInvoice()
    const { documentId: others } = await app.newInvoice()
    const euros = await app.make.document({ customer, currency: "EUR", total: 125_000n })
    expect(await app.pay(actor, others)).toEqual({ ok: false, reason: "nothing_here" })
    expect(await app.pay(actor, newId())).toEqual({ ok: false, reason: "nothing_here" })
    expect(await app.pay(actor, euros)).toEqual({ ok: false, reason: "other_currency" })
    await app.make.payment(documentId, 125_000n)
    expect(await app.pay(actor, documentId)).toEqual({ ok: false, reason: "paid" })
  })
})

describe("ends without money", () => {
  test("declined in the app, then paid at the second try", async () => {
    const payment = await app.beginPayment()
    app.sim.decline(payment.reference)
    await app.until(payment.actor, payment.attemptId, "declined")
    expect(await openOn(payment.documentId)).toBe(125_000n)
    const again = await app.pay(payment.actor, payment.documentId)
    if (!again.ok) throw new Error(again.reason)
    const reference = await app.referenceOf(again.attemptId)
    expect(reference).not.toBe(payment.reference)
    app.sim.approve(reference)
    await app.until(payment.actor, again.attemptId, "completed")
    await expectPaidOnce({ ...payment, attemptId: again.attemptId, reference })
  })

  test("not approved in time", async () => {
    const payment = await app.beginPayment()
    app.sim.expire(payment.reference)
    await app.until(payment.actor, payment.attemptId, "expired")
    expect(await bookedOf(payment.attemptId)).toEqual([])
  })

  test("cancelled by the customer", async () => {
    const payment = await app.beginPayment()
    expect(await cancelAttempt(app.kvit, payment.actor, payment.attemptId)).toBe("cancelled")
    expect(app.sim.findPayment(payment.reference)?.state).toBe("TERMINATED")
  })

  test("a cancel that comes after the approval takes nothing back: it is paid", async () => {
    const payment = await app.beginPayment()
    app.sim.addFault({ call: "delivery", do: "drop" })
    app.sim.approve(payment.reference)
    expect(await cancelAttempt(app.kvit, payment.actor, payment.attemptId)).toBe("completed")
    await expectPaidOnce(payment)
  })

  test("nobody else can cancel it, or see it", async () => {
    const payment = await app.beginPayment()
    const { actor: stranger } = await app.newInvoice()
    expect(await cancelAttempt(app.kvit, stranger, payment.attemptId)).toBeNull()
    await expect(app.attempt(stranger, payment.attemptId)).rejects.toThrow("sees no such payment")
    expect(app.sim.findPayment(payment.reference)?.state).toBe("CREATED")
  })
})

describe("whatever is lost on the way, it is paid once", () => {
  test("webhooks that never come", async () => {
    app.sim.addFault({ call: "delivery", do: "drop" })
    const payment = await app.beginPayment()
    app.sim.approve(payment.reference)
    await app.dueNow()
    await followDuePayments(app.kvit)
    expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("completed")
    await expectPaidOnce(payment)
  })

  test("webhooks that come twice and in another order", async () => {
    app.sim.addFault({ call: "delivery", do: "duplicate" })
    app.sim.addFault({ call: "delivery", do: "reorder", ms: 300 })
    const payment = await app.beginPayment()
    app.sim.approve(payment.reference)
    await app.until(payment.actor, payment.attemptId, "completed")
    await app.sim.settled()
    await app.runJobs()
    await expectPaidOnce(payment)
  })

  test.each(["create", "get", "capture"] as const)(
    "an answer to %s that is cut, before or after the work",
    async (call) => {
      for (const cut of ["cut_before", "cut_after"] as const) {
        app.sim.clearFaults()
        app.sim.addFault({ call: "delivery", do: "drop" })
        app.sim.addFault({ call, do: cut, times: 1 })
        const payment = await app.beginPayment()
        await app.dueNow()
        await followDuePayments(app.kvit)
        app.sim.approve(payment.reference)
        for (let turn = 0; turn < 3; turn += 1) {
          await app.dueNow()
          await followDuePayments(app.kvit)
        }
        expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("completed")
        await expectPaidOnce(payment)
        expect(app.sim.payments().filter((each) => each.reference === payment.reference)).toHaveLength(1)
      }
    },
    60_000,
  )

  test.each([429, 500, 423])(
    "a provider that answers %d for a while",
    async (status) => {
      app.sim.addFault({ call: "delivery", do: "drop" })
      const payment = await app.beginPayment()
      app.sim.approve(payment.reference)
      app.sim.addFault({ call: "get", do: "answer", status, times: 6 })
      app.sim.addFault({ call: "capture", do: "answer", status, times: 6 })
      for (let turn = 0; turn < 8; turn += 1) {
        await app.dueNow()
        await followDuePayments(app.kvit)
      }
      expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("completed")
      await expectPaidOnce(payment)
    },
    120_000,
  )

  test("many who follow it at once", async () => {
    app.sim.addFault({ call: "delivery", do: "drop" })
    const payment = await app.beginPayment()
    app.sim.approve(payment.reference)
    app.sim.setSettings({ limits: false })
    await Promise.all(
      Array.from({ length: 6 }, () => followPayment(app.kvit, app.businessId, payment.attemptId)),
    )
    await expectPaidOnce(payment)
  })

  test("an end that was told too early: money that came all the same is booked by the daily look", async () => {
    app.sim.addFault({ call: "delivery", do: "drop" })
    const payment = await app.beginPayment()
    app.sim.approve(payment.reference)
    app.sim.capture(payment.reference, 125_000)
    await app.system.transaction((db) =>
      db
        .updateTable("payment_attempts")
        .set({ state: "expired", problem: "expired", finished_at: new Date() })
        .where("id", "=", payment.attemptId)
        .execute(),
    )
    await reconcilePayments(app.kvit)
    expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("completed")
    await expectPaidOnce(payment)
  })
})

describe("nobody pays twice", () => {
  test("an invoice paid by bank before the approval is not captured, and the reservation is given free", async () => {
    const payment = await app.beginPayment()
    const form = { method: "bank", receivedOn: "2026-11-02", requestKey: newId() } as const
    await recordPayment(app.system, { ...form, documentId: payment.documentId, amount: 125_000n })
    app.sim.approve(payment.reference)
    await app.until(payment.actor, payment.attemptId, "cancelled")
    expect(await app.attempt(payment.actor, payment.attemptId)).toMatchObject({ problem: "balance_changed" })
    expect(app.sim.findPayment(payment.reference)).toMatchObject({ captured: 0, cancelled: 125_000 })
    expect(await balanceOf(payment.customer.id)).toBe(0n)
  })
})

test("an attempt that was given up here and approved all the same reserves nothing for long", async () => {
  app.sim.addFault({ call: "delivery", do: "drop" })
  const payment = await app.beginPayment()
  await app.system.transaction((db) =>
    db
      .updateTable("payment_attempts")
      .set({ state: "failed", problem: "unknown", finished_at: new Date() })
      .where("id", "=", payment.attemptId)
      .execute(),
  )
  app.sim.approve(payment.reference)
  await reconcilePayments(app.kvit)
  expect(app.sim.findPayment(payment.reference)).toMatchObject({ captured: 0, cancelled: 125_000 })
  expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("failed")
})

describe("prepayments", () => {
  test("are captured when staff say that it is delivered", async () => {
    const payment = await app.beginPayment(125_000n, { content: { typeCode: "386" } })
    app.sim.approve(payment.reference)
    await app.until(payment.actor, payment.attemptId, "authorized")
    expect(await openOn(payment.documentId)).toBe(125_000n)
    expect(await takeOver(app.kvit, app.staffOwner, payment.attemptId, "capture")).toBe("completed")
    await expectPaidOnce(payment)
  })

  test("are given free when staff say so", async () => {
    const payment = await app.beginPayment(125_000n, { content: { typeCode: "386" } })
    app.sim.approve(payment.reference)
    await app.until(payment.actor, payment.attemptId, "authorized")
    expect(await takeOver(app.kvit, app.staffOwner, payment.attemptId, "release")).toBe("cancelled")
    expect(app.sim.findPayment(payment.reference)).toMatchObject({ captured: 0, cancelled: 125_000 })
  })
})

test("a sales unit that may not ask the phone straight away goes by the landing page, and that is remembered", async () => {
  app.sim.setUnit(paymentForm.merchantSerialNumber, { pushAllowed: false })
  try {
    const payment = await app.beginPayment()
    const attempt = await app.attempt(payment.actor, payment.attemptId)
    expect(attempt).toMatchObject({ state: "pending", flow: "redirect" })
    expect(attempt.redirectUrl).toContain(app.simulator.url)
    const next = await app.beginPayment()
    expect((await app.attempt(next.actor, next.attemptId)).flow).toBe("redirect")
    expect(
      app.sim.calls().filter((call) => call.reference === next.reference && call.call === "create"),
    ).toHaveLength(1)
  } finally {
    app.sim.setUnit(paymentForm.merchantSerialNumber, { pushAllowed: true })
    await saveMobilePaySettings(app.kvit, app.staffOwner, { ...paymentForm, pushAllowed: false }, "da")
    await saveMobilePaySettings(
      app.kvit,
      app.staffOwner,
      { ...paymentForm, clientSecret: "", subscriptionKey: "" },
      "da",
    )
  }
})
