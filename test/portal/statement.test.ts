/** The customer's statement of account: what it says, to whom, and to whom it says nothing. */
import { parse } from "csv-parse/sync"
import { sql } from "kysely"
import { afterEach, beforeEach, expect, test } from "vitest"
import { openPreview } from "../../src/domain/access/index.ts"
import { findBalances } from "../../src/domain/ledger/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { payBack, receive } from "../money.ts"
import { textOf } from "../read-pdf.ts"
import { useSignIn } from "../sign-in.ts"

const { portal } = routes
let app: TestApp
let anna: { id: string; name: string }
let browser: TestBrowser

beforeEach(async () => {
  app = await createTestApp({ secondFactor: false })
  anna = await app.make.customer({ name: "Anna Vogne ApS", email: "anna@vogne.example" })
  browser = app.browser()
  await browser.get(portal.token.to({ token: await app.make.token(anna) }))
})
afterEach(() => app.close())

const read = async (path: string, by = browser) => (await by.get(path)).text()
const readPdf = async (path: string) => textOf(Buffer.from(await (await browser.get(path)).arrayBuffer()))
/** Without the spaces that setting and marks decide. */
const packed = (text: string) => text.replaceAll(/<[^>]*>|&nbsp;|\s/g, "")
const rowsOf = (csv: string): string[][] => parse(csv, { bom: true })
const set = (change: string) =>
  app.system.transaction((db) => sql`update portal_settings set ${sql.raw(change)}`.execute(db))
const events = (kind: string) =>
  app.system.transaction(async (db) => {
    const query = db.selectFrom("events").select(["kind", "data", "way"]).where("kind", "=", kind)
    return query.where("customer_id", "=", anna.id).execute()
  })

test("opening and lines add up to the balance told everywhere, on page, in PDF and in CSV", async () => {
  const old = await app.make.document({
    customer: anna,
    number: "9001",
    issueDate: "2025-03-01",
    total: 80_000n,
  })
  const first = await app.make.document({
    customer: anna,
    number: "10001",
    issueDate: "2026-02-01",
    total: 100_000n,
  })
  const second = await app.make.document({
    customer: anna,
    number: "10002",
    issueDate: "2026-03-01",
    total: 50_000n,
  })
  await app.make.document({
    customer: anna,
    kind: "credit_note",
    number: "20001",
    issueDate: "2026-04-01",
    total: 12_500n,
  })
  const paid = await receive(app.system, {
    customer: anna,
    amount: 150_000n,
    parts: [
      { documentId: old, amount: 80_000n },
      { documentId: first, amount: 60_000n },
    ],
    on: "2026-05-01",
  })
  await payBack(app.system, paid.id, 4_000n, "2026-06-01")
  const [balance] = await findBalances(app.system, [anna.id], "2026-11-21")
  expect(balance?.balance).toBe(71_500n)
  const rows = rowsOf(await read(portal.statementCsv.to({ from: "2026-01-01" })))
  expect(rows.map((row) => [row[0], row[1], row[4], row[5]])).toEqual([
    ["Date", "Text", "Amount", "Balance"],
    ["2026-01-01", "Opening balance", "", "800.00"],
    ["2026-02-01", "Invoice 10001", "1000.00", "1800.00"],
    ["2026-03-01", "Invoice 10002", "500.00", "2300.00"],
    ["2026-04-01", "Credit note 20001", "-125.00", "2175.00"],
    ["2026-05-01", "Payment, bank transfer for 9001, 10001", "-1500.00", "675.00"],
    ["2026-06-01", "Paid back, cash", "40.00", "715.00"],
    [expect.any(String), "Closing balance", "", "715.00"],
  ])
  const page = await read(portal.statement.to({ from: "2026-01-01" }))
  const pdf = await readPdf(portal.statementPdf.to({ from: "2026-01-01" }))
  for (const text of [page, pdf]) {
    expect(packed(text)).toContain("715.00")
    expect(packed(text)).toContain("Payment,banktransfer")
    expect(packed(text)).toContain("675.00")
  }
  for (const id of [old, first, second]) expect(page).toContain(portal.document.to({ id }))
  expect(packed(await read(portal.home.to()))).toContain("715.00")
})

