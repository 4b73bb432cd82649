/** Paying in a real browser: looked at in both lights and sizes, and done with and without JavaScript. */
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { asOwner } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import type { MadeCustomer } from "../factories.ts"
import { attemptsOf, beginToPay, enterAs, setAttempt, setUpMobilePay } from "../paying.ts"
import { openPageGround, openWindow, type PageGround } from "./ground.ts"
import { lookAt } from "./look-at.ts"

let ground: PageGround
let anna: MadeCustomer
let browser: TestBrowser
let window: BrowserContext

beforeAll(async () => {
  ground = await openPageGround()
  const { app } = ground
  await asOwner(app.owner, (client) =>
    client.query(
      `update kvit.businesses set bank_registration = '0040', bank_account = '0440116243', iban = 'DK50 0040 0440 1162 43',
        bic = 'NDEADKKK', creditor_number = '87654321', terms_url = 'https://nordauto.example/terms'`,
    ),
  )
  anna = await app.make.customer({ name: "Anna Vogne ApS", phone: "12 34 56 78" })
  browser = await enterAs(app, anna)
  window = await openWindow(ground, browser.cookies)
}, 120_000)
afterAll(() => ground.close())

const push = { push_allowed: true, card_allowed: true, part_payment_allowed: true, environment: "production" }
const invoice = (total: bigint, more = {}) => ground.app.make.document({ customer: anna, total, ...more })

/** What the page says once it is there; pages change by themselves. */
async function sees(page: Page, words: string): Promise<void> {
  await page.getByText(words).first().waitFor({ timeout: 10_000 })
}

/** The page itself, and not what is shown to those who are not let in. */
async function look(path: string): Promise<void> {
  expect((await browser.get(path)).status, path).toBe(200)
  await lookAt(ground, window, path)
}

test("every page of paying reads well in light and dark, on a desk and on a phone", async () => {
  const { app } = ground
  await setUpMobilePay(app, push)
  const ids = [await invoice(125_050n), await invoice(250_000n), await invoice(99_900n, { currency: "EUR" })]
  await app.make.document({ customer: anna, kind: "credit_note", number: "50001", total: 30_000n })
  const [one = "", two = "", euro = ""] = ids
  await look(routes.portal.home.to())
  await look(routes.portal.document.to({ id: euro }))
  await look(routes.portal.documentPay.to({ id: one }))
  await look(routes.portal.pay.to({ customer: anna.id, currency: "DKK" }))
  const attempt = await beginToPay(browser, one, 125_050n)
  await setAttempt(app, attempt, { state: "pending" })
  await look(routes.portal.payment.to({ id: attempt }))
  await look(routes.portal.document.to({ id: one }))
  const declined = await beginToPay(browser, two, 250_000n)
  await setAttempt(app, declined, { state: "declined", finished_at: new Date() })
  await look(routes.portal.payment.to({ id: declined }))
  await setAttempt(app, attempt, { state: "completed", captured_amount: 125_050, finished_at: new Date() })
  await look(routes.portal.payment.to({ id: attempt }))
}, 120_000)

