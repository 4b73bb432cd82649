import { afterAll, beforeAll, expect, test } from "vitest"
import { asOwner } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import type { MadeCustomer } from "../factories.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let staff: TestBrowser
let customer: MadeCustomer
let billTo: MadeCustomer

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  staff = await app.signIn("owner")
  customer = await app.make.customer({ name: "Havnens Kørsel ApS" })
  billTo = await app.make.customer({ name: "Leasing Nord A/S" })
})
afterAll(() => app.close())

async function comeIn(of: MadeCustomer): Promise<TestBrowser> {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: await app.make.token(of) }))
  return browser
}

test("staff get the very bytes the customer gets, and their taking it is not the customer's", async () => {
  const id = await app.make.document({ customer, billTo })
  const mine = await staff.get(routes.staff.documentPdf.to({ id }))
  expect(mine.headers.get("content-type")).toBe("application/pdf")
  const page = await (await staff.get(routes.staff.document.to({ id }))).text()
  expect(page).toContain("Not yet opened.")
  const visitor = await comeIn(billTo)
  const theirs = await visitor.get(routes.portal.documentPdf.to({ id }))
  expect(Buffer.from(await theirs.arrayBuffer()).equals(Buffer.from(await mine.arrayBuffer()))).toBe(true)
})

test("views and downloads are told by way in, with how often", async () => {
  const id = await app.make.document({ customer })
  const visitor = await comeIn(customer)
  await visitor.get(routes.portal.document.to({ id }))
  await visitor.get(routes.portal.document.to({ id }))
  await visitor.get(routes.portal.documentPdf.to({ id }))
  const page = await (await staff.get(routes.staff.document.to({ id }))).text()
  expect(page).toMatch(/Opened<.*?portal link<.*?>2</s)
  expect(page).toMatch(/PDF taken<.*?portal link<.*?>1</s)
  expect(page).not.toContain("Not yet opened.")
})

test("portal and staff say the same totals", async () => {
  const id = await app.make.document({ customer, total: 312_500n })
  await app.make.payment(id, 12_500n)
  const totals = /<dl class="totals">.*?<\/dl>/s
  const visitor = await comeIn(customer)
  const theirs = totals.exec(await (await visitor.get(routes.portal.document.to({ id }))).text())?.[0]
  expect(theirs).toContain("3,000.00")
  expect(totals.exec(await (await staff.get(routes.staff.document.to({ id }))).text())?.[0]).toBe(theirs)
})

test("internal notes are for staff, and nowhere in the portal", async () => {
  const id = await app.make.document({ customer })
  await asOwner(app.owner, async (client) => {
    await client.query("update documents set internal_note = 'KANARIEFUGL-DOK' where id = $1", [id])
    await client.query("update customers set internal_note = 'KANARIEFUGL-KUNDE' where id = $1", [
      customer.id,
    ])
  })
  expect(await (await staff.get(routes.staff.document.to({ id }))).text()).toContain("KANARIEFUGL-DOK")
  expect(await (await staff.get(routes.staff.customer.to({ id: customer.id }))).text()).toContain(
    "KANARIEFUGL-KUNDE",
  )
  const visitor = await comeIn(customer)
  for (const path of [
    routes.portal.home.to(),
    routes.portal.document.to({ id }),
    routes.portal.documentXml.to({ id }),
  ]) {
    expect(await (await visitor.get(path)).text()).not.toContain("KANARIEFUGL")
  }
})

test("a draft is said to be one, has no file, and no balance", async () => {
  const id = await app.make.document({ customer, state: "draft" })
  const page = await (await staff.get(routes.staff.document.to({ id }))).text()
  expect(page).toContain("A draft.")
  expect(page).not.toContain("Left to pay")
  expect(page).not.toContain(routes.staff.documentPdf.to({ id }))
  expect((await staff.get(routes.staff.documentPdf.to({ id }))).status).toBe(404)
})

test("a customer's card counts debts as bill-to, and lists documents as recipient too", async () => {
  const [one, other] = [await app.make.customer(), await app.make.customer()]
  const id = await app.make.document({ customer: one, billTo: other, total: 99_900n })
  const card = async (of: MadeCustomer) => (await staff.get(routes.staff.customer.to({ id: of.id }))).text()
  expect(await card(one)).toContain(routes.staff.document.to({ id }))
  expect(await card(one)).toContain("Owes nothing")
  expect(await card(other)).toContain(routes.staff.document.to({ id }))
  expect(await card(other)).toContain("999.00")
})

