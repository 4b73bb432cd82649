/** The page of a payment: where it stands, what to do next, the way to the provider and back. */
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

async function begun(columns: Parameters<typeof setAttempt>[2] = {}) {
  const customer = await app.make.customer()
  const document = await app.make.document({ customer, number: `7${customer.name.replace(/\D/g, "")}` })
  const browser = await enterAs(app, customer)
  const id = await beginToPay(browser, document, 125_000n)
  if (Object.keys(columns).length > 0) await setAttempt(app, id, columns)
  return { customer, document, browser, id }
}

async function pageOf(browser: TestBrowser, id: string): Promise<string> {
  return (await browser.get(routes.portal.payment.to({ id }))).text()
}

test("a request on its way says where to look, what to do when nothing came, and reads itself again without JavaScript", async () => {
  const { browser, id } = await begun({ state: "pending" })
  const html = await pageOf(browser, id)
  expect(html).toContain("Open MobilePay on your phone")
  expect(html).toContain("+45\u00a012\u00a034\u00a056\u00a078")
  expect(html).toContain("Received nothing?")
  expect(html).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>')
  expect(html).toContain(`<live-region id="payment" events="${routes.portal.paymentEvents.to({ id })}"`)
  expect(html).toContain(`action="${routes.portal.paymentCancel.to({ id })}"`)
  expect(html).not.toContain("Try again")
})

test("a payment that is approved is not called paid", async () => {
  const { browser, id } = await begun({ state: "authorized" })
  const html = await pageOf(browser, id)
  expect(html).toContain("Approved")
  expect(html).toContain("being taken")
  expect(html).not.toMatch(/>Paid<|Cancel the payment/)
})

test("what is paid in advance says that its money is reserved until delivery", async () => {
  const { browser, id } = await begun({ state: "authorized", capture_rule: "by_hand" })
  expect(await pageOf(browser, id)).toContain("The money is reserved. NORD Auto takes it when")
})

test("a payment that is complete is a receipt, and asks for nothing more", async () => {
  const { browser, id, document } = await begun({
    state: "completed",
    captured_amount: 125_000,
    finished_at: new Date(),
  })
  const html = await pageOf(browser, id)
  expect(html).toContain("<h1>Paid</h1>")
  expect(html).toContain("1,250.00")
  expect(html).toContain(routes.portal.documentPdf.to({ id: document }))
  expect(html).not.toMatch(/http-equiv="refresh"|Try again|Cancel the payment/)
})

test.each([
  ["declined", "declined", "declined in the app"],
  ["expired", "expired", "within ten minutes"],
  ["cancelled", "cancelled", "was cancelled"],
  ["failed", "phone", "The number could not be used"],
  ["failed", "no_user", "could not be delivered"],
  ["failed", "funds", "another card"],
  ["failed", "push_not_allowed", "it opens a page instead"],
  ["failed", "currency", "Pay by bank"],
  ["failed", "keys", "Something went wrong"],
  ["failed", "unreachable", "Something went wrong"],
  ["failed", null, "Something went wrong"],
])(
  "%s (%s) is said in plain words with the next step, which begins another payment",
  async (state, problem, words) => {
    const { browser, id, document } = await begun({
      state,
      problem,
      problem_code: "7010",
      finished_at: new Date(),
    })
    const html = await pageOf(browser, id)
    expect(html).toContain(words)
    expect(html).not.toMatch(/7010|push_not_allowed|unreachable/)
    expect(html).toContain(`href="${routes.portal.documentPay.to({ id: document })}"`)
    expect(await beginToPay(browser, document, 125_000n)).not.toBe(id)
    expect(await attemptsOf(app, document)).toHaveLength(2)
  },
)

test("the way to the provider leads to its own page, from a page of ours", async () => {
  await setUpMobilePay(app)
  const { browser, id } = await begun()
  const go = routes.portal.paymentGo.to({ id })
  const asking = await browser.get(go)
  expect(await asking.text()).toContain('<meta http-equiv="refresh" content="2">')
  const redirectUrl = "https://pay-mt.mobilepay.dk/dwo?token=a&b=%22c"
  await setAttempt(app, id, { state: "pending", redirect_url: redirectUrl })
  const answer = await browser.get(go)
  const html = await answer.text()
  expect(answer.status).toBe(200)
  expect(html).toContain(`content="0; url=${redirectUrl.replaceAll("&", "&amp;")}"`)
  expect(answer.headers.get("content-security-policy")).toContain("form-action 'self'")
  expect(await pageOf(browser, id)).toContain(`href="${go}"`)
  await setUpMobilePay(app, { push_allowed: true })
})

test.each([
  "https://evil.example/pay.mobilepay.dk",
  "https://pay.mobilepay.dk.evil.example/",
  "http://pay.mobilepay.dk/",
  "https://user@pay.mobilepay.dk/",
  "javascript:alert(1)",
  "//pay.mobilepay.dk/",
])("nobody is led to %s, whatever the provider's answer said", async (redirectUrl) => {
  await setUpMobilePay(app)
  const { browser, id } = await begun({ state: "pending", redirect_url: redirectUrl })
  const answer = await browser.get(routes.portal.paymentGo.to({ id }))
  expect(answer.status).toBe(303)
  expect(answer.headers.get("location")).toBe(routes.portal.payment.to({ id }))
  expect(await pageOf(browser, id)).not.toContain(redirectUrl)
  await setUpMobilePay(app, { push_allowed: true })
})

test("an attempt that was begun anew is gone on with at the new one", async () => {
  const { browser, id, document } = await begun({
    state: "failed",
    problem: "push_not_allowed",
    finished_at: new Date(),
  })
  const next = await beginToPay(browser, document, 125_000n)
  await setAttempt(app, next, { replaces_id: id })
  for (const path of [routes.portal.payment, routes.portal.paymentGo]) {
    expect((await browser.get(path.to({ id }))).headers.get("location")).toBe(path.to({ id: next }))
  }
})

test("who comes back from the provider in their own browser sees the payment; in any other one nothing of it", async () => {
  const { browser, customer, id, document } = await begun({ state: "pending" })
  const back = routes.portal.paymentReturn.to({ id })
  expect((await browser.get(back)).headers.get("location")).toBe(routes.portal.payment.to({ id }))
  const byLink = app.browser()
  await byLink.get(routes.portal.documentLink.to({ link: await app.make.documentLink(document) }))
  expect((await byLink.get(back)).headers.get("location")).toBe(routes.portal.payment.to({ id }))
  const stranger = await enterAs(app, await app.make.customer())
  for (const other of [app.browser(), stranger]) {
    const answer = await other.get(back)
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).toContain("You can close this page")
    expect(html).not.toContain(customer.name)
    expect(html).not.toContain("1,250.00")
    expect(html).not.toContain(document)
  }
  // The same for a payment that nobody ever began.
  const nobodys = await app.browser().get(routes.portal.paymentReturn.to({ id: document }))
  expect(nobodys.status).toBe(200)
})

test("another customer sees nothing of a payment and cannot cancel it", async () => {
  const { id } = await begun({ state: "pending" })
  const stranger = await enterAs(app, await app.make.customer())
  for (const path of [routes.portal.payment, routes.portal.paymentGo]) {
    expect((await stranger.get(path.to({ id }))).status).toBe(404)
  }
  expect((await stranger.post(routes.portal.paymentCancel.to({ id }), {})).status).toBe(404)
})