test("what falls due is told by its age on the last day of the period", async () => {
  await app.make.document({ customer: anna, issueDate: "2026-01-01", dueDate: "2026-01-31", total: 10_000n })
  await app.make.document({ customer: anna, issueDate: "2026-03-01", dueDate: "2026-03-31", total: 20_000n })
  const page = packed(await read(portal.statement.to({ from: "2026-01-01", to: "2026-03-31" })))
  expect(page).toContain("Notdue200.00")
  expect(page).toContain("31–60days100.00")
  const later = packed(await read(portal.statement.to({ from: "2026-01-01", to: "2026-04-01" })))
  expect(later).toContain("1–30days200.00")
  expect(later).toContain("31–60days100.00")
  const oneMore = packed(await read(portal.statement.to({ from: "2026-01-01", to: "2026-04-02" })))
  expect(oneMore).toContain("61–90days100.00")
})

test("where credit notes are hidden the credit counts, and nothing says which it was", async () => {
  const invoice = await app.make.document({ customer: anna, total: 100_000n })
  const credit = await app.make.document({
    customer: anna,
    kind: "credit_note",
    number: "KREDIT-77",
    total: 30_000n,
  })
  const shown = await read(portal.statement.to())
  expect(shown).toContain("KREDIT-77")
  expect(shown).toContain(credit)
  await set("show_credit_notes = false")
  for (const path of [portal.statement.to(), portal.statementCsv.to()]) {
    const hidden = await read(path)
    expect(hidden).not.toContain("KREDIT-77")
    expect(hidden).not.toContain(credit)
    expect(hidden).not.toMatch(/credit note/i)
    expect(hidden).toMatch(/Credit\b/)
    expect(hidden).toMatch(/700\.00/)
  }
  expect(await read(portal.statement.to())).toContain(invoice)
  const pdf = await readPdf(portal.statementPdf.to())
  expect(pdf).not.toContain("KREDIT-77")
  expect(packed(pdf)).toContain("DKK700.00")
})

test("where the business shows no statement, nothing is there: not the page, its files, its mail or its name", async () => {
  await app.make.document({ customer: anna })
  expect(await read(portal.home.to())).toContain(portal.statement.path)
  await set("show_statement = false")
  const nothing = await read("/portal/nothing-here")
  for (const path of [portal.statement.to(), portal.statementPdf.to(), portal.statementCsv.to()]) {
    const answer = await browser.get(path)
    expect(answer.status, path).toBe(404)
    expect(await answer.text(), path).toBe(nothing)
  }
  const mail = await browser.post(portal.statementMail.to(), { requestKey: newId() })
  expect(mail.status).toBe(404)
  expect(await read(portal.home.to())).not.toContain(portal.statement.path)
  await app.runJobs()
  expect(await app.mails()).toEqual([])
  expect(await events("statement.asked")).toEqual([])
})

test("with another customer's id the statement is a page that does not exist", async () => {
  const bo = await app.make.customer({ name: "Bo-Canary-Transport", email: "bo@bo.example" })
  await app.make.document({ customer: bo, number: "BO-CANARY-1" })
  const nothing = await read("/portal/nothing-here")
  for (const customer of [bo.id, newId(), "x", "' or 1=1"]) {
    for (const route of [portal.statement, portal.statementPdf, portal.statementCsv]) {
      const answer = await browser.get(route.to({ customer }))
      expect(answer.status, customer).toBe(404)
      expect(await answer.text()).toBe(nothing)
    }
    const mailed = await browser.post(portal.statementMail.to(), { customer, requestKey: newId() })
    expect(mailed.status, customer).toBe(404)
  }
  await app.runJobs()
  expect(JSON.stringify(await app.mails())).not.toContain("bo@bo.example")
  expect(await read(portal.statement.to({ customer: anna.id }))).not.toContain("BO-CANARY")
})

