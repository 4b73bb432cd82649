/** What happens to a payment when something else changes while it is under way. */
import { setTimeout as wait } from "node:timers/promises"
import { sql } from "kysely"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { allocate, findBalances, recordOpeningBalance } from "../../src/domain/ledger/index.ts"
import {
  findAccountOffer,
  followDuePayments,
  followPayment,
  recordAccountPayment,
  startAccountPayment,
} from "../../src/domain/payments/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { openPayingApp, type PayingApp } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())
afterEach(() => app.sim.clearFaults())

async function moneyOnAccount(customerId: string, amount: bigint): Promise<string> {
  const outcome = await recordAccountPayment(app.system, {
    customerId,
    currency: "DKK",
    amount,
    method: "bank",
    receivedOn: "2026-11-01",
    parts: [],
    requestKey: newId(),
  })
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.paymentId
}

test("money that was used for an opening balance is not offered a second time as a credit", async () => {
  const { customer, actor } = await app.newInvoice(25_000n)
  const paymentId = await moneyOnAccount(customer.id, 10_000n)
  const opening = await recordOpeningBalance(app.system, {
    customerId: customer.id,
    amount: 10_000n,
    currency: "DKK",
    asOf: "2026-01-01",
    requestKey: newId(),
  })
  if (!opening.ok) throw new Error(opening.reason)
  const used = await app.system.transaction((db) =>
    allocate(db, app.system, {
      from: { paymentId },
      to: { openingBalanceId: opening.openingBalanceId },
      amount: 10_000n,
    }),
  )
  expect(used.ok).toBe(true)
  const offer = await findAccountOffer(actor, { customerId: customer.id, currency: "DKK" })
  expect(offer?.credits).toEqual([])
  expect(offer?.sum).toBe(25_000n)
})

test("an invoice whose payer was corrected while it was being paid is not taken for the old payer's account", async () => {
  const recipient = await app.make.customer()
  const wrong = await app.make.customer()
  const right = await app.make.customer()
  const number = `R${Date.now()}`
  const documentId = await app.make.document({ customer: recipient, billTo: wrong, number, total: 125_000n })
  const actor = await app.enter(recipient)
  const begun = await app.pay(actor, documentId)
  if (!begun.ok) throw new Error(begun.reason)
  const again = await app.make.document({ customer: recipient, billTo: right, number, total: 125_000n })
  expect(again).toBe(documentId)
  app.sim.approve(await app.referenceOf(begun.attemptId))
  await followPayment(app.kvit, app.businessId, begun.attemptId)
  const [old] = await findBalances(app.system, [wrong.id], "2026-11-21")
  const open = (await findDocument(app.system, documentId))?.balance
  expect({ oldPayer: old?.balance ?? 0n, open }).toEqual({ oldPayer: 0n, open: 125_000n })
  const reference = await app.referenceOf(begun.attemptId)
  expect(app.sim.findPayment(reference)).toMatchObject({ captured: 0, cancelled: 125_000 })
})

test("a capture that uses money on the account and staff who use the same money never wait for each other", async () => {
  const { customer, documentId, actor } = await app.newInvoice(125_000n)
  const paymentId = await moneyOnAccount(customer.id, 50_000n)
  const begun = await startAccountPayment(app.kvit, actor, {
    customerId: customer.id,
    currency: "DKK",
    documentIds: [documentId],
    shownSum: 75_000n,
    phone: "12 34 56 78",
    method: "wallet",
  })
  if (!begun.ok) throw new Error(begun.reason)
  app.sim.approve(await app.referenceOf(begun.attemptId))
  // Staff's side in the order the ledger promises: payments first, then documents (`holdSubjects`).
  const holds = Promise.withResolvers<void>()
  const staff = app.system.transaction(async (db) => {
    await sql`select hold_money(array[${paymentId}]::uuid[], '{}')`.execute(db)
    holds.resolve()
    await wait(600)
    await sql`select from documents where id = ${documentId} for no key update`.execute(db)
  })
  await holds.promise
  const results = await Promise.allSettled([staff, followPayment(app.kvit, app.businessId, begun.attemptId)])
  expect(results.map((result) => (result.status === "rejected" ? String(result.reason) : "done"))).toEqual([
    "done",
    "done",
  ])
})

test("a payment that never reached the provider is not begun long after its ten minutes are over", async () => {
  const { documentId } = await app.newInvoice()
  const attemptId = await app.make.attempt(documentId)
  await asOwner(app.owner, (client) =>
    client.query(
      `update kvit.payment_attempts set state = 'starting', phone_number = '4512345678',
        started_at = now() - interval '3 hours', expires_at = now() - interval '170 minutes' where id = $1`,
      [attemptId],
    ),
  )
  const reference = await app.referenceOf(attemptId)
  await app.dueNow()
  await followDuePayments(app.kvit)
  // The payer gave up hours ago: no push on their phone now, and the invoice can be paid anew.
  expect(app.sim.findPayment(reference)).toBeFalsy()
})

test("a payment that cannot reach the provider can be cancelled by the customer", async () => {
  app.sim.addFault({ call: "create", do: "answer", status: 503 })
  const { documentId, actor } = await app.newInvoice()
  const begun = await app.pay(actor, documentId)
  if (!begun.ok) throw new Error(begun.reason)
  await asOwner(app.owner, (client) =>
    client.query(
      `update kvit.payment_attempts set cancel_asked_at = now(), started_at = now() - interval '3 hours',
        expires_at = now() - interval '170 minutes' where id = $1`,
      [begun.attemptId],
    ),
  )
  await app.dueNow()
  await followDuePayments(app.kvit)
  expect((await app.attempt(actor, begun.attemptId)).stage).toBe("failed")
}, 60_000)