test("by keyboard alone an invoice is opened, paid, and seen to be paid without a reload", async () => {
  const { app } = ground
  await setUpMobilePay(app, push)
  const id = await invoice(70_000n)
  const page = await window.newPage()
  await page.goto(routes.portal.document.to({ id }))
  await page.getByRole("link", { name: "Pay with MobilePay" }).focus()
  await page.keyboard.press("Enter")
  await page.getByLabel("Mobile number").focus()
  await page.keyboard.press("Enter")
  await page.waitForURL(/\/portal\/payments\//)
  await sees(page, "Asking MobilePay")
  const [attempt] = await attemptsOf(app, id)
  const attemptId = attempt?.id ?? ""
  await setAttempt(app, attemptId, { state: "pending" })
  await sees(page, "Open MobilePay on your phone")
  await setAttempt(app, attemptId, { state: "authorized" })
  await sees(page, "The money is being taken")
  await setAttempt(app, attemptId, { state: "completed", captured_amount: 70_000, finished_at: new Date() })
  await sees(page, "NORD Auto has received the money")
  await page.close()
}, 60_000)

test("the provider's page opens beside ours, which follows by itself", async () => {
  const { app } = ground
  await setUpMobilePay(app)
  const id = await invoice(80_000n)
  await window.route("https://pay-mt.mobilepay.dk/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>Theirs</title>" }),
  )
  const page = await window.newPage()
  await page.goto(routes.portal.documentPay.to({ id }))
  const [theirs] = await Promise.all([
    window.waitForEvent("page"),
    page.getByRole("button", { name: /with MobilePay/ }).click(),
  ])
  await theirs.waitForURL(/\/go$/)
  const [attempt] = await attemptsOf(app, id)
  await setAttempt(app, attempt?.id ?? "", {
    state: "pending",
    redirect_url: "https://pay-mt.mobilepay.dk/dwo?token=a",
  })
  await theirs.waitForURL("https://pay-mt.mobilepay.dk/dwo?token=a", { timeout: 10_000 })
  await theirs.close()
  await page.bringToFront()
  await page.waitForURL(/\/portal\/payments\//, { timeout: 15_000 })
  await sees(page, "Finish in MobilePay")
  await page.close()
}, 60_000)

test("ticking invoices keeps credits and sum right, as the server reckons them", async () => {
  const { app } = ground
  await setUpMobilePay(app, push)
  const bo = await app.make.customer({ name: "Bo Havn" })
  const one = await app.make.document({ customer: bo, total: 100_000n, dueDate: "2026-11-10" })
  await app.make.document({ customer: bo, total: 50_000n, dueDate: "2026-12-10" })
  await app.make.document({ customer: bo, kind: "credit_note", number: "50002", total: 60_000n })
  const context = await openWindow(ground, (await enterAs(app, bo)).cookies)
  const page = await context.newPage()
  await page.goto(routes.portal.pay.to({ customer: bo.id, currency: "DKK" }))
  const sum = page.locator("output[data-sum]")
  const button = page.getByRole("button", { name: "Pay with MobilePay" })
  expect(await sum.textContent()).toBe("900.00\u00a0kr.")
  await page.locator(`input[value="${one}"]`).uncheck()
  expect(await sum.textContent()).toBe("0.00\u00a0kr.")
  expect(await page.locator("[data-used]").textContent()).toBe("\u2212500.00\u00a0kr.")
  expect(await button.isDisabled()).toBe(true)
  expect(await page.locator("[data-covered]").isVisible()).toBe(true)
  await page.locator(`input[value="${one}"]`).check()
  expect(await sum.textContent()).toBe("900.00\u00a0kr.")
  await page.getByLabel("Mobile number").fill("+45 12 34 56 78")
  await button.click()
  await page.waitForURL(/\/portal\/payments\//)
  await context.close()
}, 60_000)

test("without JavaScript the same is done by buttons, and the page of the payment reads itself again", async () => {
  const { app } = ground
  await setUpMobilePay(app, push)
  const carl = await app.make.customer({ name: "Carl Land" })
  const one = await app.make.document({ customer: carl, total: 100_000n, dueDate: "2026-11-10" })
  const two = await app.make.document({ customer: carl, total: 50_000n, dueDate: "2026-12-10" })
  const context = await openWindow(ground, (await enterAs(app, carl)).cookies, { javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(routes.portal.pay.to({ customer: carl.id, currency: "DKK" }))
  await page.locator(`input[value="${two}"]`).uncheck()
  await page.getByRole("button", { name: "Update the sum" }).click()
  expect(await page.locator("output[data-sum]").textContent()).toBe("1,000.00\u00a0kr.")
  await page.getByLabel("Mobile number").fill("+45 12 34 56 78")
  await page.getByRole("button", { name: "Pay with MobilePay" }).click()
  await page.waitForURL(/\/portal\/payments\//)
  const [attempt] = await attemptsOf(app, one)
  await setAttempt(app, attempt?.id ?? "", { state: "expired", finished_at: new Date() })
  await sees(page, "Not approved in time")
  await context.close()
}, 60_000)
