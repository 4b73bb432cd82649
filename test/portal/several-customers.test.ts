import { afterAll, beforeAll, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { useSignIn } from "../sign-in.ts"

let app: TestApp
let browser: TestBrowser
let own: { id: string; name: string }
let firm: { id: string; name: string }
let ids: Record<"ownInvoice" | "ownQuote" | "firmInvoice" | "firmQuote" | "between", string>
const address = "anna@vogne.example"

beforeAll(async () => {
  app = await createTestApp()
  const mail = useSignIn(app)
  own = await app.make.customer({ name: "Anna Vogne" })
  firm = await app.make.customer({ name: "Vogne og Søn ApS" })
  await mail.contact(own, address)
  await mail.contact(firm, address, "quotes")
  ids = {
    ownInvoice: await app.make.document({ customer: own, number: "10001", total: 100_000n }),
    ownQuote: await app.make.document({ customer: own, number: "T-10002", kind: "quote" }),
    firmInvoice: await app.make.document({ customer: firm, number: "20001", total: 777_700n }),
    firmQuote: await app.make.document({ customer: firm, number: "T-20002", kind: "quote" }),
    between: await app.make.document({ customer: own, billTo: firm, number: "30003", total: 333_300n }),
  }
  browser = app.browser()
  await mail.code(browser, (await mail.mailFor(browser, address)).code)
})
afterAll(() => app.close())

const read = async (path: string) => (await browser.get(path)).text()

test("an address at two customers sees both, each row with its customer's name", async () => {
  const page = await read("/portal")
  for (const number of ["10001", "T-10002", "T-20002"]) expect(page).toContain(number)
  expect(page).toContain("Anna Vogne")
  expect(page).toContain("Vogne og Søn ApS")
})

test("where the contact may see quotes only, no route shows anything else of that customer", async () => {
  const pages = [
    "/portal",
    "/portal?group=customer",
    routes.portal.home.to({ customer: firm.id }),
    routes.portal.documents.to(),
    routes.portal.documents.to({ kind: "invoice" }),
    routes.portal.documents.to({ status: "unpaid" }),
    routes.portal.documents.to({ customer: firm.id }),
    routes.portal.documents.to({ search: "20001" }),
  ]
  for (const path of pages) {
    const page = await read(path)
    expect(page, path).not.toContain(ids.firmInvoice)
    expect(page, path).not.toContain("7,777")
  }
  for (const route of [routes.portal.document, routes.portal.documentPdf, routes.portal.documentXml]) {
    expect((await browser.get(route.to({ id: ids.firmInvoice }))).status).toBe(404)
  }
  expect((await browser.get(routes.portal.document.to({ id: ids.firmQuote }))).status).toBe(200)
  expect((await browser.get(routes.portal.document.to({ id: ids.ownInvoice }))).status).toBe(200)
})

test("an invoice the other customer owes is seen by its recipient, and counts on no balance they may not see", async () => {
  expect((await browser.get(routes.portal.document.to({ id: ids.between }))).status).toBe(200)
  const page = await read("/portal")
  expect(page).toContain("1,000.00")
  expect(page).not.toContain("4,333.00")
})

test("one press shows one customer, on the overview and in the list", async () => {
  expect(await read("/portal")).toContain(routes.portal.home.to({ customer: firm.id }))
  const home = await read(routes.portal.home.to({ customer: firm.id }))
  expect(home).toContain("T-20002")
  expect(home).not.toContain("T-10002")
  const list = await read(routes.portal.documents.to({ customer: own.id }))
  expect(list).toContain("10001")
  expect(list).not.toContain("T-20002")
})

test("grouped by customer, each has its documents counted and its balance, where they may see it", async () => {
  const page = await read("/portal?group=customer")
  const [, first = "", second = ""] = page.split('class="customer-group"')
  expect(first).toContain("Anna Vogne")
  expect(first).toContain("3 documents")
  expect(first).toContain("1,000.00")
  expect(second).toContain("Vogne og Søn ApS")
  expect(second).toContain("1 document")
  expect(second).not.toContain("Balance")
})

test("a customer taken away is gone by the next request, and the other stays", async () => {
  const mail = useSignIn(app)
  await mail.query("update customers set portal_access = false where id = $1", [firm.id])
  const page = await read("/portal")
  expect(page).toContain("10001")
  expect(page).not.toContain("T-20002")
  await mail.query("update customers set portal_access = true where id = $1", [firm.id])
})

test("sees where they are signed in, ends one, or all, and nobody else's", async () => {
  const mail = useSignIn(app)
  const phone = app.browser()
  await mail.rest()
  await mail.code(phone, (await mail.mailFor(phone, address)).code)
  const stranger = app.browser()
  await mail.contact(await app.make.customer(), "bo@transport.example")
  await mail.code(stranger, (await mail.mailFor(stranger, "bo@transport.example")).code)
  const page = await read(routes.portal.sessions.to())
  const ended = [...page.matchAll(/\/portal\/sessions\/([0-9a-f-]{36})\/end/g)].map((match) => match[1] ?? "")
  expect(ended).toHaveLength(1)
  expect((await stranger.post(routes.portal.sessionEnd.to({ id: ended[0] ?? "" }))).status).toBe(404)
  expect(await mail.isIn(phone)).toBe(true)
  expect((await browser.post(routes.portal.sessionEnd.to({ id: ended[0] ?? "" }))).status).toBe(303)
  expect(await mail.isIn(phone)).toBe(false)
  await mail.rest()
  await mail.code(phone, (await mail.mailFor(phone, address)).code)
  await phone.post(routes.portal.signOutEverywhere.to())
  expect([await mail.isIn(phone), await mail.isIn(browser), await mail.isIn(stranger)]).toEqual([
    false,
    false,
    true,
  ])
})
