/** Paying several invoices of an account at once, with its credits set off line by line. */
import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { attemptsOf, beginToPay, enterAs, setAttempt, setUpMobilePay } from "../paying.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await setUpMobilePay(app, { push_allowed: true })
})
afterAll(() => app.close())

async function account() {
  const customer = await app.make.customer()
  const one = await app.make.document({ customer, total: 100_000n, dueDate: "2026-11-10" })
  const two = await app.make.document({ customer, total: 50_000n, dueDate: "2026-12-10" })
  const credit = await app.make.document({
    customer,
    kind: "credit_note",
    number: `9${one.slice(-6)}`,
    total: 30_000n,
  })
  return { customer, one, two, credit, browser: await enterAs(app, customer) }
}

function pay(
  browser: TestBrowser,
  customer: { id: string },
  documents: string[],
  shownOpen: bigint,
  more = {},
) {
  const form = {
    customer: customer.id,
    currency: "DKK",
    shownOpen: String(shownOpen),
    phone: "+45 12 34 56 78",
    method: "wallet",
    ...more,
  }
  const chosen = documents.map((document): [string, string] => ["document", document])
  return browser.post(routes.portal.pay.to(), [...Object.entries(form), ...chosen])
}

const payPage = (customer: { id: string }) => routes.portal.pay.to({ customer: customer.id, currency: "DKK" })

test("the overview has one button that says how many invoices and how much, credits set off", async () => {
  const { customer, browser } = await account()
  const html = await (await browser.get(routes.portal.home.to())).text()
  expect(html).toContain("Pay 2\u00a0invoices\u00a0· 1,200.00")
  expect(html).toContain(payPage(customer).replace("&", "&amp;"))
  expect(html.match(/btn-mobilepay/g)).toHaveLength(1)
})

test("before paying, every invoice, every credit and the sum stand line by line; after it, as they were paid", async () => {
  const { customer, one, two, browser } = await account()
  const html = await (await browser.get(payPage(customer))).text()
  for (const amount of ["1,000.00", "500.00", "\u2212300.00", "1,200.00"]) expect(html).toContain(amount)
  const answer = await pay(browser, customer, [one, two], 120_000n)
  expect(answer.status).toBe(303)
  const page = await (await browser.get(answer.headers.get("location") ?? "")).text()
  for (const amount of ["1,000.00", "500.00", "\u2212300.00", "1,200.00"]) expect(page).toContain(amount)
  const [attempt] = await attemptsOf(app, one)
  expect(attempt).toEqual((await attemptsOf(app, two))[0])
  expect(attempt?.amount).toBe(120_000n)
})

test("one invoice may be chosen, and less credit is used for it", async () => {
  const { customer, two, browser } = await account()
  expect((await pay(browser, customer, [two], 20_000n)).status).toBe(303)
  expect(await attemptsOf(app, two)).toMatchObject([{ amount: 20_000n }])
})

test("without JavaScript the sum is reckoned anew by a button that begins nothing", async () => {
  const { customer, one, two, browser } = await account()
  const answer = await pay(browser, customer, [one], 120_000n, { method: "update" })
  const html = await answer.text()
  expect(answer.status).toBe(200)
  expect(html).toContain('name="shownOpen" value="70000"')
  expect(html).toMatch(new RegExp(`value="${two}"(?![^>]*checked)`))
  expect(await attemptsOf(app, one)).toEqual([])
})

test("another sum than was shown is asked again, and nothing is begun", async () => {
  const { customer, one, two, browser } = await account()
  const answer = await pay(browser, customer, [one], 120_000n)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain("The sum is 700.00\u00a0kr. now")
  for (const documents of [[], ["not-an-id"]]) {
    const none = await pay(browser, customer, documents, 0n)
    expect(none.status).toBe(422)
    expect(await none.text()).toContain("Choose at least one invoice.")
  }
  for (const id of [one, two]) expect(await attemptsOf(app, id)).toEqual([])
})

test("an invoice whose payment is under way is left out, and the page says so", async () => {
  const { customer, one, browser } = await account()
  const attempt = await beginToPay(browser, one, 100_000n)
  await setAttempt(app, attempt, { state: "pending" })
  const html = await (await browser.get(payPage(customer))).text()
  expect(html).toContain("1 invoice is being paid.")
  expect(html).not.toContain(`value="${one}"`)
  const home = await (await browser.get(routes.portal.home.to())).text()
  expect(home).toContain("Pay 1\u00a0invoice\u00a0· 200.00")
})

test("another's account and another's invoices are never in it", async () => {
  const anna = await account()
  const bo = await account()
  expect((await anna.browser.get(payPage(bo.customer))).status).toBe(404)
  expect((await pay(anna.browser, bo.customer, [bo.one], 70_000n)).status).toBe(404)
  const mixed = await pay(anna.browser, anna.customer, [anna.two, bo.one], 20_000n)
  expect(mixed.status).toBe(422)
  expect(await mixed.text()).not.toContain(bo.one)
  expect(await attemptsOf(app, bo.one)).toEqual([])
})

test("who holds the link of one invoice does not pay an account", async () => {
  const { customer, one } = await account()
  const browser = app.browser()
  await browser.get(routes.portal.documentLink.to({ link: await app.make.documentLink(one) }))
  expect((await browser.get(payPage(customer))).status).toBe(403)
  expect((await pay(browser, customer, [one], 70_000n)).status).toBe(403)
})

test("credits that cover everything leave nothing to pay, and no button", async () => {
  const customer = await app.make.customer()
  await app.make.document({ customer, total: 10_000n })
  await app.make.document({
    customer,
    kind: "credit_note",
    total: 30_000n,
    number: `8${customer.id.slice(-8)}`,
  })
  const browser = await enterAs(app, customer)
  expect(await (await browser.get(routes.portal.home.to())).text()).not.toContain("btn-mobilepay")
  expect(await (await browser.get(payPage(customer))).text()).toContain("Your credits cover this.")
})

test("a credit note the customer may not see is set off without its number, before and after", async () => {
  const { customer, one, two, browser } = await account()
  const show = (isShown: boolean) =>
    app.system.transaction((db) => sql`update portal_settings set show_credit_notes = ${isShown}`.execute(db))
  await show(false)
  const html = await (await browser.get(payPage(customer))).text()
  expect(html).toContain("\u2212300.00")
  const answer = await pay(browser, customer, [one, two], 120_000n)
  const page = await (await browser.get(answer.headers.get("location") ?? "")).text()
  expect(page).toContain("\u2212300.00")
  for (const shown of [html, page]) expect(shown).not.toMatch(/Credit note|9\d{5}-/)
  await show(true)
})
