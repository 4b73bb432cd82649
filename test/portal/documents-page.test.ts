import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findPortalSession, makeToken, revokeToken, setPortalAccess } from "../../src/domain/access/index.ts"
import { listOwnDocuments, readFilter } from "../../src/domain/documents/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let anna: { id: string; name: string }
beforeAll(async () => {
  app = await createTestApp()
  anna = await app.make.customer({ name: "Anna Vogne ApS" })
  const bo = await app.make.customer({ name: "Bo Transport A/S" })
  for (let day = 1; day <= 28; day += 1) {
    const issueDate = `2026-10-${String(day).padStart(2, "0")}`
    const kind = day % 4 === 0 ? "quote" : "invoice"
    await app.make.document({
      customer: anna,
      kind,
      issueDate,
      number: `A${100 + day}`,
      total: BigInt(day * 12_500),
    })
    await app.make.document({ customer: bo, kind, issueDate, number: `B${100 + day}` })
  }
})
afterAll(() => app.close())

async function enter() {
  const made = await makeToken(app.system, app.kvit.secrets, anna.id, { replace: true })
  if (!made.ok) throw new Error("No token.")
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: made.token }))
  return { browser, tokenId: made.tokenId }
}

/** Ids of the documents a page lists, in its order. */
function idsIn(page: string): string[] {
  return [...page.matchAll(/class="row-title" href="\/portal\/documents\/([^"]+)"/g)].map(
    (found) => found[1] ?? "",
  )
}

describe("the page of documents", () => {
  test.each([
    {},
    { kind: "quote" },
    { sort: "amount" },
    { status: "unpaid" },
    { from: "2026-10-05", to: "2026-10-09" },
    { search: "A11" },
    { search: "A11", sort: "number", direction: "up" },
  ])("shows what the plain list has, asked by %o", async (query: Record<string, string>) => {
    const { browser } = await enter()
    const session = await findPortalSession(
      app.kvit,
      app.businessId,
      browser.cookies.get("kvit_customer") ?? "",
    )
    if (!session) throw new Error("No session.")
    const page = await (await browser.get(routes.portal.documents.to(query))).text()
    const plain = await listOwnDocuments(session.actor, readFilter(query), { limit: 25, today: "2026-11-21" })
    expect(idsIn(page).length).toBeGreaterThan(0)
    expect(idsIn(page)).toEqual(plain.documents.map((row) => row.id))
    expect(page).not.toContain("B1")
    expect(page).not.toContain("Bo Transport")
  })

  test("leads to the rest of them", async () => {
    const { browser } = await enter()
    const first = await (await browser.get(routes.portal.documents.to())).text()
    const older = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? ""
    const second = await (await browser.get(older)).text()
    expect(idsIn(first)).toHaveLength(25)
    expect(idsIn(second)).toHaveLength(3)
    expect(second).toContain('rel="prev"')
    expect(idsIn(second).filter((id) => idsIn(first).includes(id))).toEqual([])
  })
})

describe("on the very next request the page", () => {
  const path = routes.portal.documents.to()

  test("is closed to a session whose token was revoked", async () => {
    const { browser, tokenId } = await enter()
    expect((await browser.get(path)).status).toBe(200)
    await revokeToken(app.system, tokenId)
    const answer = await browser.get(path)
    expect(answer.status).toBe(401)
    expect(idsIn(await answer.text())).toEqual([])
  })

  test("is closed to a blocked customer", async () => {
    const { browser } = await enter()
    const staff = await app.makeStaff()
    await setPortalAccess(staff, anna.id, false)
    try {
      const answer = await browser.get(path)
      expect(answer.status).toBe(401)
      expect(await answer.text()).not.toContain("A1")
    } finally {
      await setPortalAccess(staff, anna.id, true)
    }
  })

  test("is closed when the portal is off, and lacks a kind that is no longer shown", async () => {
    const { browser } = await enter()
    expect(await (await browser.get(path)).text()).toContain("Quote A")
    await setSwitch("show_quotes", false)
    expect(await (await browser.get(path)).text()).not.toContain("Quote A")
    await setSwitch("show_quotes", true)
    await setSwitch("enabled", false)
    const answer = await browser.get(path)
    await setSwitch("enabled", true)
    expect(answer.status).toBe(404)
    expect(idsIn(await answer.text())).toEqual([])
  })
})

async function setSwitch(column: string, on: boolean) {
  await asOwner(app.owner, (client) => client.query(`update portal_settings set ${column} = $1`, [on]))
}
