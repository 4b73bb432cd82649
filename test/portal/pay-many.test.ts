/** An account with more open invoices than are paid at once. */
import { afterAll, beforeAll, expect, test } from "vitest"
import {
  findAccountOffer,
  followPayment,
  mostInvoicesAtOnce,
  startAccountPayment,
} from "../../src/domain/payments/index.ts"
import type { CustomerActor } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import type { MadeCustomer } from "../factories.ts"
import { enterAs } from "../paying.ts"
import { openPayingApp, type PayingApp } from "../payments/paying.ts"

let app: PayingApp
let customer: MadeCustomer
let actor: CustomerActor
const documentIds: string[] = []
beforeAll(async () => {
  app = await openPayingApp()
  customer = await app.make.customer()
  actor = await app.enter(customer)
  // The last made is due first.
  for (let at = 0; at < 1001; at += 1) {
    const day = new Date(Date.UTC(2029, 0, 1) - at * 86_400_000).toISOString().slice(0, 10)
    documentIds.unshift(await app.make.document({ customer, total: 100n, dueDate: day }))
  }
}, 120_000)
afterAll(() => app.close())

const account = () => ({ customerId: customer.id, currency: "DKK" })
const asked = { phone: "12 34 56 78", method: "wallet" } as const

test("the page offers those that are due first, and says how many are left", async () => {
  const browser = await enterAs(app, customer)
  const page = await browser.get(routes.portal.pay.to({ customer: customer.id, currency: "DKK" }))
  const html = await page.text()
  expect(html.match(/type="checkbox"/g)).toHaveLength(mostInvoicesAtOnce)
  expect(html).toContain(
    "Here are the 200 invoices that are due first. 801 more are open; they can be paid after these.",
  )
  expect(html).toContain(documentIds[199])
  expect(html).not.toContain(documentIds[200])
  expect(await (await browser.get(routes.portal.home.to())).text()).toContain(
    "Pay 200\u00a0invoices\u00a0\u00b7 200.00",
  )
})

test("more chosen than are paid at once are refused with a sentence, and nothing is begun", async () => {
  const many = documentIds.slice(0, mostInvoicesAtOnce + 1)
  const begun = await startAccountPayment(app.kvit, actor, {
    ...account(),
    ...asked,
    documentIds: many,
    shownSum: 20_100n,
  })
  expect(begun).toEqual({ ok: false, reason: "too_many" })
  const browser = await enterAs(app, customer)
  const form: [string, string][] = [
    ["customer", customer.id],
    ["currency", "DKK"],
    ["shownOpen", "20100"],
    ["phone", "+45 12 34 56 78"],
    ["method", "wallet"],
    ...many.map((id): [string, string] => ["document", id]),
  ]
  const answer = await browser.post(routes.portal.pay.to(), form)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain("At most 200 invoices are paid at once.")
  expect(app.sim.payments()).toEqual([])
})

test("more than a thousand open invoices are no error", async () => {
  const offer = await findAccountOffer(actor, account())
  const begun = await startAccountPayment(app.kvit, actor, {
    ...account(),
    ...asked,
    documentIds: offer?.chosen.flatMap((item) => item.documentId ?? []) ?? [],
    shownSum: offer?.sum ?? 0n,
  })
  if (!begun.ok) throw new Error(begun.reason)
  app.sim.approve(await app.referenceOf(begun.attemptId))
  await followPayment(app.kvit, app.businessId, begun.attemptId)
  expect(await app.attempt(actor, begun.attemptId)).toMatchObject({ stage: "complete", captured: 20_000n })
  const next = await findAccountOffer(actor, account())
  expect(next).toMatchObject({ leftOut: 601, sum: 20_000n })
  expect(next?.invoices[0]?.documentId).toBe(documentIds[200])
})
