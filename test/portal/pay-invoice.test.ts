/** Paying one invoice: what is asked, what is begun, and what nobody can make it do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { openPreview } from "../../src/domain/access/index.ts"
import { listEvents } from "../../src/domain/events/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { attemptsOf, beginToPay, enterAs, setAttempt, setUpMobilePay } from "../paying.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())
beforeEach(() => setUpMobilePay(app, { push_allowed: true }))

/** Amounts are written with spaces that do not break. */
const plain = (html: string) => html.replaceAll("\u00a0", " ")
const payPage = (id: string) => routes.portal.documentPay.to({ id })

async function openInvoice(total = 125_050n) {
  const customer = await app.make.customer({ phone: "12 34 56 78" })
  const id = await app.make.document({ customer, total })
  return { customer, id, browser: await enterAs(app, customer) }
}

async function text(browser: TestBrowser, path: string): Promise<string> {
  return plain(await (await browser.get(path)).text())
}

async function send(browser: TestBrowser, id: string, form: Record<string, string> = {}) {
  const typed = {
    shownOpen: "125050",
    amount: "1250.50",
    phone: "+45 12 34 56 78",
    method: "wallet",
    ...form,
  }
  const answer = await browser.post(payPage(id), typed)
  return { status: answer.status, to: answer.headers.get("location") ?? "", html: plain(await answer.text()) }
}

async function opened(documentId: string) {
  const { events } = await listEvents(app.system, { documentId, limit: 50 })
  return events.filter((event) => event.kind === "payment_page.opened").length
}

describe("what the pages offer", () => {
  test("an open invoice has one button, and its page asks for the open amount on the customer's own number", async () => {
    const { id, browser } = await openInvoice()
    await app.make.payment(id, 25_000n)
    expect(await text(browser, routes.portal.document.to({ id }))).toContain(`href="${payPage(id)}"`)
    const html = await text(browser, payPage(id))
    expect(html).toContain("1,000.50")
    expect(html).toContain('value="+45 12 34 56 78"')
    expect(html).toContain('name="shownOpen" value="100050"')
    expect(html).not.toContain('name="amount"')
    expect(html).not.toMatch(/ style=| onclick=/)
  })

  test("a customer without a number begins with +45, and the business's name for the app is used", async () => {
    await setUpMobilePay(app, { push_allowed: true, brand: "vipps", environment: "production" })
    const customer = await app.make.customer()
    const id = await app.make.document({ customer })
    const html = await text(await enterAs(app, customer), payPage(id))
    expect(html).toContain('value="+45 "')
    expect(html).toContain("with Vipps")
    expect(html).not.toContain("MobilePay")
    expect(html).not.toContain("This is a test")
  })

  test.each([
    ["not set up", { enabled: false }, "Pay by bank"],
    ["in another currency", { currency: "EUR" }, "does not take DKK"],
  ])("where MobilePay is %s a sentence stands in place of the button", async (_, columns, words) => {
    await setUpMobilePay(app, columns)
    const { id, browser } = await openInvoice()
    for (const path of [routes.portal.document.to({ id }), payPage(id)]) {
      const html = await text(browser, path)
      expect(html).toContain(words)
      expect(html).not.toContain("btn-mobilepay")
    }
    expect((await send(browser, id)).status).toBe(422)
    expect(await attemptsOf(app, id)).toEqual([])
  })

  test("more than the provider takes, and what is paid, have no button either", async () => {
    const { id, browser } = await openInvoice(65_000_001n)
    expect(await text(browser, payPage(id))).toContain("takes 650,000.00")
    const paid = await openInvoice()
    await app.make.payment(paid.id, 125_050n)
    const invoicePage = routes.portal.document.to({ id: paid.id })
    expect((await paid.browser.get(payPage(paid.id))).headers.get("location")).toBe(invoicePage)
    expect(await text(paid.browser, invoicePage)).not.toContain("btn-mobilepay")
    expect((await send(paid.browser, paid.id)).status).toBe(422)
  })

  test("opening the pay page is an event, once for a person and never for a machine or a page that reads itself again", async () => {
    const { id, browser } = await openInvoice()
    await browser.get(payPage(id))
    expect(await opened(id)).toBe(1)
    await app.app.request(payPage(id), { method: "HEAD", headers: cookies(browser) })
    await app.app.request(payPage(id), { headers: { ...cookies(browser), "X-Kvit-Live": "1" } })
    expect(await opened(id)).toBe(1)
  })

  test("staff who look see the button, which does nothing, and leave no trace", async () => {
    const { customer, id } = await openInvoice()
    const preview = await openPreview(await app.makeStaff(), customer.id)
    const browser = app.browser()
    browser.cookies.set("kvit_customer", preview?.secret ?? "")
    const html = await text(browser, payPage(id))
    expect(html).toMatch(/<button[^>]*btn-mobilepay[^>]*disabled/)
    expect(html).toContain("You only look")
    expect((await send(browser, id)).status).toBe(422)
    expect(await attemptsOf(app, id)).toEqual([])
    expect(await opened(id)).toBe(0)
  })
})

