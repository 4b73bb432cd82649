/** Who reads the telephone number that a payer typed. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { startPayment } from "../../src/domain/payments/index.ts"
import { routes } from "../../src/routes.ts"
import { beginToPay, enterAs, setAttempt } from "../paying.ts"
import { openPayingApp, type PayingApp } from "../payments/paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())

async function beginAsPayer() {
  const payer = await app.make.customer()
  const recipient = await app.make.customer()
  const documentId = await app.make.document({ customer: recipient, billTo: payer, total: 125_000n })
  const begun = await startPayment(app.kvit, await app.enter(payer), {
    documentId,
    amount: 125_000n,
    shownOpen: 125_000n,
    phone: "+45 20 99 88 77",
    method: "wallet",
  })
  if (!begun.ok) throw new Error(begun.reason)
  return { payer, recipient, attemptId: begun.attemptId }
}

test("the recipient of an invoice does not read the telephone number its payer typed", async () => {
  const { payer, recipient, attemptId } = await beginAsPayer()
  expect((await app.attempt(await app.enter(recipient), attemptId)).phoneNumber).toBeNull()
  // The payer does, in another browser too.
  expect((await app.attempt(await app.enter(payer), attemptId)).phoneNumber).toBe("4520998877")
})

test("who waits for another's payment is told so, and not to look at their own phone", async () => {
  const { payer, recipient, attemptId } = await beginAsPayer()
  const page = routes.portal.payment.to({ id: attemptId })
  const html = await (await (await enterAs(app, recipient)).get(page)).text()
  expect(html).toContain("Waiting for the payer")
  expect(html).not.toMatch(/20\s?99\s?88\s?77|on your phone|Received nothing|number above/)
  expect(await (await (await enterAs(app, payer)).get(page)).text()).toContain("Open MobilePay on your phone")
  await setAttempt(app, attemptId, { state: "completed", captured_amount: 125_000, finished_at: new Date() })
  const paid = await (await (await enterAs(app, recipient)).get(page)).text()
  expect(paid).toContain("<h1>Paid</h1>")
  expect(paid).not.toMatch(/20.99.88.77/)
})

test("a link that was passed on does not show the number of who pays by it", async () => {
  const { documentId } = await app.newInvoice()
  const text = await app.make.documentLink(documentId)
  const link = text.split("/portal/d/").at(-1) ?? text
  const [first, second] = [app.browser(), app.browser()]
  for (const browser of [first, second]) await browser.get(routes.portal.documentLink.to({ link }))
  const page = routes.portal.payment.to({ id: await beginToPay(first, documentId, 125_000n) })
  expect(await (await first.get(page)).text()).toMatch(/12.34.56.78/)
  const answer = await second.get(page)
  expect(answer.status).toBe(200)
  expect(await answer.text()).not.toMatch(/12.34.56.78/)
})
