/** A payer who is to go to the provider's page, and a server that died before it wrote down which. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { followPayment } from "../../src/domain/payments/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { openPayingApp, type PayingApp } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp({ pushAllowed: false })
}, 60_000)
afterAll(() => app.close())

test("the provider's page is found again where the create call cannot be repeated word for word", async () => {
  const payment = await app.beginPayment()
  const before = await app.attempt(payment.actor, payment.attemptId)
  expect(before.redirectUrl).not.toBeNull()
  await asOwner(app.owner, async (client) => {
    // As it stands when the server dies between the provider's answer and writing it down …
    await client.query(
      "update kvit.payment_attempts set state = 'starting', redirect_url = null where id = $1",
      [payment.attemptId],
    )
    // … and the business was renamed, or PORTAL_ORIGIN changed, before it starts again.
    await client.query("update kvit.businesses set name = 'NORD Biler' where business_id = $1", [
      app.businessId,
    ])
  })
  await followPayment(app.kvit, app.businessId, payment.attemptId)
  const after = await app.attempt(payment.actor, payment.attemptId)
  expect(after).toMatchObject({ state: "pending", redirectUrl: before.redirectUrl })
})