const cookies = (browser: TestBrowser) => ({
  cookie: [...browser.cookies].map((pair) => pair.join("=")).join("; "),
})

describe("what is begun", () => {
  test("pressing pay leads to the page of the payment, and pressing it twice to the same one", async () => {
    const { id, browser } = await openInvoice()
    const first = await send(browser, id)
    expect(first.status).toBe(303)
    const second = await send(browser, id)
    expect(second.to).toBe(first.to)
    const attempts = await attemptsOf(app, id)
    expect(attempts).toMatchObject([{ amount: 125050n, phone_number: "4512345678", method: "wallet" }])
    expect((await browser.get(payPage(id))).headers.get("location")).toBe(first.to)
  })

  test("both buttons pressed at the same moment begin one payment", async () => {
    const { id, browser } = await openInvoice()
    const [one, other] = await Promise.all([send(browser, id), send(browser, id)])
    expect(await attemptsOf(app, id)).toHaveLength(1)
    expect([one.status, other.status]).toContain(303)
  })

  test("while it is under way, list and page say so and offer no second payment; nobody else is told whose it is", async () => {
    const { id, browser } = await openInvoice()
    const attempt = await beginToPay(browser, id, 125_050n)
    await setAttempt(app, attempt, { state: "pending" })
    const html = await text(browser, routes.portal.document.to({ id }))
    expect(html).toContain("A payment is under way.")
    expect(html).not.toContain("btn-mobilepay")
    expect(await text(browser, routes.portal.documents.to())).toContain("Payment under way")
    await setAttempt(app, attempt, { state: "expired", finished_at: new Date() })
    expect(await text(browser, routes.portal.documents.to())).not.toContain("Payment under way")
  })

  test.each([
    ["less", "1.00", "100.00 kr. is the least"],
    ["more", "1250.51", "1,250.50 kr. is all that is open"],
    ["a text", "<b>1</b>", "Write an amount"],
    ["what could be two amounts", "1.250", "Write an amount"],
    ["less than nothing", "-5", "Write an amount"],
  ])("%s than may be paid comes back at its field, with what was typed", async (_, amount, words) => {
    await setUpMobilePay(app, { push_allowed: true, part_payment_allowed: true })
    const { id, browser } = await openInvoice()
    const answer = await send(browser, id, { amount })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain(words)
    expect(answer.html).not.toContain("<b>1</b>")
    expect(await attemptsOf(app, id)).toEqual([])
  })

  test("a part may be paid where the business allows it, from the least on", async () => {
    await setUpMobilePay(app, { push_allowed: true, part_payment_allowed: true })
    const { id, browser } = await openInvoice()
    expect((await send(browser, id, { amount: "100" })).status).toBe(303)
    expect(await attemptsOf(app, id)).toMatchObject([{ amount: 10000n }])
  })

  test("where it is paid whole, no other amount is listened to", async () => {
    const { id, browser } = await openInvoice()
    expect((await send(browser, id, { amount: "1.00" })).status).toBe(303)
    expect(await attemptsOf(app, id)).toMatchObject([{ amount: 125050n }])
  })

  test("an amount shown before something was booked is asked again, with the amount as it is now", async () => {
    await setUpMobilePay(app, { push_allowed: true, part_payment_allowed: true })
    const { id, browser } = await openInvoice()
    await app.make.payment(id, 25_050n)
    const answer = await send(browser, id)
    expect(answer.status).toBe(422)
    expect(answer.html).toContain("it is 1,000.00 kr. now")
    expect(answer.html).toContain('name="shownOpen" value="100000"')
    expect(answer.html).toMatch(/value="1,000.00"[^>]*name="amount"/)
    expect(await attemptsOf(app, id)).toEqual([])
  })

  test.each(["", "-1", "1e3", "99999999999999999999", "abc"])(
    "a form that says %j was open begins nothing",
    async (shownOpen) => {
      const { id, browser } = await openInvoice()
      expect((await send(browser, id, { shownOpen })).status).toBe(422)
      expect(await attemptsOf(app, id)).toEqual([])
    },
  )

  test.each(["", "+45 ", "12", "ring til mig", "+45 12 34 56 78 90 12 34 56", "javascript:alert(1)"])(
    "%j is no number a phone can be asked by",
    async (phone) => {
      const { id, browser } = await openInvoice()
      const answer = await send(browser, id, { phone })
      expect(answer.status).toBe(422)
      expect(answer.html).toContain("Write a mobile number")
      expect(await attemptsOf(app, id)).toEqual([])
    },
  )

  test("where the provider's own page asks for it, the number may be left out, and the answer opens in a tab of its own", async () => {
    await setUpMobilePay(app)
    const { id, browser } = await openInvoice()
    expect(await text(browser, payPage(id))).toMatch(/<form[^>]*target="_blank"/)
    const begun = await send(browser, id, { phone: "+45 " })
    expect(begun.to).toMatch(/\/go$/)
    expect(await attemptsOf(app, id)).toMatchObject([{ phone_number: null }])
  })

  test("card is asked only where the sales unit may", async () => {
    const { id, browser } = await openInvoice()
    expect((await send(browser, id, { method: "card" })).html).toContain("Cards are not taken here.")
    await setUpMobilePay(app, { push_allowed: true, card_allowed: true })
    expect((await send(browser, id, { method: "card", phone: "" })).to).toMatch(/\/go$/)
    expect(await attemptsOf(app, id)).toMatchObject([{ method: "card" }])
  })
})

