import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../test/harness.ts"
import { closeDocumentLink, rotateSigningKey, setPortalAccess } from "../../domain/access/index.ts"
import { asOwner } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { routes } from "../../routes.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
}, 60_000)
afterAll(() => app.close())

const { portal } = routes
const documentLink = (link: string) => portal.documentLink.to({ link })
const asPerson = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }
const sessionCookie = "kvit_document"

const sql = (text: string, ...values: unknown[]) =>
  asOwner(app.owner, (client) => client.query<Record<string, unknown>>(text, values))

async function aDocument(choices: Partial<Parameters<TestApp["make"]["document"]>[0]> = {}) {
  const customer = choices.customer ?? (await app.make.customer({ email: "bogholder@vogne.example" }))
  const id = await app.make.document({ ...choices, customer })
  return { id, customer }
}

/** A browser that has opened the link of a document. */
async function enter(documentId: string) {
  const { text, linkId } = await app.make.makeLink(documentId)
  const browser = app.browser()
  const answer = await browser.get(documentLink(text), asPerson)
  return { browser, answer, link: text, linkId }
}

describe("the link of a document", () => {
  test("opens its page, PDF and XML with no sign-in, at an address without the secret", async () => {
    const { id } = await aDocument({ number: "2026-17" })
    const { browser, answer } = await enter(id)
    expect(answer.status).toBe(303)
    expect(answer.headers.get("location")).toBe(portal.document.to({ id }))
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(sessionCookie)) ?? ""
    expect(cookie).toMatch(/Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax/)
    const page = await browser.get(portal.document.to({ id }))
    expect(page.status).toBe(200)
    expect(page.headers.get("cache-control")).toBe("no-store")
    expect(await page.text()).toContain("2026-17")
    expect((await browser.get(portal.documentPdf.to({ id }))).headers.get("content-type")).toContain("pdf")
    expect((await browser.get(portal.documentXml.to({ id }))).status).toBe(200)
    expect(app.logged()).not.toContain("v1.k1.")
  })

  test("opens neither list nor overview: the page says so and leads to sign-in, its address filled in", async () => {
    const { id } = await aDocument()
    const { text } = await app.make.makeLink(id, { isMailed: true })
    const browser = app.browser()
    await browser.get(documentLink(text))
    for (const address of [portal.home.to(), portal.documents.to(), portal.sessions.to()]) {
      const answer = await browser.get(address)
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain("This link opens one document")
    }
    expect((await browser.post(portal.signOutEverywhere.to())).status).toBe(403)
    expect(await (await browser.get(portal.signIn.to())).text()).toContain("bogholder@vogne.example")
    expect(await (await app.browser().get(portal.signIn.to())).text()).not.toContain("bogholder")
  })

  test("opens no other document, of its own customer or another's: as if there were none", async () => {
    const { id, customer } = await aDocument()
    const { id: sibling } = await aDocument({ customer, number: "SIBLING-1" })
    const { id: foreign } = await aDocument({ number: "FOREIGN-1" })
    const { browser } = await enter(id)
    const answers = await Promise.all(
      [sibling, foreign, newId()].map((other) => browser.get(portal.document.to({ id: other }))),
    )
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404])
    const pages = await Promise.all(answers.map((answer) => answer.text()))
    const plain = pages.map((page) => page.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID"))
    expect(new Set(plain).size).toBe(1)
    expect(plain[0]).not.toContain("SIBLING-1")
    expect((await browser.get(portal.documentPdf.to({ id: sibling }))).status).toBe(404)
  })

  test("opened in two tabs beside another one, both keep working, for different customers too", async () => {
    const first = await aDocument({ number: "TAB-1" })
    const second = await aDocument({ number: "TAB-2" })
    const { browser } = await enter(first.id)
    await browser.get(documentLink(await app.make.documentLink(second.id)))
    const pages = await Promise.all(
      [first.id, second.id, first.id].map(async (id) =>
        (await browser.get(portal.document.to({ id }))).text(),
      ),
    )
    expect(pages[0]).toContain("TAB-1")
    expect(pages[0]).not.toContain("TAB-2")
    expect(pages[1]).toContain("TAB-2")
    expect(pages[2]).toContain("TAB-1")
    const only = await (await browser.get(portal.home.to())).text()
    expect(only).toContain("TAB-1")
    expect(only).toContain("TAB-2")
  })

  test("opened twenty times at once by one browser, every document stays open", async () => {
    const { id, customer } = await aDocument()
    const { browser } = await enter(id)
    const others = await Promise.all(Array.from({ length: 19 }, () => aDocument({ customer })))
    const links = await Promise.all(others.map((other) => app.make.documentLink(other.id)))
    await Promise.all(links.map((link) => browser.get(documentLink(link))))
    const answers = await Promise.all(
      [id, ...others.map((other) => other.id)].map((each) => browser.get(portal.document.to({ id: each }))),
    )
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200))
  })

  test("stands beside a customer's session, which wins where it may see the document", async () => {
    const { id, customer } = await aDocument()
    const { id: foreign } = await aDocument({ number: "FOREIGN-2" })
    const { browser } = await enter(foreign)
    await browser.get(documentLink(await app.make.documentLink(id)))
    await browser.get(portal.token.to({ token: await app.make.token(customer) }))
    const own = await (await browser.get(portal.document.to({ id }))).text()
    expect(own).not.toContain("See all your documents")
    const others = await browser.get(portal.document.to({ id: foreign }))
    expect(others.status).toBe(200)
    expect(await others.text()).toContain("See all your documents")
    expect((await browser.get(portal.documents.to())).status).toBe(200)
    await browser.post(portal.signOut.to())
    expect((await browser.get(portal.document.to({ id: foreign }))).status).toBe(401)
  })

  test("counts a view by its own way, and says who opened it first: a machine, then a person, each once", async () => {
    const { id } = await aDocument()
    const { text } = await app.make.makeLink(id)
    await app.browser().get(documentLink(text))
    await app.browser().get(documentLink(text), { ...asPerson, "sec-purpose": "prefetch" })
    const browser = app.browser()
    await browser.get(documentLink(text), asPerson)
    await app.browser().get(documentLink(text), asPerson)
    await browser.get(portal.document.to({ id }))
    const events = await sql(
      "select kind, way, data->>'by' as by from events where document_id = $1 and kind in ('portal_link.opened', 'document.viewed') order by id",
      id,
    )
    expect(events.rows).toEqual([
      { kind: "portal_link.opened", way: null, by: "machine" },
      { kind: "portal_link.opened", way: null, by: "person" },
      { kind: "document.viewed", way: "document", by: null },
    ])
  })

  test("gives a machine that only looks whether it is there nothing", async () => {
    const { id } = await aDocument()
    const answer = await app.browser().head(documentLink(await app.make.documentLink(id)))
    expect(answer.status).toBe(204)
    expect(answer.headers.getSetCookie()).toEqual([])
  })
})

