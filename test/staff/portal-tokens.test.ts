import { afterAll, beforeAll, expect, test } from "vitest"
import { setPortalAccess } from "../../src/domain/access/index.ts"
import { listEvents } from "../../src/domain/events/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"

const { staff } = routes
let app: TestApp
let owner: TestBrowser
let colleague: TestBrowser
let reader: TestBrowser
beforeAll(async () => {
  app = await createTestApp({
    secondFactor: false,
    environment: { PORTAL_ORIGIN: "http://127.0.0.1:4000", STAFF_ORIGIN: "http://127.0.0.1:4000" },
  })
  owner = await app.signIn("owner")
  colleague = await app.signIn("staff")
  reader = await app.signIn("read_only")
})
afterAll(() => app.close())

const textOf = async (answer: Response | Promise<Response>) => (await answer).text()
const show = (browser: TestBrowser, query: Record<string, string> = {}) =>
  textOf(browser.get(staff.portalTokens.to(query)))

/** The id of the token whose row names the customer. */
async function tokenIdOf(name: string, state = "active"): Promise<string> {
  const page = await show(colleague, { q: name, state })
  const id = /tokens\/([0-9a-f-]{36})\/regenerate/.exec(page)?.[1]
  if (!id) throw new Error(`No ${state} token of ${name} is listed.`)
  return id
}

test("staff generate a token by number, CVR or mail, copy its link, and the link opens the portal", async () => {
  const anna = await app.make.customer({ name: "Annas Auto", email: "anna@example.com" })
  const made = await colleague.post(staff.portalTokens.to(), { customer: "ANNA@example.com" })
  expect(made.headers.get("location")).toBe(staff.portalTokens.to({ done: "generated" }))
  const id = await tokenIdOf("Annas Auto")
  const copied = await colleague.post(staff.portalTokenCopy.to({ id }), {}, { host: "evil.example" })
  const page = await copied.text()
  const [link = ""] = /http:\/\/127\.0\.0\.1:4000\/portal\/p\/kvt_[0-9A-Za-z]{49}/.exec(page) ?? []
  expect(page).not.toContain("evil.example")
  expect(page).toContain(`<copy-button value="${link}"`)
  expect(copied.headers.get("cache-control")).toBe("no-store")
  const visitor = app.browser()
  expect((await visitor.get(new URL(link).pathname)).headers.get("location")).toBe("/portal")
  const { events } = await listEvents(app.system, { customerId: anna.id, limit: 5 })
  expect(events.map((event) => event.kind)).toContain("portal_link.shared")
  expect(await show(colleague)).not.toContain("kvt_")
  expect(app.logged()).not.toContain(link.slice(-49))
})

test("read-only staff see the list and can neither copy, make, revoke nor regenerate", async () => {
  const id = await tokenIdOf("Annas Auto")
  const page = await show(reader)
  expect(page).toContain("Annas Auto")
  expect(page).not.toMatch(/Copy portal link|Regenerate|Generate|>Revoke<|Revoke all/)
  const before = (await listEvents(app.system, { limit: 1 })).events[0]?.id
  const refused = [
    await reader.post(staff.portalTokenCopy.to({ id })),
    await reader.post(staff.portalTokenRevoke.to({ id })),
    await reader.get(staff.portalTokenRevoke.to({ id })),
    await reader.post(staff.portalTokenRegenerate.to({ id })),
    await reader.post(staff.portalTokens.to(), { customer: "anna@example.com" }),
    await reader.post(staff.portalTokensMissing.to()),
    await reader.post(staff.portalTokensAll.to()),
    await colleague.post(staff.portalTokensAll.to()),
  ]
  expect(refused.map((answer) => answer.status)).toEqual(refused.map(() => 403))
  expect(await tokenIdOf("Annas Auto")).toBe(id)
  const after = (await listEvents(app.system, { limit: 50 })).events
  expect(after.filter((event) => event.kind.startsWith("token.") && event.id > (before ?? ""))).toEqual([])
})

test("a customer who has a token, is blocked, is unknown or is one of several is said at the field", async () => {
  const post = async (customer: string) => {
    const answer = await colleague.post(staff.portalTokens.to(), { customer })
    expect(answer.status).toBe(422)
    return answer.text()
  }
  expect(await post("anna@example.com")).toContain("Annas Auto has an active token already.")
  const bo = await app.make.customer({ name: "Bo Blocked", email: "bo@example.com" })
  await setPortalAccess(await app.makeStaff("owner"), bo.id, false)
  expect(await post("bo@example.com")).toContain("Bo Blocked is blocked from the portal.")
  const unknown = await post('nobody"><script>')
  expect(unknown).toContain("No customer found.")
  expect(unknown).not.toContain("<script>")
  await app.make.customer({ name: "Tvilling Nord" })
  const south = await app.make.customer({ name: "Tvilling Syd" })
  const choices = await post("Tvilling")
  expect(choices).toContain("Tvilling Nord")
  expect(choices).toContain(`value="${south.id}"`)
  expect((await colleague.post(staff.portalTokens.to(), { customerId: south.id })).status).toBe(303)
  expect(await tokenIdOf("Tvilling Syd")).toBeTruthy()
})