test("the link of one document opens no statement", async () => {
  const invoice = await app.make.document({ customer: anna })
  const visitor = app.browser()
  await visitor.get(portal.documentLink.to({ link: await app.make.documentLink(invoice) }))
  expect((await visitor.get(portal.document.to({ id: invoice }))).status).toBe(200)
  for (const route of [portal.statement, portal.statementPdf, portal.statementCsv])
    expect((await visitor.get(route.to())).status).toBe(403)
  expect((await visitor.post(portal.statementMail.to())).status).toBe(403)
  expect(await read(portal.document.to({ id: invoice }), visitor)).not.toContain(portal.statement.path)
})

test("who may see quotes only has no statement; of several customers only those whose account may be seen", async () => {
  const mail = useSignIn(app)
  const firm = await app.make.customer({ name: "Vogne og Søn ApS" })
  await app.make.document({ customer: firm, number: "FIRM-1" })
  await app.make.document({ customer: anna, number: "10001" })
  await mail.contact(firm, "per@vogne.example", "quotes")
  const per = app.browser()
  await mail.code(per, (await mail.mailFor(per, "per@vogne.example")).code)
  expect((await per.get(portal.statement.to())).status).toBe(404)
  expect(await read(portal.home.to(), per)).not.toContain(portal.statement.path)
  await mail.contact(anna, "per@vogne.example", "invoices")
  expect((await per.get(portal.statement.to({ customer: firm.id }))).status).toBe(404)
  const page = await read(portal.statement.to(), per)
  expect(page).toContain("10001")
  expect(page).not.toContain("FIRM-1")
  expect(page).not.toContain(portal.statement.to({ customer: firm.id }))
  await mail.query("update contacts set may_see = 'everything' where email = 'per@vogne.example'")
  const both = await read(portal.statement.to(), per)
  expect(both).toContain(portal.statement.to({ customer: firm.id }))
  expect(await read(portal.statement.to({ customer: firm.id }), per)).toContain("FIRM-1")
})

test("each currency has a statement of its own", async () => {
  await app.make.document({ customer: anna, number: "10001", total: 100_000n })
  await app.make.document({ customer: anna, number: "EU-1", total: 5_000n, currency: "EUR" })
  const kroner = await read(portal.statement.to())
  expect(packed(kroner)).toContain("1,000.00kr.")
  expect(kroner).not.toContain("EU-1")
  expect(kroner).toContain(portal.statement.to({ currency: "EUR" }))
  const euro = await read(portal.statement.to({ currency: "EUR" }))
  expect(euro).toContain("€50.00")
  expect(euro).toContain("EU-1")
  expect(euro).not.toContain("10001")
  for (const currency of ["USD", "eur", "DKK'"])
    expect((await browser.get(portal.statement.to({ currency }))).status, currency).toBe(404)
})

test("dates that are none are told at their fields, with what was typed; files lead to the same page", async () => {
  const bad = { from: "2026-02-30", to: "soon" }
  const answer = await browser.get(portal.statement.to(bad))
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain('value="2026-02-30"')
  expect(page).toContain('value="soon"')
  expect(page.match(/Write a date of the calendar/g)).toHaveLength(2)
  expect(page).not.toContain(portal.statementPdf.path)
  for (const route of [portal.statementPdf, portal.statementCsv]) {
    const file = await browser.get(route.to(bad))
    expect([file.status, file.headers.get("location")]).toEqual([303, portal.statement.to(bad)])
  }
  const turned = await read(portal.statement.to({ from: "2026-03-01", to: "2026-02-01" }))
  expect(turned).toContain("The end lies before the beginning.")
  expect(await events("statement.viewed")).toEqual([])
})