describe("what belongs to others", () => {
  test("another customer's invoice has no pay page, and nothing is begun of it", async () => {
    const { id } = await openInvoice()
    const { browser } = await openInvoice()
    expect((await browser.get(payPage(id))).status).toBe(404)
    expect((await send(browser, id)).status).toBe(404)
    expect((await send(browser, newId())).status).toBe(404)
    expect((await send(browser, "..%2f..")).status).toBe(404)
    expect(await attemptsOf(app, id)).toEqual([])
  })

  test("the link of one invoice pays that one, is led to its payment, and sees no other's", async () => {
    const { customer, id } = await openInvoice()
    const other = await app.make.document({ customer })
    const browser = app.browser()
    await browser.get(routes.portal.documentLink.to({ link: await app.make.documentLink(id) }))
    const { to } = await send(browser, id)
    expect((await browser.get(to)).status).toBe(200)
    expect((await send(browser, other)).status).toBe(404)
    const owner = await enterAs(app, customer)
    const others = await beginToPay(owner, other, 125_000n)
    for (const path of [routes.portal.payment, routes.portal.paymentGo]) {
      expect((await browser.get(path.to({ id: others }))).status).toBe(404)
    }
    expect((await browser.post(routes.portal.paymentCancel.to({ id: others }), {})).status).toBe(404)
  })
})
