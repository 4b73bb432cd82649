/** Whom the receipt of a payment goes to, and what it says. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { followPayment } from "../../src/domain/payments/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { beginToPay, enterAs, setAttempt } from "../paying.ts"
import { openPayingApp, type PayingApp } from "./paying.ts"

let app: PayingApp
beforeAll(async () => {
  app = await openPayingApp()
}, 60_000)
afterAll(() => app.close())

/** Whom the receipts of an attempt went to. */
async function receivers(attemptId: string): Promise<string[]> {
  const rows = await asOwner(app.owner, async (client) => {
    const found = await client.query<{ recipient: string }>(
      `select coalesce(k.email, c.email) as recipient from kvit.mails m
       join kvit.payments p on p.id = m.payment_id
       join kvit.customers c on c.id = m.customer_id
       left join kvit.contacts k on k.id = m.contact_id
       where m.template = 'receipt' and p.attempt_id = $1`,
      [attemptId],
    )
    return found.rows
  })
  return rows.map(({ recipient }) => recipient)
}

async function makeContact(customerId: string, maySee: string, email: string): Promise<string> {
  const id = newId()
  await asOwner(app.owner, (client) =>
    client.query(
      "insert into contacts (business_id, id, customer_id, name, email, may_see) values ($1, $2, $3, 'Anne', $4, $5)",
      [app.businessId, id, customerId, email, maySee],
    ),
  )
  return id
}

test("the receipt of an invoice goes to whom its own link was sent, not to whom another document's was", async () => {
  const customer = await app.make.customer({ email: "firma@kunde.example" })
  const quote = await app.make.document({ customer, kind: "quote", total: 100_000n })
  const invoice = await app.make.document({ customer, total: 125_000n })
  const contacts = {
    quotes: await makeContact(customer.id, "quotes", "quotes@kunde.example"),
    invoices: await makeContact(customer.id, "invoices", "invoices@kunde.example"),
  }
  const browser = app.browser()
  const open = async (id: string, contactId: string) =>
    browser.get(routes.portal.documentLink.to({ link: await linkOf(id, contactId) }))
  // The other document's link is the newer one, and was opened last.
  await open(invoice, contacts.invoices)
  await open(quote, contacts.quotes)
  const attemptId = await beginToPay(browser, invoice, 125_000n)
  app.sim.approve(await app.referenceOf(attemptId))
  await followPayment(app.kvit, app.businessId, attemptId)
  await app.runJobs()
  expect(await receivers(attemptId)).toEqual(["invoices@kunde.example"])
})

async function linkOf(documentId: string, contactId: string): Promise<string> {
  const text = await app.make.documentLink(documentId, { contactId })
  return text.split("/portal/d/").at(-1) ?? text
}

test("who opened another document's link, and pays by one that was copied, gets the receipt at the customer's address", async () => {
  const customer = await app.make.customer({ email: "firma@kunde.example" })
  const quote = await app.make.document({ customer, kind: "quote", total: 100_000n })
  const invoice = await app.make.document({ customer, total: 125_000n })
  const contactId = await makeContact(customer.id, "quotes", "quotes@kunde.example")
  const browser = app.browser()
  await browser.get(routes.portal.documentLink.to({ link: await linkOf(quote, contactId) }))
  const copied = await app.make.documentLink(invoice)
  await browser.get(routes.portal.documentLink.to({ link: copied.split("/portal/d/").at(-1) ?? copied }))
  const attemptId = await beginToPay(browser, invoice, 125_000n)
  app.sim.approve(await app.referenceOf(attemptId))
  await followPayment(app.kvit, app.businessId, attemptId)
  await app.runJobs()
  expect(await receivers(attemptId)).toEqual(["firma@kunde.example"])
})

test.each([
  ["card", "Paid by: Card", "<dd><span>Card</span></dd>", "MobilePay</span>"],
  ["wallet", "Paid by: MobilePay", "<dd><span>MobilePay</span></dd>", "Card</span>"],
])(
  "what was paid by %s says so, in the receipt and on the page of the payment",
  async (method, told, shown, never) => {
    const payment = await app.beginPayment()
    await setAttempt(app, payment.attemptId, { method })
    app.sim.approve(payment.reference)
    await followPayment(app.kvit, app.businessId, payment.attemptId)
    await app.runJobs()
    const [receipt] = await app.mails()
    expect(receipt?.text).toContain(told)
    const browser = await enterAs(app, payment.customer)
    const page = await (await browser.get(routes.portal.payment.to({ id: payment.attemptId }))).text()
    expect(page).toContain(shown)
    expect(page).not.toContain(never)
  },
)
