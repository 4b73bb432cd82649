import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { makeToken, revokeToken, setPortalAccess } from "../../src/domain/access/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let anna: { id: string; name: string }
let bo: { id: string; name: string }
let annas: string
let bos: string
beforeAll(async () => {
  app = await createTestApp()
  anna = await app.make.customer({ name: "Anna Vogne ApS" })
  bo = await app.make.customer({ name: "Bo Transport A/S" })
  annas = await app.make.document({ customer: anna, number: "10042", total: 912_438n })
  bos = await app.make.document({ customer: bo, number: "20007" })
})
afterAll(() => app.close())

async function enter(customer: { id: string; name: string }): Promise<TestBrowser> {
  const browser = app.browser()
  const token = await app.make.token(customer)
  const answer = await browser.get(routes.portal.token.to({ token }))
  expect(answer.status).toBe(303)
  expect(answer.headers.get("location")).toBe("/portal")
  return browser
}

describe("a portal link", () => {
  test("opens the customer's documents at an address without the secret", async () => {
    const browser = await enter(anna)
    const page = await (await browser.get("/portal")).text()
    expect(page).toContain("Anna Vogne ApS")
    expect(page).toContain("Invoice 10042")
    expect(page).not.toContain("kvt_")
    expect(page).not.toContain("20007")
    expect(page).not.toContain("Bo Transport")
  })

  test("gives a machine that only looks (HEAD) no session, and counts no use", async () => {
    const browser = app.browser()
    const token = await app.make.token(anna)
    await browser.head(routes.portal.token.to({ token }))
    expect(browser.cookies.size).toBe(0)
  })

  test("that is expired, revoked or unknown gets one and the same page", async () => {
    const revoked = await makeToken(app.system, app.kvit.secrets, anna.id, { replace: true })
    const expired = await makeToken(app.system, app.kvit.secrets, bo.id, { replace: true })
    if (!revoked.ok || !expired.ok) throw new Error("No tokens.")
    await revokeToken(app.system, revoked.tokenId)
    await asOwner(app.owner, (client) =>
      client.query(
        "update portal_tokens set created_at = now() - interval '3 days', expires_at = now() - interval '1 second' where id = $1",
        [expired.tokenId],
      ),
    )
    const unknown = `${revoked.token.slice(0, -2)}00`
    const answers = await Promise.all(
      [revoked.token, expired.token, unknown, "nonsense"].map(async (token) => {
        const answer = await app.browser().get(routes.portal.token.to({ token }))
        return { status: answer.status, text: await answer.text(), cookies: answer.headers.getSetCookie() }
      }),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.text).toContain("Access denied")
    expect(answers[0]?.text).toContain("+45 86 12 34 56")
    expect(answers[0]?.text).not.toContain("Anna")
  })

  test("revoked ends the sessions that came in by it on the next request, for pages and files", async () => {
    const browser = app.browser()
    const made = await makeToken(app.system, app.kvit.secrets, anna.id, { replace: true })
    if (!made.ok) throw new Error("No token.")
    await browser.get(routes.portal.token.to({ token: made.token }))
    expect((await browser.get(routes.portal.document.to({ id: annas }))).status).toBe(200)
    await revokeToken(app.system, made.tokenId)
    for (const path of [
      "/portal",
      routes.portal.document.to({ id: annas }),
      routes.portal.documentPdf.to({ id: annas }),
    ]) {
      expect((await browser.get(path)).status, path).toBe(401)
    }
  })

  test("of a blocked customer opens nothing, by any way in", async () => {
    const clara = await app.make.customer({ name: "Clara" })
    const browser = await enter(clara)
    const staff = await app.makeStaff()
    await setPortalAccess(staff, clara.id, false)
    expect((await browser.get("/portal")).status).toBe(401)
    expect(await makeToken(app.system, app.kvit.secrets, clara.id, { replace: false })).toEqual({
      ok: false,
      reason: "blocked",
    })
  })
})

