/** How an invoice is paid by bank: what the page and the letter say, and what a customer says of it. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { listEvents } from "../../src/domain/events/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { readPdf } from "../read-pdf.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await asOwner(app.owner, (client) =>
    client.query(
      `update kvit.businesses set bank_registration = '0040', bank_account = '0440 116243', iban = 'DK50 0040 0440 1162 43',
        bic = 'NDEADKKK', creditor_number = '87654321'`,
    ),
  )
})
afterAll(() => app.close())

async function enter(customer: { id: string; name: string }): Promise<TestBrowser> {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: await app.make.token(customer) }))
  return browser
}

async function pageOf(browser: TestBrowser, id: string): Promise<string> {
  return (await browser.get(routes.portal.document.to({ id }))).text()
}

/** What the copy buttons of a page copy. */
const copied = (html: string) => [...html.matchAll(/<copy-button value="([^"]*)"/g)].map(([, value]) => value)

test("an own invoice that says nothing of payment is paid to the business, each value to be copied, the open amount first", async () => {
  const customer = await app.make.customer()
  const id = await app.make.document({ customer, number: "20042", total: 125_050n })
  await app.make.payment(id, 25_000n)
  const html = await pageOf(await enter(customer), id)
  expect(copied(html)).toEqual([
    "1000.50",
    "+71&lt;000000000200428+87654321&lt;",
    "0040",
    "0440116243",
    "DK50 0040 0440 1162 43",
    "NDEADKKK",
    "20042",
  ])
  expect(html).not.toContain('class="qr"')
  expect(html).not.toMatch(/ style=/)
})

test("in euro a code for the bank's app stands beside the IBAN, for what is open, and no payment slip", async () => {
  const customer = await app.make.customer()
  const id = await app.make.document({ customer, number: "20043", currency: "EUR", total: 99_900n })
  const browser = await enter(customer)
  const before = await pageOf(browser, id)
  expect(before).toContain('class="qr"')
  expect(before).not.toContain("+71")
  await app.make.payment(id, 900n)
  const after = await pageOf(browser, id)
  expect(pathOf(after)).not.toBe(pathOf(before))
})

const pathOf = (html: string) => /<path d="(M[^"]+)" fill="#000000"/.exec(html)?.[1]

test("what another seller's invoice leaves out is never filled with the business's accounts", async () => {
  const customer = await app.make.customer()
  const id = await app.make.document({ customer, number: "20044" })
  await asOwner(app.owner, (client) =>
    client.query("update kvit.documents set seller_key = '0184:99999999 > x' where id = $1", [id]),
  )
  const browser = await enter(customer)
  const html = await pageOf(browser, id)
  expect(html).not.toMatch(/0440|87654321|NDEADKKK/)
  expect(html).toContain("I have paid by bank")
})

test("a paid invoice asks for nothing: no accounts, no code, no word of a bank", async () => {
  const customer = await app.make.customer()
  const id = await app.make.document({ customer, number: "20045", total: 10_000n })
  await app.make.payment(id, 10_000n)
  const html = await pageOf(await enter(customer), id)
  expect(html).not.toMatch(/87654321|0440116243|I have paid/)
})

test("the letter and the e-invoice in it say the same ways to pay, and stay as they were sent when the bank changes", async () => {
  const customer = await app.make.customer()
  const id = await app.make.document({ customer, number: "20046" })
  const browser = await enter(customer)
  const take = async () =>
    Buffer.from(await (await browser.get(routes.portal.documentPdf.to({ id }))).arrayBuffer())
  const first = await take()
  const { pages, attachments } = readPdf(first)
  expect(pages.join("").replaceAll(/\s/g, "")).toContain("+71<000000000200469+87654321<")
  expect(attachments[0]?.text).toContain("71#000000000200469")
  await asOwner(app.owner, (client) =>
    client.query("update kvit.businesses set creditor_number = '80000000'"),
  )
  expect((await take()).equals(first)).toBe(true)
  expect(await pageOf(browser, id)).toContain("80000000")
  await asOwner(app.owner, (client) =>
    client.query("update kvit.businesses set creditor_number = '87654321'"),
  )
})

async function say(browser: TestBrowser, id: string, paidOn: string) {
  return browser.post(routes.portal.documentBankPayment.to({ id }), { paidOn })
}

async function announced(documentId: string) {
  const { events } = await listEvents(app.system, { documentId, limit: 20 })
  return events.filter((event) => event.kind === "payment.announced")
}

test("a customer says that they paid by bank, sees what they said, and may correct the date; staff see one event for each", async () => {
  const customer = await app.make.customer()
  const id = await app.make.document({ customer, issueDate: "2026-11-01" })
  const browser = await enter(customer)
  const today = app.clock.now().toISOString().slice(0, 10)
  expect((await say(browser, id, today)).status).toBe(303)
  expect((await say(browser, id, today)).status).toBe(303)
  expect(await announced(id)).toHaveLength(1)
  expect((await say(browser, id, "2026-11-02")).status).toBe(303)
  const html = await pageOf(browser, id)
  expect(html).toContain("that you paid on 2 November 2026")
  expect(html).toContain("It is booked when the bank says so.")
  expect(await announced(id)).toHaveLength(2)
  // Nothing is booked by it.
  expect(html).toContain("Left to pay")
})

test.each([
  ["", "Write the date"],
  ["2026-02-30", "Write the date"],
  ["9999-12-31", "not here yet"],
  ["2026-10-31", "before the invoice was written"],
  [`"><script>alert(1)</script>`, "Write the date"],
])(
  "%j is no date an invoice was paid on; the page says so at the field and keeps what was typed",
  async (paidOn, words) => {
    const customer = await app.make.customer()
    const id = await app.make.document({ customer, issueDate: "2026-11-01" })
    const answer = await say(await enter(customer), id, paidOn)
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain(words)
    expect(html).not.toContain("<script>alert")
    expect(html).not.toContain("bank-payments?language")
    expect(await announced(id)).toEqual([])
  },
)

test("nobody says it of another's invoice, of a paid one, or of what is no invoice", async () => {
  const anna = await app.make.customer()
  const bo = await app.make.customer()
  const browser = await enter(anna)
  const bos = await app.make.document({ customer: bo })
  const quote = await app.make.document({ customer: anna, kind: "quote" })
  const paid = await app.make.document({ customer: anna, total: 5_000n })
  await app.make.payment(paid, 5_000n)
  expect((await say(browser, bos, "2026-11-02")).status).toBe(404)
  for (const id of [quote, paid]) expect((await say(browser, id, "2026-11-02")).status).toBe(422)
  for (const id of [bos, quote, paid]) expect(await announced(id)).toEqual([])
})

test("whoever has the link of one invoice may say it of that one", async () => {
  const customer = await app.make.customer()
  const [one, other] = [await app.make.document({ customer }), await app.make.document({ customer })]
  const browser = app.browser()
  await browser.get(routes.portal.documentLink.to({ link: await app.make.documentLink(one) }))
  expect((await say(browser, one, "2026-11-02")).status).toBe(303)
  expect((await say(browser, other, "2026-11-02")).status).toBe(404)
})
