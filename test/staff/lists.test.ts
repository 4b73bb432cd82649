import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import type { MadeCustomer } from "../factories.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let staff: TestBrowser
const customers: MadeCustomer[] = []

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  staff = await app.signIn("read_only")
  for (let count = 0; count < 110; count += 1) {
    // Several share a name, so that pages are cut within equal ones.
    customers.push(
      await app.make.customer({ name: `Kunde ${Math.floor(count / 30)}`, email: `k${count}@example.dk` }),
    )
  }
  const [first] = customers
  for (let count = 0; first && count < 110; count += 1) {
    const day = String(1 + Math.floor(count / 40)).padStart(2, "0")
    await app.make.document({ customer: first, number: `S${1000 + count}`, issueDate: `2026-11-${day}` })
  }
})
afterAll(() => app.close())

const unescapeHtml = (text: string) => text.replaceAll("&amp;", "&")

/** Follows the link to the next page until there is none, and gathers what the pattern finds. */
async function walk(path: string, pattern: RegExp): Promise<string[]> {
  const found: string[] = []
  let next: string | undefined = path
  while (next) {
    const page = await (await staff.get(next)).text()
    found.push(...[...page.matchAll(pattern)].map((match) => match[1] ?? ""))
    next = /<a rel="next" href="([^"]+)"/.exec(page)?.[1]
    if (next) next = unescapeHtml(next)
  }
  return found
}

test("every customer is on exactly one page of the list, by name", async () => {
  const found = await walk(routes.staff.customers.to(), /class="record-link" href="\/customers\/([^"]+)"/g)
  expect(found).toHaveLength(110)
  expect(new Set(found)).toEqual(new Set(customers.map((customer) => customer.id)))
})

test("every document is on exactly one page of the list, and of its customer's", async () => {
  const [first, second] = customers
  const rows = /class="row-title" href="\/documents\/([^"]+)"/g
  const all = await walk(routes.staff.documents.to(), rows)
  expect(all).toHaveLength(110)
  expect(new Set(all).size).toBe(110)
  expect(await walk(routes.staff.documents.to({ customer: first?.id }), rows)).toEqual(all)
  expect(await walk(routes.staff.documents.to({ customer: second?.id }), rows)).toEqual([])
})

test("every event is on exactly one page of the activity, newest first", async () => {
  const times = await walk(routes.staff.activity.to(), /<time datetime="([^"]+)"/g)
  expect(times.length).toBeGreaterThanOrEqual(220)
  expect(times).toEqual([...times].sort().reverse())
})

test("a search goes on over pages and keeps its filters in the address", async () => {
  const rows = /class="row-title" href="\/documents\/([^"]+)"/g
  expect(
    await walk(routes.staff.documents.to({ search: "large service", kind: "invoice" }), rows),
  ).toHaveLength(110)
  const page = await (
    await staff.get(routes.staff.documents.to({ search: "large", kind: "invoice", status: "unpaid" }))
  ).text()
  const next = unescapeHtml(/<a rel="next" href="([^"]+)"/.exec(page)?.[1] ?? "")
  for (const part of ["search=large", "kind=invoice", "status=unpaid", "after="]) expect(next).toContain(part)
})

test("customers are found by name, number, mail, CVR, phone and town", async () => {
  const made = await app.make.customer({
    name: "Ærøskøbing Autoværksted",
    companyId: "31415926",
    email: "kontakt@aeroe-auto.example",
    phone: "+45 62 52 11 00",
    city: "Marstal",
  })
  for (const search of [
    "ærøskøbing",
    "AEROESKOEBING auto",
    "31415926",
    "kontakt@aeroe",
    "62521100",
    "marstal",
  ]) {
    const page = await (await staff.get(routes.staff.customers.to({ search }))).text()
    expect(page, search).toContain(made.id)
    expect(page, search).not.toContain("Kunde 1<")
  }
  expect(await (await staff.get(routes.staff.customers.to({ search: "findes-ikke" }))).text()).toContain(
    "No customers match",
  )
})

test("addresses that make no sense show the list, never an error", async () => {
  const paths = [
    "/customers?after=x&search=%00",
    "/customers?after=00000000-0000-7000-8000-000000000000",
    "/documents?customer=x&kind=x&status=x&from=x&to=2026-02-30&after=~~&sort=x",
    "/documents?search=%27%3B%20drop%20table%20documents%20--",
    "/activity?customer=x&document=y&before=z",
    "/activity?customer=00000000-0000-7000-8000-000000000000",
  ]
  for (const path of paths) expect((await staff.get(path)).status, path).toBe(200)
})

test("what is not there is not found", async () => {
  const nobody = "01990000-0000-7000-8000-00000000dead"
  for (const id of [nobody, "x", "..%2f"]) {
    for (const path of [
      `/customers/${id}`,
      `/documents/${id}`,
      `/documents/${id}/pdf`,
      `/documents/${id}/xml`,
    ]) {
      expect((await staff.get(path)).status, path).toBe(404)
    }
  }
})
