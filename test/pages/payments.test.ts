/** The staff's pages about money in a real browser: in both languages, light and dark, on a phone and on a desk. */
import type { BrowserContext } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { dateIn } from "../../src/platform/clock/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { fillPayments, type Money } from "../staff/fill-payments.ts"
import { openPageGround, openWindow, type PageGround } from "./ground.ts"
import { lookAt } from "./look-at.ts"

const { staff } = routes
let ground: PageGround
let money: Money
const windows = {} as Record<"owner" | "dane" | "plain", BrowserContext>

beforeAll(async () => {
  ground = await openPageGround()
  money = await fillPayments(ground.app, dateIn("Europe/Copenhagen", new Date()))
  const { cookies } = await ground.app.signIn("owner")
  windows.owner = await openWindow(ground, cookies)
  windows.dane = await openWindow(ground, new Map([...cookies, ["kvit_language", "da"]]))
  windows.plain = await openWindow(ground, cookies, { javaScriptEnabled: false })
}, 60_000)
afterAll(() => ground.close())

const pages: [string, (of: Money) => string, "owner" | "dane"][] = [
  ["money received", () => staff.payments.to(), "owner"],
  ["money received, in Danish", () => staff.payments.to({ search: "havnens" }), "dane"],
  ["payments under way", () => staff.payments.to({ list: "under_way" }), "owner"],
  ["failed payments", () => staff.payments.to({ list: "failed" }), "owner"],
  ["refunds", () => staff.payments.to({ list: "refunds" }), "owner"],
  ["what customers say they paid", () => staff.payments.to({ list: "notices" }), "owner"],
  ["a payment by bank", ({ bankPayment }) => staff.payment.to({ id: bankPayment }), "owner"],
  [
    "a payment that is being paid back",
    ({ paid }) => staff.payment.to({ id: paid.paymentId }, { done: "asked" }),
    "dane",
  ],
  ["the form for a refund", ({ bankPayment }) => staff.paymentRefund.to({ id: bankPayment }), "owner"],
  ["an attempt that paid", ({ paid }) => staff.paymentAttempt.to({ id: paid.id }), "owner"],
  ["an attempt that waits", ({ waiting }) => staff.paymentAttempt.to({ id: waiting.id }), "dane"],
  ["an attempt that is stuck", ({ stuck }) => staff.paymentAttempt.to({ id: stuck.id }), "owner"],
  ["an attempt to be taken by hand", ({ byHand }) => staff.paymentAttempt.to({ id: byHand.id }), "owner"],
  ["an attempt that was refused", ({ refused }) => staff.paymentAttempt.to({ id: refused.id }), "owner"],
  [
    "the question before money is taken",
    ({ byHand }) => staff.paymentAttemptCapture.to({ id: byHand.id }),
    "owner",
  ],
  [
    "the question before it is released",
    ({ stuck }) => staff.paymentAttemptRelease.to({ id: stuck.id }),
    "owner",
  ],
  [
    "the form for a payment over several invoices",
    ({ haven }) => staff.customerPayments.to({ id: haven.id }),
    "owner",
  ],
  ["a customer's card", ({ anna }) => staff.customer.to({ id: anna.id }), "owner"],
  ["an invoice somebody is paying", () => staff.documents.to({ search: "10106" }), "owner"],
  ["home, with something to look at", () => staff.home.to(), "owner"],
  [
    "recording what a customer says they paid",
    ({ invoices, noticeId }) => staff.documentPayments.to({ id: invoices.third }, { notice: noticeId }),
    "owner",
  ],
]

describe.concurrent("in a real browser", () => {
  test.each(pages)("%s is open to everyone, at any width, in any light", async (_, path, who) => {
    await lookAt(ground, windows[who], path(money))
  })
})

describe("without JavaScript", () => {
  test("one payment is recorded over several invoices by keys alone", async () => {
    const customer = await ground.app.make.customer({ name: "Tastatur A/S" })
    for (const number of ["20001", "20002"])
      await ground.app.make.document({ customer, number, total: 100_000n })
    const page = await windows.plain.newPage()
    await page.goto(staff.customerPayments.to({ id: customer.id }))
    await page.getByLabel("Amount").focus()
    await page.keyboard.type("1500,00")
    await page.keyboard.press("Enter")
    await page.getByLabel("Paid of invoice 20002").waitFor()
    expect(await page.getByLabel("Paid of invoice 20001").inputValue()).toBe("1,000.00")
    expect(await page.getByLabel("Paid of invoice 20002").inputValue()).toBe("500.00")
    await page.getByLabel("Paid of invoice 20002").focus()
    await page.keyboard.press("Enter")
    await page.getByText("The payment is recorded.").waitFor()
    await page.close()
  })

  test("a refund says what it will be booked on before anything is done", async () => {
    const customer = await ground.app.make.customer({ name: "Retur ApS" })
    const documentId = await ground.app.make.document({ customer, number: "20003", total: 100_000n })
    await ground.app.make.payment(documentId, 100_000n)
    const page = await windows.plain.newPage()
    await page.goto(staff.payments.to({ search: "retur" }))
    await page.getByRole("link", { name: "Retur ApS" }).click()
    await page.getByRole("link", { name: "Pay back" }).click()
    await page.getByLabel("Reason").fill(`Goodwill ${newId().slice(0, 4)}`)
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByText("Invoice 20003, which is then open again").waitFor()
    await page.getByRole("button", { name: /^Record .* as paid back$/ }).press("Enter")
    await page.getByText("Paid back, and booked.").waitFor()
    await page.close()
  })
})
