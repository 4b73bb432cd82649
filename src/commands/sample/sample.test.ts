import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../test/harness.ts"
import { checkTotals, type DocumentKind, fromStored } from "../../domain/documents/index.ts"
import { dateIn } from "../../platform/clock/index.ts"
import { cvrNumber } from "./customers.ts"
import { makeHistory } from "./history.ts"
import { loadSample } from "./load-sample.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  await loadSample(app.kvit, app.businessId)
})
afterAll(() => app.close())

const today = "2026-11-21"

test("the sample of a day is always the same", () => {
  expect(makeHistory(today)).toEqual(makeHistory(today))
})

test("there are about 40 customers and 400 documents of all kinds, over three years", () => {
  const { customers, documents } = makeHistory(today)
  expect(customers).toHaveLength(40)
  expect(documents.length).toBeGreaterThan(380)
  const count = (kind: DocumentKind) => documents.filter((each) => each.kind === kind).length
  expect(count("invoice")).toBeGreaterThan(200)
  for (const kind of ["quote", "order", "credit_note"] as const) expect(count(kind)).toBeGreaterThan(15)
  const dates = documents.map((each) => each.issueDate)
  expect(dates[0]?.slice(0, 7)).toBe("2023-11")
  expect(dates).toEqual(dates.toSorted())
  expect(dates.at(-1)).toBe(today)
})

test("numbers are given in the order of time, and what documents name is there", () => {
  const { documents } = makeHistory(today)
  const invoices = documents.filter((each) => each.kind === "invoice").map((each) => Number(each.number))
  expect(invoices).toEqual(invoices.map((_, index) => 24_001 + index))
  const numbers = new Set(documents.map((each) => each.number))
  const named = documents.flatMap(({ references }) => [
    references.quote,
    references.salesOrder,
    ...(references.precedingInvoices ?? []).map((each) => each.number),
  ])
  const present = named.filter((number) => number !== undefined)
  expect(present.length).toBeGreaterThan(100)
  expect(present.filter((number) => !numbers.has(number))).toEqual([])
})

test("an odometer never runs backwards, and nobody changes to winter wheels in June", () => {
  const { documents } = makeHistory(today)
  const last = new Map<string, number>()
  for (const { vehicle } of documents) {
    const km = vehicle.odometerKm ?? 0
    expect(km).toBeGreaterThanOrEqual(last.get(vehicle.vin ?? "") ?? 0)
    last.set(vehicle.vin ?? "", km)
  }
  const winter = documents.filter(
    ({ kind, state, lines }) =>
      kind === "invoice" && state === "issued" && lines.some((line) => /vinter/i.test(line.name)),
  )
  expect(winter.length).toBeGreaterThan(2)
  const months = new Set(winter.map((each) => Number(each.issueDate.slice(5, 7))))
  expect([...months].filter((month) => month > 1 && month < 10)).toEqual([])
})

test("every document adds up as EN 16931 says", async () => {
  const rows = await app.system.transaction((db) =>
    db.selectFrom("document_versions").select("data").where("business_id", "=", app.businessId).execute(),
  )
  expect(rows.length).toBeGreaterThan(380)
  expect(rows.flatMap((row) => checkTotals(fromStored(row.data)))).toEqual([])
})

test("invoices stand in every way a workshop knows", async () => {
  const day = dateIn("Europe/Copenhagen", new Date())
  const rows = await app.system.transaction((db) =>
    db
      .selectFrom("documents as d")
      .leftJoin("open_items as o", "o.document_id", "d.id")
      .select([
        "d.state",
        "d.payable",
        "d.due_date",
        "d.currency",
        "d.customer_id",
        "d.bill_to_id",
        "o.balance",
      ])
      .where("d.business_id", "=", app.businessId)
      .where("d.kind", "=", "invoice")
      .execute(),
  )
  const has = (fits: (row: (typeof rows)[number]) => boolean) => rows.some(fits)
  expect(has((row) => row.state === "draft")).toBe(true)
  expect(has((row) => row.state === "issued" && row.balance === null)).toBe(true)
  expect(has((row) => row.balance !== null && (row.due_date ?? "") < day)).toBe(true)
  expect(has((row) => row.balance === row.payable && (row.due_date ?? "") >= day)).toBe(true)
  expect(has((row) => row.balance !== null && row.balance < row.payable)).toBe(true)
  expect(has((row) => row.customer_id !== row.bill_to_id)).toBe(true)
  expect(has((row) => row.currency === "EUR")).toBe(true)
})

test("the sample's companies have numbers with a right check digit that nobody has", () => {
  expect(cvrNumber(99_999_990)).toBe("99999993")
  const { customers } = makeHistory(today)
  const numbers = customers.flatMap(({ input }) => (input.companyId ? [input.companyId] : []))
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(numbers.filter((number) => cvrNumber(Number(number)) !== number || number < "90000000")).toEqual([])
})
