/** What open pages are told, over real sockets, on two apps with one database. */
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { type LiveGround, openLiveGround } from "./ground.ts"

let ground: LiveGround
beforeAll(async () => {
  ground = await openLiveGround()
})
afterAll(() => ground.close())

const { portal, staff } = routes

describe("a payment recorded by staff", () => {
  test("is told at once to every open page that shows it, whichever process it is connected to", async () => {
    const anna = await ground.makeCustomer()
    const link = await ground.enterByLink(anna.documentId)
    const owner = await ground.app.signIn("owner")
    const streams = await Promise.all([
      ground.watchQuietly(anna.browser, portal.events.to()),
      ground.watchQuietly(anna.browser, portal.events.to(), ground.here.origin),
      ground.watchQuietly(anna.browser, portal.documentEvents.to({ id: anna.documentId })),
      ground.watchQuietly(link.browser, portal.documentEvents.to({ id: anna.documentId })),
      ground.watchQuietly(owner, staff.events.to()),
      ground.watchQuietly(owner, staff.events.to({ of: anna.documentId })),
      ground.watchQuietly(owner, staff.events.to({ of: anna.id })),
    ])
    await owner.post(staff.documentPayments.to({ id: anna.documentId }), {
      amount: "100,00",
      method: "bank",
      receivedOn: "2026-11-02",
      requestKey: newId(),
    })
    await Promise.all(streams.map((stream) => stream.nextChange()))
    await wait(100)
    expect(streams.map((stream) => stream.newChanges())).toEqual(streams.map(() => 0))
  })

  test("is told to no page that does not show it, and nothing of it is in any stream", async () => {
    const [anna, bo] = [await ground.makeCustomer(), await ground.makeCustomer()]
    const other = await ground.app.make.document({ customer: anna })
    const owner = await ground.app.signIn("owner")
    const silent = await Promise.all([
      ground.watchQuietly(bo.browser, portal.events.to()),
      ground.watchQuietly(bo.browser, portal.documentEvents.to({ id: bo.documentId })),
      ground.watchQuietly(anna.browser, portal.documentEvents.to({ id: other })),
      ground.watchQuietly(owner, staff.events.to({ of: bo.documentId })),
      ground.watchQuietly(owner, staff.events.to({ of: bo.id })),
    ])
    const annas = await ground.watchQuietly(anna.browser, portal.events.to())
    await ground.app.make.payment(anna.documentId, 10_000n)
    await annas.nextChange()
    await wait(150)
    expect(silent.map((stream) => stream.newChanges())).toEqual(silent.map(() => 0))
    for (const stream of [annas, ...silent])
      expect(stream.text()).toMatch(/^retry: \d+\nid: 0\n\n(event: change\nid: \d+\ndata: \d+\n\n)+$/)
  })

  test("is told to the recipient and to the payer, where these are two", async () => {
    const [recipient, payer] = [await ground.makeCustomer(), await ground.makeCustomer()]
    const documentId = await ground.app.make.document({ customer: recipient, billTo: payer })
    const both = await Promise.all([
      ground.watchQuietly(recipient.browser, portal.events.to()),
      ground.watchQuietly(payer.browser, portal.events.to()),
    ])
    await ground.app.make.payment(documentId, 10_000n)
    await Promise.all(both.map((stream) => stream.nextChange()))
  })

  test("comes once, however many came with it", async () => {
    const anna = await ground.makeCustomer()
    const stream = await ground.watchQuietly(anna.browser, portal.events.to())
    await Promise.all(Array.from({ length: 20 }, () => ground.app.make.payment(anna.documentId, 100n)))
    await stream.nextChange()
    await wait(200)
    expect(stream.newChanges()).toBeLessThan(12)
    expect(stream.newChanges()).toBeGreaterThan(0)
  })
})

test("an attempt to pay is told to whoever watches it, its document or the account, and an idle question is not", async () => {
  const anna = await ground.makeCustomer()
  const link = await ground.enterByLink(anna.documentId)
  const attempt = await ground.app.make.attempt(anna.documentId)
  const path = portal.paymentEvents.to({ id: attempt })
  const owner = await ground.app.signIn("owner")
  const streams = await Promise.all([
    ground.watchQuietly(owner, staff.events.to({ of: attempt })),
    ground.watchQuietly(anna.browser, path),
    ground.watchQuietly(link.browser, path),
    ground.watchQuietly(anna.browser, portal.documentEvents.to({ id: anna.documentId })),
    ground.watchQuietly(anna.browser, portal.events.to()),
  ])
  await ground.query("update payment_attempts set checked_at = now() where id = $1", [attempt])
  await wait(150)
  expect(streams.map((stream) => stream.newChanges())).toEqual([0, 0, 0, 0, 0])
  await ground.query(
    "update payment_attempts set state = 'declined', problem = 'declined', finished_at = now() where id = $1",
    [attempt],
  )
  await Promise.all(streams.map((stream) => stream.nextChange()))
})
