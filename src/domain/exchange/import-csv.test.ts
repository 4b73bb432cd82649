import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../test/harness.ts"
import { importCustomersCsv, importDocumentsCsv } from "./import-csv.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const bytes = (text: string) => new TextEncoder().encode(text)

async function collect<T>(outcomes: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const outcome of outcomes) all.push(outcome)
  return all
}

async function importCustomers(text: string) {
  return collect(importCustomersCsv(app.system, bytes(text)).outcomes)
}

async function importDocuments(text: string) {
  return collect((await importDocumentsCsv(app.system, bytes(text))).outcomes)
}

async function countDocuments(number: string): Promise<number> {
  const rows = await app.system.transaction((db) =>
    db
      .selectFrom("documents")
      .select("id")
      .where("business_id", "=", app.businessId)
      .where("number", "=", number)
      .execute(),
  )
  return rows.length
}

const documentHeader =
  "Kind;Number;Date;Due date;Customer number;CVR;E-mail;Customer name;Line text;Quantity;Unit price;VAT rate\n"

test("customers are made, found again by number or CVR, and changed only where the list says something else", async () => {
  const header = "Customer number;Name;CVR;E-mail;City\n"
  const first = await importCustomers(
    `${header}501;Holm ApS;16356706;holm@example.org;Aarhus\n502;Peter Møller;;;Odder\n`,
  )
  expect(first.map((each) => each.outcome)).toEqual(["created", "created"])
  const again = await importCustomers(
    `${header}501;Holm ApS;16356706;;\n502;Peter Møller;;peter@example.org;\n`,
  )
  expect(again.map((each) => each.outcome)).toEqual(["unchanged", "changed"])
  const byCvr = await importCustomers("Name;CVR;City\nHolm A/S;16356706;Randers\n")
  expect(byCvr).toMatchObject([{ outcome: "changed", number: "501" }])
  const kept = await app.system.transaction((db) =>
    db
      .selectFrom("customers")
      .select(["name", "email", "city"])
      .where("business_id", "=", app.businessId)
      .where("number", "=", "501")
      .executeTakeFirstOrThrow(),
  )
  expect(kept).toEqual({ name: "Holm A/S", email: "holm@example.org", city: "Randers" })
})

test("a number that belongs to another company is refused, and changes nobody", async () => {
  await importCustomers("Customer number;Name;CVR\n601;Nordvik ApS;11111118\n")
  const refused = await importCustomers("Customer number;Name;CVR\n601;Sydvik ApS;22222226\n")
  expect(refused).toMatchObject([{ outcome: "refused", from: "row 2", line: 2 }])
  expect(refused[0]).toHaveProperty("reason", expect.stringContaining("601 is Nordvik ApS"))
  const kept = await importCustomers("Customer number;Name;CVR\n601;Nordvik ApS;11111118\n")
  expect(kept).toMatchObject([{ outcome: "unchanged" }])
})

test("two branches with one CVR and a number each stay two customers", async () => {
  const header = "Customer number;Name;CVR\n701;Kæden, Aarhus;33333339\n"
  const both = `${header}702;Kæden, Odder;33333339\n`
  expect((await importCustomers(header)).map((each) => each.outcome)).toEqual(["created"])
  expect((await importCustomers(both)).map((each) => each.outcome)).toEqual(["unchanged", "created"])
  expect((await importCustomers(both)).map((each) => each.outcome)).toEqual(["unchanged", "unchanged"])
})

test("documents go to the customer the row names, and come again without a trace", async () => {
  await importCustomers("Customer number;Name;E-mail;City\n801;Anna Holm;anna@example.org;Odder\n")
  const sheet = `${documentHeader}Invoice;D-1;2026-11-01;2026-11-15;801;;;;Service;2;500,00;25
Invoice;D-1;;;;;;;Bolts;1;10,50;25
Quote;D-2;2026-11-01;;;;ANNA@example.org;;Brakes;1;900,00;25
`
  expect(await importDocuments(sheet)).toMatchObject([
    { from: "row 2", outcome: "created", number: "D-1" },
    { from: "row 4", outcome: "created", number: "D-2" },
  ])
  // The customer moves; what was issued before keeps the address it was issued with.
  await importCustomers("Customer number;Name;City\n801;Anna Holm;Randers\n")
  expect((await importDocuments(sheet)).map((each) => each.outcome)).toEqual(["unchanged", "unchanged"])
  const row = await app.system.transaction((db) =>
    db
      .selectFrom("open_items as o")
      .innerJoin("documents as d", "d.id", "o.document_id")
      .innerJoin("customers as c", "c.id", "o.customer_id")
      .select(["o.balance", "c.number"])
      .where("d.business_id", "=", app.businessId)
      .where("d.number", "=", "D-1")
      .executeTakeFirstOrThrow(),
  )
  expect(row).toEqual({ balance: 126_313n, number: "801" })
})

test("a document with a problem in one row is kept in no part, and the others are", async () => {
  const outcomes = await importDocuments(`${documentHeader}Invoice;E-1;2026-11-01;;801;;;;Service;1;500,00;25
Invoice;E-1;;;;;;;Bolts;many;10,50;25
Invoice;E-2;2026-11-01;;801;;;;Service;1;500,00;25
Invoice;E-3;2026-11-01;;nobody;;;;Service;1;500,00;25
`)
  const byRow = Object.fromEntries(outcomes.map((each) => [each.from, each]))
  expect(byRow["row 2"]).toMatchObject({
    outcome: "refused",
    reason: expect.stringContaining("Row 3, column “Quantity”"),
  })
  expect(byRow["row 4"]).toMatchObject({ outcome: "created" })
  expect(byRow["row 5"]).toMatchObject({ outcome: "refused", reason: expect.stringContaining("nobody") })
  expect([await countDocuments("E-1"), await countDocuments("E-2"), await countDocuments("E-3")]).toEqual([
    0, 1, 0,
  ])
})

test("a key that several customers share is refused until the row names one", async () => {
  await importCustomers(
    "Customer number;Name;E-mail\n901;Butik Nord;butik@example.org\n902;Butik Syd;butik@example.org\n",
  )
  const line = "Service;1;500,00;25"
  const [shared, named] =
    await importDocuments(`${documentHeader}Invoice;S-1;2026-11-01;;;;butik@example.org;;${line}
Invoice;S-2;2026-11-01;;;;butik@example.org;Butik Syd;${line}
`)
  expect(shared).toMatchObject({ outcome: "refused", reason: expect.stringContaining("901, 902") })
  expect(named).toMatchObject({ outcome: "created" })
})

test("a customer nobody knows yet is made where the row says a name", async () => {
  const sheet = `${documentHeader}Invoice;N-1;2026-11-01;;1500;44444442;ny@example.org;Ny Kunde ApS;Service;1;500,00;25\n`
  expect(await importDocuments(sheet)).toMatchObject([{ outcome: "created" }])
  expect(await importCustomers("Customer number;Name;CVR\n1500;Ny Kunde ApS;44444442\n")).toMatchObject([
    { outcome: "unchanged" },
  ])
  expect(await importDocuments(sheet)).toMatchObject([{ outcome: "unchanged" }])
})
