/** A refund whose payment the provider tells something else of than what was begun. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import {
  findAttemptDetail,
  findPaymentDetail,
  followPayment,
  refundPayment,
  runRefund,
} from "../../src/domain/payments/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { openPayingApp, type PayingApp } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())

test("what the provider tells of another payment is not booked as paid back", async () => {
  const payment = await app.beginPayment()
  app.sim.approve(payment.reference)
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  const [paid] = await asOwner(
    app.owner,
    async (client) =>
      (await client.query("select id from kvit.payments where attempt_id = $1", [payment.attemptId])).rows,
  )
  const asked = await refundPayment(app.staffOwner, {
    paymentId: paid.id,
    amount: 50_000n,
    refundedOn: "2026-11-21",
    requestKey: newId(),
  })
  if (!asked.ok) throw new Error(asked.reason)
  // All of it was paid back there; but here the reference belongs to a payment of another amount.
  app.sim.refund(payment.reference, 125_000)
  await setAmount(payment.attemptId, 125_100)
  const job = {
    id: newId(),
    name: "payment.refund",
    data: { businessId: app.businessId, refundId: asked.refundId },
  }
  // Asked again, it reads first; at first it asks, is refused, and reads what is there.
  await expect(runRefund(app.kvit, { ...job, attempt: 2, isLastAttempt: false })).rejects.toThrow(
    "not answered",
  )
  expect(await findAttemptDetail(app.system, payment.attemptId)).toMatchObject({ checkProblem: "mismatch" })
  await runRefund(app.kvit, { ...job, attempt: 1, isLastAttempt: false })
  const detail = await findPaymentDetail(app.system, paid.id)
  expect(detail).toMatchObject({ refunded: 0n, refunds: [{ state: "failed" }] })
  expect((await findDocument(app.system, payment.documentId))?.balance).toBe(0n)
})

/** What no program of ours can do: another amount under the same reference. */
async function setAmount(attemptId: string, amount: number): Promise<void> {
  await asOwner(app.owner, async (client) => {
    await client.query("begin")
    await client.query("alter table kvit.payment_attempts disable trigger payment_attempts_are_kept")
    await client.query("update kvit.payment_attempts set amount = $2 where id = $1", [attemptId, amount])
    await client.query("alter table kvit.payment_attempts enable trigger payment_attempts_are_kept")
    await client.query("commit")
  })
}
