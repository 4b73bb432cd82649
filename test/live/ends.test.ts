/** Streams end with the session they stand on, whichever process ends it. */
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  closeDocumentLink,
  listTokens,
  openPreview,
  revokeToken,
  setPortalAccess,
} from "../../src/domain/access/index.ts"
import { setFeature } from "../../src/domain/settings/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { useSignIn } from "../sign-in.ts"
import { waitFor } from "../workshop.ts"
import { type LiveGround, openLiveGround } from "./ground.ts"
import type { Stream } from "./watch.ts"

let ground: LiveGround
beforeAll(async () => {
  ground = await openLiveGround()
})
afterAll(() => ground.close())

const { portal, staff } = routes

describe("a stream ends at once", () => {
  interface Case {
    /** Whose stream it is, and how what it stands on is taken away. */
    begin: () => Promise<{ stream: Stream; takeAway: () => Promise<unknown> }>
  }
  const cases: Record<string, Case["begin"]> = {
    "when the portal token is revoked": async () => {
      const anna = await ground.makeCustomer()
      const { tokens } = await listTokens(ground.app.system, { limit: 100 })
      const token = tokens.find(({ customer }) => customer.id === anna.id)
      return {
        stream: await ground.watchQuietly(anna.browser, portal.events.to()),
        takeAway: () => revokeToken(ground.app.system, token?.id ?? ""),
      }
    },
    "of a document, when the portal token is revoked": async () => {
      const anna = await ground.makeCustomer()
      const { tokens } = await listTokens(ground.app.system, { limit: 100 })
      const token = tokens.find(({ customer }) => customer.id === anna.id)
      return {
        stream: await ground.watchQuietly(anna.browser, portal.documentEvents.to({ id: anna.documentId })),
        takeAway: () => revokeToken(ground.app.system, token?.id ?? ""),
      }
    },
    "when the customer signs out": async () => {
      const anna = await ground.makeCustomer()
      const stream = await ground.watchQuietly(anna.browser, portal.events.to())
      return { stream, takeAway: () => anna.browser.post(portal.signOut.to()) }
    },
    "when the person signs out everywhere, in another browser": async () => {
      const email = `${newId()}@kunde.example`
      const signIn = useSignIn(ground.app)
      await signIn.contact(await ground.app.make.customer(), email)
      const [browser, other] = [ground.app.browser(), ground.app.browser()]
      for (const each of [browser, other]) {
        await signIn.rest()
        await signIn.code(each, (await signIn.mailFor(each, email)).code)
      }
      const stream = await ground.watchQuietly(browser, portal.events.to())
      return { stream, takeAway: () => other.post(portal.signOutEverywhere.to()) }
    },
    "when a contact loses the address they signed in with": async () => {
      const email = `${newId()}@kunde.example`
      const customer = await ground.app.make.customer()
      const signIn = useSignIn(ground.app)
      await signIn.contact(customer, email)
      const browser = ground.app.browser()
      await signIn.code(browser, (await signIn.mailFor(browser, email)).code)
      const stream = await ground.watchQuietly(browser, portal.events.to())
      return {
        stream,
        takeAway: () => ground.query("update contacts set removed_at = now() where email = $1", [email]),
      }
    },
    "when the customer is blocked": async () => {
      const anna = await ground.makeCustomer()
      const actor = await ground.app.makeStaff()
      const stream = await ground.watchQuietly(anna.browser, portal.events.to())
      return { stream, takeAway: () => setPortalAccess(actor, anna.id, false) }
    },
    "when the document link is closed": async () => {
      const anna = await ground.makeCustomer()
      const { browser, linkId } = await ground.enterByLink(anna.documentId)
      const actor = await ground.app.makeStaff()
      const stream = await ground.watchQuietly(browser, portal.documentEvents.to({ id: anna.documentId }))
      return { stream, takeAway: () => closeDocumentLink(actor, linkId) }
    },
    "of a payment, when the document link is closed": async () => {
      const anna = await ground.makeCustomer()
      const { browser, linkId } = await ground.enterByLink(anna.documentId)
      const id = await ground.app.make.attempt(anna.documentId)
      const actor = await ground.app.makeStaff()
      const stream = await ground.watchQuietly(browser, portal.paymentEvents.to({ id }))
      return { stream, takeAway: () => closeDocumentLink(actor, linkId) }
    },
    "of a document link, when its browser signs out": async () => {
      const anna = await ground.makeCustomer()
      const { browser } = await ground.enterByLink(anna.documentId)
      const stream = await ground.watchQuietly(browser, portal.documentEvents.to({ id: anna.documentId }))
      return { stream, takeAway: () => browser.post(portal.signOut.to()) }
    },
    "of a document, when it is somebody else's by a new version": async () => {
      const [anna, bo] = [await ground.makeCustomer(), await ground.makeCustomer()]
      const stream = await ground.watchQuietly(
        anna.browser,
        portal.documentEvents.to({ id: anna.documentId }),
      )
      return {
        stream,
        takeAway: () =>
          ground.query(
            "update documents set customer_id = $2, bill_to_id = $2 where id = $1 and state = 'issued'",
            [anna.documentId, bo.id],
          ),
      }
    },
    "when staff end the preview by signing out": async () => {
      const anna = await ground.makeCustomer()
      const actor = await ground.app.makeStaff()
      const browser = ground.app.browser()
      browser.cookies.set("kvit_customer", (await openPreview(actor, anna.id))?.secret ?? "")
      const stream = await ground.watchQuietly(browser, portal.events.to())
      return {
        stream,
        takeAway: () =>
          ground.query("update portal_sessions set ended_at = now() where staff_id = $1", [actor.staffId]),
      }
    },
    "when a member of staff signs out": async () => {
      const browser = await ground.app.signIn("staff")
      const stream = await ground.watchQuietly(browser, staff.events.to())
      return { stream, takeAway: () => browser.post(staff.signOut.to()) }
    },
    "when a member of staff is removed": async () => {
      const browser = await ground.app.signIn("staff")
      const stream = await ground.watchQuietly(browser, staff.events.to())
      return {
        stream,
        takeAway: () =>
          ground.query(
            "update staff_members set removed_at = now() where id = (select staff_id from events where kind = 'staff.signed_in' order by id desc limit 1)",
          ),
      }
    },
  }

  test.each(Object.entries(cases))("%s", async (_, begin) => {
    const bystander = await ground.makeCustomer()
    const other = await ground.watchQuietly(bystander.browser, portal.events.to())
    const { stream, takeAway } = await begin()
    expect(stream.isOver()).toBe(false)
    const began = performance.now()
    await takeAway()
    await waitFor(() => stream.isOver())
    expect(performance.now() - began).toBeLessThan(1_500)
    expect(stream.events.at(-1)).toBe("end")
    expect(other.isOver()).toBe(false)
  })

  test("when the portal is switched off, all of the portal's and none of the staff's", async () => {
    const anna = await ground.makeCustomer()
    const owner = await ground.app.signIn("owner")
    const actor = await ground.app.makeStaff()
    const streams = await Promise.all([
      ground.watchQuietly(anna.browser, portal.events.to()),
      ground.watchQuietly(
        anna.browser,
        portal.documentEvents.to({ id: anna.documentId }),
        ground.here.origin,
      ),
      ground.watchQuietly(
        (await ground.enterByLink(anna.documentId)).browser,
        portal.documentEvents.to({ id: anna.documentId }),
      ),
    ])
    const staffs = await ground.watchQuietly(owner, staff.events.to())
    await setFeature(actor, "customer_portal", false)
    await waitFor(() => streams.every((stream) => stream.isOver()))
    expect(streams.map((stream) => stream.events.at(-1))).toEqual(["end", "end", "end"])
    expect(staffs.isOver()).toBe(false)
    await setFeature(actor, "customer_portal", true)
  })

  test("when its session is over by itself", async () => {
    const anna = await ground.makeCustomer()
    await ground.query(
      "update portal_sessions set expires_at = now() + interval '1500 milliseconds' where customer_id = $1",
      [anna.id],
    )
    const stream = await ground.watchQuietly(anna.browser, portal.events.to())
    await wait(400)
    expect(stream.isOver()).toBe(false)
    await waitFor(() => stream.isOver())
    expect(stream.events.at(-1)).toBe("end")
  })
})
