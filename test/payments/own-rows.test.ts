/** The database's own rules of what a customer's role may write of payments. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { newId } from "../../src/platform/ids/index.ts"
import { openPayingApp, type PayingApp } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())
afterEach(() => app.sim.clearFaults())

function attemptOf(documentId: string, customerId: string, payerId: string) {
  const id = newId()
  return {
    business_id: app.businessId,
    id,
    customer_id: customerId,
    payer_id: payerId,
    document_id: documentId,
    reference: `kvit-${id}`,
    amount: 125_000n,
    currency: "DKK",
    flow: "push",
    environment: "test",
    merchant_serial_number: "123456",
    capture_rule: "at_once",
  }
}

test("the database lets no customer put another's invoice into an attempt of theirs", async () => {
  const mine = await app.newInvoice()
  const theirs = await app.newInvoice()
  const written = mine.actor.transaction(async (db) => {
    const attempt = attemptOf(mine.documentId, mine.customer.id, mine.customer.id)
    await db.insertInto("payment_attempts").values(attempt).execute()
    const item = { business_id: app.businessId, attempt_id: attempt.id, position: 1, amount: 125_000n }
    await db
      .insertInto("payment_attempt_items")
      .values({ ...item, document_id: theirs.documentId })
      .execute()
  })
  await expect(written).rejects.toThrow(/row-level security/)
  // Else the other's invoice is "under way", and cannot be paid by them.
  expect((await app.pay(theirs.actor, theirs.documentId)).ok).toBe(true)
})

test("the database lets no customer begin an attempt that pays into a stranger's account", async () => {
  const mine = await app.newInvoice()
  const stranger = await app.make.customer()
  const written = mine.actor.transaction((db) =>
    db
      .insertInto("payment_attempts")
      .values(attemptOf(mine.documentId, stranger.id, mine.customer.id))
      .execute(),
  )
  await expect(written).rejects.toThrow(/row-level security/)
})