test("portal access is turned off after asking: the link dies, whoever is in is out, and it is turned on again", async () => {
  const made = await app.make.customer({ name: "Værkstedet Djursland ApS" })
  const visitor = await comeIn(made)
  const path = routes.staff.customerPortalAccess.to({ id: made.id })
  expect(await (await staff.get(path)).text()).toContain(
    "Turn portal access off for Værkstedet Djursland ApS?",
  )
  expect((await visitor.get(routes.portal.home.to())).status).toBe(200)
  const off = await staff.post(path, { access: "off" })
  expect(off.headers.get("location")).toBe(`${routes.staff.customer.to({ id: made.id })}?done=access_off`)
  expect((await visitor.get(routes.portal.home.to())).status).not.toBe(200)
  const card = await (await staff.get(routes.staff.customer.to({ id: made.id }))).text()
  expect(card).toContain("Access is off")
  expect(card).not.toContain("See as this customer")
  expect(card).not.toContain("Make a portal link")
  expect((await staff.post(path, { access: "off" })).headers.get("location")).toContain("done=unchanged")
  await staff.post(path, { access: "on" })
  expect(await (await staff.get(routes.staff.customer.to({ id: made.id }))).text()).toContain(
    "Make a portal link",
  )
})

test("a portal link is made from the card, once, and the card says so", async () => {
  const made = await app.make.customer()
  const path = routes.staff.customerToken.to({ id: made.id })
  const back = routes.staff.customer.to({ id: made.id })
  expect((await staff.post(path)).headers.get("location")).toBe(`${back}?done=token`)
  expect((await staff.post(path)).headers.get("location")).toBe(`${back}?done=has_active`)
  const card = await (await staff.get(`${back}?done=token`)).text()
  expect(card).toContain("The portal link is made.")
  expect(card).toContain("Copy portal link")
  expect(await (await staff.get(`${back}?done=<script>`)).text()).not.toContain("script&gt;")
})

const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}`

const short = `"><img src=x onerror=alert(1)>`

test("hostile names, notes and lines are text on every staff page", async () => {
  const bad = await app.make.customer({
    name: `A ${hostile}`,
    email: `x${hostile}@example.dk`,
    phone: short,
    addressLine1: hostile,
    city: hostile,
    contact: { name: hostile, email: `y${hostile}`, phone: short },
  })
  const id = await app.make.document({
    customer: bad,
    number: `N ${hostile}`,
    content: {
      notes: [hostile],
      paymentTerms: hostile,
      customer: { name: hostile, contact: { name: hostile } },
      vehicle: { registration: `"><b>x`, make: hostile, vin: `"><img src=x>` },
      dealer: { branch: hostile },
      paymentMeans: [{ code: "30", account: hostile, text: hostile }],
    },
  })
  await app.make.payment(id, 100n)
  await asOwner(app.owner, async (client) => {
    await client.query("update customers set internal_note = $1 where id = $2", [hostile, bad.id])
    await client.query("update documents set internal_note = $1 where id = $2", [hostile, id])
  })
  await (await comeIn(bad)).get(routes.portal.document.to({ id }))
  const paths = [
    routes.staff.home.to(),
    routes.staff.customers.to({ search: hostile }),
    routes.staff.customers.to(),
    routes.staff.customer.to({ id: bad.id }),
    routes.staff.customerPortalAccess.to({ id: bad.id }),
    routes.staff.documents.to({ search: hostile }),
    routes.staff.documents.to({ customer: bad.id }),
    routes.staff.document.to({ id }),
    routes.staff.documentPayments.to({ id }),
    routes.staff.activity.to({ customer: bad.id }),
    routes.staff.activity.to({ document: id }),
  ]
  for (const path of paths) {
    const answer = await staff.get(path)
    const page = await answer.text()
    expect(answer.status, path).toBe(200)
    expect(page, path).toContain("&lt;script&gt;")
    expect(page, path).not.toContain("<script>alert")
    expect(page, path).not.toContain("<img src=x")
  }
  const pdf = await staff.get(routes.staff.documentPdf.to({ id }))
  expect(pdf.headers.get("content-disposition")).toMatch(
    /^attachment; filename="[\w .-]+"; filename\*=UTF-8''[\w%.-]+$/,
  )
})