describe("somebody else's document", () => {
  test("answers byte for byte as one that does not exist", async () => {
    const browser = await enter(anna)
    for (const route of [routes.portal.document, routes.portal.documentPdf, routes.portal.documentXml]) {
      const others = await browser.get(route.to({ id: bos }))
      const nobodys = await browser.get(route.to({ id: newId() }))
      expect(others.status).toBe(404)
      expect(nobodys.status).toBe(404)
      const [one, other] = [await others.text(), await nobodys.text()]
      expect(one.replaceAll(bos, "ID")).toBe(other.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID"))
      expect(one).not.toContain("Bo Transport")
    }
  })

  test("cannot be found by search, number or list", async () => {
    const browser = await enter(anna)
    const page = await (await browser.get(routes.portal.documents.to({ search: "20007" }))).text()
    expect(page).not.toContain(bos)
    expect(page).toContain("No documents match")
  })
})

describe("who sees a document", () => {
  test("the recipient and the bill-to do, nobody else", async () => {
    const shared = await app.make.document({ customer: anna, billTo: bo, number: "SHARED-1" })
    const stranger = await app.make.customer({ name: "Fremmed ApS" })
    for (const [customer, status] of [
      [anna, 200],
      [bo, 200],
      [stranger, 404],
    ] as const) {
      const browser = await enter(customer)
      expect((await browser.get(routes.portal.document.to({ id: shared }))).status, customer.name).toBe(
        status,
      )
    }
  })

  test("nobody sees a draft, in any route, though it is theirs", async () => {
    const draft = await app.make.document({ customer: anna, number: "DRAFT-77", state: "draft" })
    const browser = await enter(anna)
    for (const route of [routes.portal.document, routes.portal.documentPdf, routes.portal.documentXml]) {
      expect((await browser.get(route.to({ id: draft }))).status).toBe(404)
    }
    for (const path of ["/portal", routes.portal.documents.to({ search: "DRAFT-77" })]) {
      expect(await (await browser.get(path)).text()).not.toContain(draft)
    }
  })
})

describe("what the business does not show", () => {
  test.each([
    ["quote", "show_quotes"],
    ["order", "show_orders"],
    ["credit_note", "show_credit_notes"],
  ] as const)(
    "a %s is gone from list, search, page and files when its switch is off",
    async (kind, column) => {
      const dora = await app.make.customer({ name: `Dora ${kind}` })
      const hidden = await app.make.document({ customer: dora, kind, number: `HIDE-${kind}` })
      const browser = await enter(dora)
      expect((await browser.get(routes.portal.document.to({ id: hidden }))).status).toBe(200)
      await setSwitch(column, false)
      try {
        for (const route of [routes.portal.document, routes.portal.documentPdf, routes.portal.documentXml]) {
          expect((await browser.get(route.to({ id: hidden }))).status).toBe(404)
        }
        for (const path of [
          "/portal",
          "/portal/documents",
          routes.portal.documents.to({ search: "HIDE" }),
          routes.portal.documents.to({ kind }),
        ]) {
          expect(await (await browser.get(path)).text(), path).not.toContain(hidden)
        }
      } finally {
        await setSwitch(column, true)
      }
    },
  )

  test("with the portal off every portal address says so, whatever the token", async () => {
    const browser = await enter(anna)
    const token = await app.make.token(bo)
    await setSwitch("enabled", false)
    try {
      for (const path of [
        "/portal",
        routes.portal.document.to({ id: annas }),
        routes.portal.token.to({ token }),
        routes.portal.token.to({ token: "x" }),
      ]) {
        expect(await (await browser.get(path)).text(), path).toContain("Portal not available")
      }
    } finally {
      await setSwitch("enabled", true)
    }
  })
})

async function setSwitch(column: string, on: boolean) {
  await asOwner(app.owner, (client) => client.query(`update portal_settings set ${column} = $1`, [on]))
}

describe("the PDF", () => {
  test("is the same file, byte for byte, for staff and customer, and is made once", async () => {
    const browser = await enter(anna)
    const [one, two] = await Promise.all([
      browser.get(routes.portal.documentPdf.to({ id: annas })),
      browser.get(routes.portal.documentPdf.to({ id: annas })),
    ])
    const bytes = Buffer.from(await one.arrayBuffer())
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-")
    expect(Buffer.from(await two.arrayBuffer()).equals(bytes)).toBe(true)
    const { findDocumentFile } = await import("../../src/domain/documents/index.ts")
    const staffs = await findDocumentFile(await app.makeStaff(), app.kvit, { documentId: annas, role: "pdf" })
    expect(staffs?.bytes.equals(bytes)).toBe(true)
    expect(one.headers.get("content-disposition")).toContain("filename*=")
    expect(one.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'")
  })

  test("that came with the document is served as it came", async () => {
    const bytes = Buffer.from("%PDF-1.7 from another system")
    const id = await app.make.document({
      customer: anna,
      files: [{ role: "pdf", position: 0, fileName: "own.pdf", mediaType: "application/pdf", bytes }],
    })
    const answer = await (await enter(anna)).get(routes.portal.documentPdf.to({ id }))
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })
})

test("views and downloads are counted with their way in, a preview by staff never", async () => {
  const { openPreview } = await import("../../src/domain/access/index.ts")
  const { summarizeViews } = await import("../../src/domain/events/index.ts")
  const id = await app.make.document({ customer: anna })
  const staff = await app.makeStaff()
  const preview = await openPreview(staff, anna.id)
  if (!preview) throw new Error("No preview.")
  const watcher = app.browser()
  watcher.cookies.set("kvit_customer", preview.secret)
  expect((await watcher.get(routes.portal.document.to({ id }))).status).toBe(200)
  expect((await watcher.get(routes.portal.documentPdf.to({ id }))).status).toBe(200)
  expect(await summarizeViews(staff, id)).toEqual([])
  const browser = await enter(anna)
  await browser.get(routes.portal.document.to({ id }))
  await browser.get(routes.portal.documentPdf.to({ id }))
  const views = await summarizeViews(staff, id)
  expect(views.map(({ action, way, times }) => ({ action, way, times }))).toEqual([
    { action: "viewed", way: "token", times: 1 },
    { action: "downloaded", way: "token", times: 1 },
  ])
})

test("signing out ends the session and clears the browser", async () => {
  const browser = await enter(anna)
  const secret = browser.cookies.get("kvit_customer") ?? ""
  const answer = await browser.post(routes.portal.signOut.to())
  expect(answer.headers.get("clear-site-data")).toContain("cache")
  const again = app.browser()
  again.cookies.set("kvit_customer", secret)
  expect((await again.get("/portal")).status).toBe(401)
})

test("neither token nor session secret is ever written to the log or the database", async () => {
  const browser = app.browser()
  const token = await app.make.token(anna)
  await browser.get(routes.portal.token.to({ token }))
  const secret = browser.cookies.get("kvit_customer") ?? "missing"
  expect(app.logged()).not.toContain(token)
  const dump = await asOwner(app.owner, async (client) => {
    const tables = await client.query<{ name: string }>(
      "select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'kvit' and relkind = 'r'",
    )
    const rows = []
    for (const { name } of tables.rows)
      rows.push(...(await client.query(`select t::text as row from ${name} t`)).rows)
    return JSON.stringify(rows)
  })
  for (const hidden of [
    token,
    secret,
    Buffer.from(token).toString("hex"),
    Buffer.from(secret).toString("hex"),
  ]) {
    expect(dump).not.toContain(hidden)
  }
})

test("one customer who asks for a hundred PDFs at once gets them in turn, and some are told to wait", async () => {
  const id = await app.make.document({ customer: anna })
  const browser = await enter(anna)
  await browser.get(routes.portal.documentPdf.to({ id }))
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => browser.get(routes.portal.documentPdf.to({ id }))),
  )
  const statuses = answers.map((answer) => answer.status)
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(44)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  expect((await browser.get(routes.portal.document.to({ id }))).status).toBe(200)
})
