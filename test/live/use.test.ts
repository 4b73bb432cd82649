/** A page that is open does nothing: it keeps no session alive, and is no view. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { routes } from "../../src/routes.ts"
import { type LiveGround, openLiveGround } from "./ground.ts"
import { watch } from "./watch.ts"

let ground: LiveGround
beforeAll(async () => {
  ground = await openLiveGround()
})
afterAll(() => ground.close())

const { portal, staff } = routes

describe("watching is no use of a session", () => {
  test("neither the stream of a portal page nor its reading itself again keeps it alive", async () => {
    const anna = await ground.makeCustomer()
    const seen = async () =>
      (await ground.query("select last_seen_at::text from portal_sessions where customer_id = $1", [anna.id]))
        .rows
    await ground.query(
      "update portal_sessions set last_seen_at = now() - interval '6 days' where customer_id = $1",
      [anna.id],
    )
    const before = await seen()
    const stream = await ground.watchQuietly(anna.browser, portal.events.to())
    await ground.app.make.payment(anna.documentId, 100n)
    await stream.nextChange()
    await anna.browser.get(portal.home.to(), { "x-kvit-live": "1" })
    expect(await seen()).toEqual(before)
    await anna.browser.get(portal.home.to())
    expect(await seen()).not.toEqual(before)
  })

  test("the same of a document link, whose cookie is not written again either", async () => {
    const anna = await ground.makeCustomer()
    const { browser } = await ground.enterByLink(anna.documentId)
    const seen = async () =>
      (await ground.query("select last_seen_at::text from document_sessions order by id desc limit 1")).rows
    await ground.query("update document_sessions set last_seen_at = now() - interval '50 minutes'")
    const before = await seen()
    const path = portal.documentEvents.to({ id: anna.documentId })
    const stream = await ground.watchQuietly(browser, path)
    expect(stream.headers["set-cookie"]).toBeUndefined()
    const page = portal.document.to({ id: anna.documentId })
    const again = await browser.get(page, { "x-kvit-live": "1" })
    expect(again.status).toBe(200)
    expect(again.headers.getSetCookie()).toEqual([])
    expect(await seen()).toEqual(before)
    expect((await browser.get(page)).headers.getSetCookie()).toHaveLength(1)
    expect(await seen()).not.toEqual(before)
  })

  test("the same of staff, who are signed out after an hour all the same", async () => {
    const browser = await ground.app.signIn("staff")
    const seen = async () =>
      (
        await ground.query(
          "select last_seen_at::text from kvit_auth.sessions order by started_at desc, id desc limit 1",
        )
      ).rows
    ground.app.clock.advance(50 * 60_000)
    const before = await seen()
    await ground.watchQuietly(browser, staff.events.to())
    expect((await browser.get(staff.home.to(), { "x-kvit-live": "1" })).status).toBe(200)
    expect(await seen()).toEqual(before)
    ground.app.clock.advance(11 * 60_000)
    expect((await watch(ground.there.origin, staff.events.to(), browser)).status).toBe(303)
  })
})

test("a page that reads itself again is no view of its document", async () => {
  const anna = await ground.makeCustomer()
  const views = async () =>
    (
      await ground.query("select from events where kind = 'document.viewed' and document_id = $1", [
        anna.documentId,
      ])
    ).rowCount
  const page = portal.document.to({ id: anna.documentId })
  await anna.browser.get(page, { "x-kvit-live": "1" })
  expect(await views()).toBe(0)
  await anna.browser.get(page)
  expect(await views()).toBe(1)
})