test("regenerating asks, and then the old link is dead", async () => {
  const carl = await app.make.customer({ name: "Carl" })
  const old = await app.make.token(carl)
  const id = await tokenIdOf("Carl")
  expect(await textOf(colleague.get(staff.portalTokenRegenerate.to({ id })))).toContain(
    "The old one stops at once",
  )
  expect((await app.browser().get(routes.portal.token.to({ token: old }))).status).toBe(303)
  await colleague.post(staff.portalTokenRegenerate.to({ id }))
  expect((await app.browser().get(routes.portal.token.to({ token: old }))).status).not.toBe(303)
  expect(await tokenIdOf("Carl")).not.toBe(id)
})

test("revoking asks whether this token only or the customer, and ends what came in by it", async () => {
  const dorte = await app.make.customer({ name: "Dorte" })
  const visitor = app.browser()
  await visitor.get(routes.portal.token.to({ token: await app.make.token(dorte) }))
  const id = await tokenIdOf("Dorte")
  const asked = await textOf(colleague.get(staff.portalTokenRevoke.to({ id })))
  expect(asked).toContain("This token only")
  expect(asked).toContain("Block this customer")
  expect((await visitor.get(routes.portal.home.to())).status).toBe(200)
  await colleague.post(staff.portalTokenRevoke.to({ id }), { what: "token" })
  expect((await visitor.get(routes.portal.home.to())).status).not.toBe(200)
  const again = await app.make.token(dorte)
  const answer = await colleague.post(staff.portalTokenRevoke.to({ id: await tokenIdOf("Dorte") }), {
    what: "customer",
  })
  expect(answer.headers.get("location")).toBe(staff.portalTokens.to({ done: "blocked" }))
  expect((await visitor.get(routes.portal.token.to({ token: again }))).status).not.toBe(303)
  expect(await textOf(colleague.post(staff.portalTokens.to(), { customer: "Dorte" }))).toContain("is blocked")
})

test("all missing tokens are made after the page has said for how many, and all are revoked by an owner", async () => {
  const asked = await textOf(colleague.get(staff.portalTokensMissing.to()))
  const [, count = ""] = /Generate (\d+) tokens?</.exec(asked) ?? []
  expect(Number(count)).toBeGreaterThan(0)
  await colleague.post(staff.portalTokensMissing.to())
  expect(await textOf(colleague.get(staff.portalTokensMissing.to()))).toContain(
    "Every customer who may come in has",
  )
  expect((await colleague.get(staff.portalTokensAll.to())).status).toBe(403)
  expect(await textOf(owner.get(staff.portalTokensAll.to()))).toMatch(/Revoke \d+ tokens</)
  await owner.post(staff.portalTokensAll.to())
  expect(await show(owner, { state: "active" })).toContain("No token found")
})

test("a name that is HTML is text in the list, in questions and beside the link", async () => {
  const hostile = await app.make.customer({ name: '<img src=x onerror="alert(1)">' })
  await app.make.token(hostile)
  const id = await tokenIdOf("onerror")
  const pages = [
    await show(colleague, { q: "onerror" }),
    await textOf(colleague.get(staff.portalTokenRevoke.to({ id }))),
    await textOf(colleague.get(staff.portalTokenRegenerate.to({ id }))),
    await textOf(colleague.post(staff.portalTokenCopy.to({ id }))),
  ]
  for (const page of pages) {
    expect(page).toContain("&lt;img src=x")
    expect(page).not.toContain("<img src=x")
  }
})

test("an id that is none, or is another business's, is not found", async () => {
  for (const id of ["nonsense", "00000000-0000-7000-8000-000000000000"]) {
    expect((await colleague.get(staff.portalTokenRevoke.to({ id }))).status).toBe(404)
    expect((await colleague.post(staff.portalTokenCopy.to({ id }))).status).toBe(404)
    expect((await colleague.post(staff.customerToken.to({ id }))).status).toBe(404)
  }
})

test("staff see the portal as a customer, which is counted as no view", async () => {
  const eva = await app.make.customer({ name: "Eva" })
  const document = await app.make.document({ customer: eva, number: "77123" })
  const answer = await reader.post(staff.customerPreview.to({ id: eva.id }))
  expect(answer.headers.get("location")).toBe(routes.portal.home.to())
  expect(await textOf(reader.get(routes.portal.home.to()))).toContain("77123")
  expect((await reader.get(routes.portal.document.to({ id: document }))).status).toBe(200)
  const { events } = await listEvents(app.system, { documentId: document, limit: 10 })
  expect(events.map((event) => event.kind)).not.toContain("document.viewed")
})

test("where the portal has a host name of its own, a preview says why it does not open", async () => {
  const two = await createTestApp({
    secondFactor: false,
    environment: { PORTAL_ORIGIN: "http://portal.localhost:4000", STAFF_ORIGIN: "http://127.0.0.1:4000" },
  })
  const browser = await two.signIn("owner")
  const eva = await two.make.customer()
  const answer = await browser.post(staff.customerPreview.to({ id: eva.id }))
  expect(answer.status).toBe(409)
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await answer.text()).toContain("The portal has a host name of its own here")
  await two.close()
})