/** What makes a good link open nothing, each on a document of its own. */
const ends: [string, (it: { id: string; linkId: string; customerId: string }) => Promise<unknown>][] = [
  ["closed", async ({ linkId }) => closeDocumentLink(await app.makeStaff(), linkId)],
  [
    "expired",
    ({ linkId }) =>
      sql(
        "update document_links set created_at = now() - interval '2 days', expires_at = date_trunc('second', now()) - interval '1 second' where id = $1",
        linkId,
      ),
  ],
  [
    "its document made another customer's",
    async ({ id }) => {
      const other = await app.make.customer()
      await sql("update documents set customer_id = $2, bill_to_id = $2 where id = $1", id, other.id)
    },
  ],
  ["its document a draft again", ({ id }) => sql("update documents set state = 'draft' where id = $1", id)],
  [
    "its customer blocked",
    async ({ customerId }) => setPortalAccess(await app.makeStaff(), customerId, false),
  ],
  [
    "signed by a key that is retired",
    ({ linkId }) => sql("update document_links set key_id = 'k0' where id = $1", linkId),
  ],
]

describe("what opens nothing", () => {
  test.each(ends)("a link that is %s: at once, in the session it had opened too", async (_, end) => {
    const { id, customer } = await aDocument()
    const { browser, link, linkId } = await enter(id)
    expect((await browser.get(portal.document.to({ id }))).status).toBe(200)
    await end({ id, linkId, customerId: customer.id })
    expect((await browser.get(portal.document.to({ id }))).status).toBe(401)
    expect((await browser.get(portal.documentPdf.to({ id }))).status).toBe(401)
    const again = await app.browser().get(documentLink(link))
    expect(again.status).toBe(403)
    expect(again.headers.getSetCookie().join()).not.toContain(sessionCookie)
  })

  test("has one page and one status, whatever it was", async () => {
    const { id, customer } = await aDocument({ number: "SECRET-NUMBER-1" })
    const { text, linkId } = await app.make.makeLink(id)
    await closeDocumentLink(await app.makeStaff(), linkId)
    const other = await app.make.makeLink(id)
    const tampered = `${other.text.slice(0, -1)}${other.text.endsWith("A") ? "B" : "A"}`
    const elsewhere = await app.make.makeLink(id, { issuer: "https://portal.other.example" })
    const answers = await Promise.all(
      [text, tampered, elsewhere.text, "v1", "v1.k1.x.y"].map((link) =>
        app.browser().get(documentLink(link)),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403, 403, 403])
    const pages = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(pages).size).toBe(1)
    expect(pages[0]).toContain("+45 86 12 34 56")
    expect(pages[0]).not.toContain("SECRET-NUMBER-1")
    expect(pages[0]).not.toContain(customer.name)
  })

  test("a document of a kind the business hides, until it is shown again", async () => {
    const { id } = await aDocument({ kind: "quote" })
    const { browser, link } = await enter(id)
    await sql("update portal_settings set show_quotes = false")
    expect((await browser.get(portal.document.to({ id }))).status).toBe(401)
    expect((await app.browser().get(documentLink(link))).status).toBe(403)
    await sql("update portal_settings set show_quotes = true")
    expect((await browser.get(portal.document.to({ id }))).status).toBe(200)
  })

  test("a session nobody used for an hour; use renews it", async () => {
    const { id } = await aDocument()
    const { browser } = await enter(id)
    await sql("update document_sessions set last_seen_at = now() - interval '50 minutes'")
    const used = await browser.get(portal.document.to({ id }))
    expect(used.status).toBe(200)
    expect(used.headers.getSetCookie().join()).toContain("Max-Age=3600")
    const seen = await sql(
      "select max(last_seen_at) > now() - interval '1 minute' as renewed from document_sessions",
    )
    expect(seen.rows[0]?.renewed).toBe(true)
    await sql("update document_sessions set last_seen_at = now() - interval '61 minutes'")
    expect((await browser.get(portal.document.to({ id }))).status).toBe(401)
  })

  test("where the business asks for a sign-in first: it leads there, and on to the document afterwards", async () => {
    const { id, customer } = await aDocument()
    const { text } = await app.make.makeLink(id, { isMailed: true })
    await sql("update portal_settings set sign_in_first = true")
    const browser = app.browser()
    const opened = await browser.get(documentLink(text))
    expect(opened.headers.get("location")).toBe(portal.document.to({ id }))
    const asked = await browser.get(portal.document.to({ id }))
    expect(asked.status).toBe(401)
    const page = await asked.text()
    expect(page).toContain(`name="next" value="${portal.document.to({ id })}"`)
    expect(page).toContain("bogholder@vogne.example")
    await browser.get(portal.token.to({ token: await app.make.token(customer) }))
    expect((await browser.get(portal.document.to({ id }))).status).toBe(200)
    await sql("update portal_settings set sign_in_first = false")
  })
})