test("a period with nothing in it, and one far away, still say what the account stood at", async () => {
  await app.make.document({ customer: anna, number: "10001", issueDate: "2026-03-01", total: 100_000n })
  const empty = packed(await read(portal.statement.to({ from: "2026-04-01", to: "2026-04-30" })))
  expect(empty).toContain("Nothingwasbookedinthisperiod.")
  expect(empty).toContain("1,000.00kr.")
  const before = packed(await read(portal.statement.to({ from: "1900-01-01", to: "1901-01-01" })))
  expect(before).toContain("0.00kr.")
  expect(before).not.toContain("1,000.00")
  const after = packed(await read(portal.statement.to({ from: "2190-01-01", to: "2199-12-31" })))
  expect(after).toContain("Openingbalance1,000.00")
  expect((await browser.get(portal.statementPdf.to({ from: "2190-01-01", to: "2199-12-31" }))).status).toBe(
    200,
  )
})

test("what is booked with a date to come is in the balance of today, as it is everywhere", async () => {
  await app.make.document({ customer: anna, issueDate: "2190-01-01", dueDate: "2190-02-01", total: 100_000n })
  await app.make.document({ customer: anna, issueDate: "2026-03-01", dueDate: "2026-03-31", total: 20_000n })
  const [balance] = await findBalances(app.system, [anna.id], "2026-11-21")
  expect(balance?.balance).toBe(120_000n)
  const page = packed(await read(portal.statement.to()))
  expect(page).toContain("1,200.00kr.")
  expect(page).toContain("Notdue1,000.00")
  expect(page).toContain("Over90days200.00")
})

test("looking and taking are recorded once each; machines, live pages and staff who look are not", async () => {
  await app.make.document({ customer: anna })
  await read(portal.statement.to())
  await browser.head(portal.statement.to())
  await browser.head(portal.statementPdf.to())
  await browser.get(portal.statement.to(), { "x-kvit-live": "1" })
  const preview = await openPreview(await app.makeStaff(), anna.id)
  const staff = app.browser()
  staff.cookies.set("kvit_customer", preview?.secret ?? "")
  const looked = await read(portal.statement.to(), staff)
  expect(looked).not.toContain("Mail it to me")
  expect((await staff.get(portal.statementPdf.to())).status).toBe(200)
  expect((await staff.get(portal.statementCsv.to())).status).toBe(200)
  expect((await staff.post(portal.statementMail.to(), { requestKey: newId() })).status).toBe(404)
  expect(await events("statement.viewed")).toMatchObject([{ way: "token", data: { currency: "DKK" } }])
  expect(await events("statement.downloaded")).toEqual([])
  await browser.get(portal.statementPdf.to())
  await browser.get(portal.statementCsv.to())
  expect(await events("statement.downloaded")).toMatchObject([
    { data: { as: "pdf" } },
    { data: { as: "csv" } },
  ])
})

test("a file is sent as a file, under a name that says whose it is and until when", async () => {
  await app.make.document({ customer: anna, number: '=HYPERLINK("http://evil.example")' })
  const csv = await browser.get(
    portal.statementCsv.to({ from: "2026-01-01", to: "2026-11-30", language: "da" }),
  )
  expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8")
  expect(csv.headers.get("content-disposition")).toMatch(
    /^attachment; filename="kontoudtog-\d+-2026-11-30\.csv"/,
  )
  expect(csv.headers.get("cache-control")).toBe("no-store")
  const text = await csv.text()
  expect(text).toContain(`;"'=HYPERLINK(""http://evil.example"")";`)
  expect(text).not.toMatch(/(^|[;"])=HYPERLINK/m)
  const pdf = await browser.get(portal.statementPdf.to({ language: "en" }))
  expect(pdf.headers.get("content-type")).toBe("application/pdf")
  expect(pdf.headers.get("content-disposition")).toMatch(/^attachment; filename="statement-/)
})