test("a document session reads only its document in the database too", async () => {
  const { id, customer } = await aDocument({ total: 100_000n })
  const sibling = await aDocument({ customer, total: 5_000_000n })
  await app.make.payment(sibling.id, 1_000_000n)
  const { browser } = await enter(id)
  const { findDocumentSession } = await import("../../domain/access/index.ts")
  const held = await findDocumentSession(
    app.kvit,
    app.businessId,
    browser.cookies.get(sessionCookie) ?? "",
    id,
  )
  const seen = await held?.actor.transaction(async (db) => ({
    documents: (await db.selectFrom("documents").select("id").execute()).map((row) => row.id),
    payments: await db.selectFrom("payments").select("id").execute(),
    entries: (await db.selectFrom("ledger_entries").select("document_id").execute()).map(
      (row) => row.document_id,
    ),
  }))
  expect(seen?.documents).toEqual([id])
  expect(seen?.payments).toEqual([])
  expect(new Set(seen?.entries)).toEqual(new Set([id]))
})

test("a link to the sign-in fills the address in and signs nobody in", async () => {
  const { makeSignInLink, findSignInLinkToken } = await import("../../domain/access/index.ts")
  const customer = await app.make.customer({ email: "anna@vogne.example" })
  const { businessId, system } = app
  const token = await system.transaction(async (db) => {
    const made = await makeSignInLink(db, system, app.kvit.secrets, {
      customerId: customer.id,
      contactId: null,
    })
    return made.ok ? findSignInLinkToken(db, app.kvit.secrets, { businessId, linkId: made.linkId }) : null
  })
  const browser = app.browser()
  const answer = await browser.get(portal.toSignIn.to({ token: token ?? "" }), asPerson)
  expect(answer.headers.get("location")).toBe(portal.signIn.to())
  expect(await (await browser.get(portal.signIn.to())).text()).toContain("anna@vogne.example")
  expect((await browser.get(portal.home.to())).status).toBe(401)
  await sql("update sign_in_links set expires_at = now()")
  expect((await app.browser().get(portal.toSignIn.to({ token: token ?? "" }))).status).toBe(403)
  expect(await (await browser.get(portal.signIn.to())).text()).not.toContain("anna@vogne.example")
})

test("keys follow one another without killing a link; retiring the old ones kills theirs", async () => {
  const { id, customer } = await aDocument()
  const { browser, link } = await enter(id)
  const portalToken = await app.make.token(customer)
  const made = await rotateSigningKey(app.kvit.database, { retireOld: false })
  expect(made).toMatchObject({ kid: "k2", retiresAt: null, state: "signs" })
  const fresh = await app.make.documentLink(id, { days: 30 })
  expect(fresh).toMatch(/^v1\.k2\./)
  for (const each of [link, fresh]) expect((await app.browser().get(documentLink(each))).status).toBe(303)
  expect((await browser.get(portal.document.to({ id }))).status).toBe(200)
  await rotateSigningKey(app.kvit.database, { retireOld: true })
  for (const each of [link, fresh]) expect((await app.browser().get(documentLink(each))).status).toBe(403)
  expect((await browser.get(portal.document.to({ id }))).status).toBe(401)
  expect((await app.browser().get(documentLink(await app.make.documentLink(id)))).status).toBe(303)
  expect((await app.browser().get(portal.token.to({ token: portalToken }))).status).toBe(303)
})
