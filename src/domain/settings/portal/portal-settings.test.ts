import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../../test/harness.ts"
import { asOwner, createSystemActor, type StaffActor } from "../../../platform/database/index.ts"
import { listEvents } from "../../events/index.ts"
import {
  changePortalSettings,
  findPortalImpact,
  getPortalSettings,
  getPortalSettingsForm,
  isFeatureOn,
  type PortalForm,
  setFeature,
} from "../index.ts"

let app: TestApp
let owner: StaffActor
beforeAll(async () => {
  app = await createTestApp()
  owner = await app.makeStaff("owner")
  await makeDocuments()
})
afterAll(() => app.close())
beforeEach(async () => {
  await setFeature(owner, "customer_portal", true)
  await asOwner(app.owner, (client) =>
    client.query("update portal_settings set enabled = true, show_quotes = true, show_orders = true"),
  )
})

/** Anna has two orders, one of them paid by Bo; Carl, who is blocked, has one; a draft is nobody's. */
async function makeDocuments() {
  const [anna, bo, carl] = [await app.make.customer(), await app.make.customer(), await app.make.customer()]
  await app.make.document({ kind: "order", customer: anna })
  await app.make.document({ kind: "order", customer: anna, billTo: bo })
  await app.make.document({ kind: "order", customer: anna, state: "draft" })
  await app.make.document({ kind: "order", customer: carl })
  await app.make.document({ kind: "invoice", customer: bo })
  await asOwner(app.owner, (client) =>
    client.query("update customers set portal_access = false where id = $1", [carl.id]),
  )
}

async function typed(change: Partial<PortalForm>) {
  const { settings, revision } = await getPortalSettingsForm(owner)
  const form = {
    ...settings,
    tokenExpiryDays: String(settings.tokenExpiryDays),
    welcomeDa: settings.welcome.da,
    welcomeEn: settings.welcome.en,
    ...change,
  }
  return { form, revision }
}

test("a switch set off is said in documents and customers it hides: drafts, blocked customers and doubles do not count", async () => {
  expect(await findPortalImpact(owner, { showOrders: false })).toEqual([
    { of: "showOrders", shown: false, documents: 2, customers: 2 },
  ])
})

test("a switch set on is said in what it will show, and one that hides nothing is not asked about", async () => {
  await changePortalSettings(owner, await typed({ showOrders: false, showQuotes: false }))
  expect(await findPortalImpact(owner, { showOrders: true, showQuotes: true })).toEqual([
    { of: "showOrders", shown: true, documents: 2, customers: 2 },
  ])
  expect(await findPortalImpact(owner, {})).toEqual([])
})

test("the whole portal, by its own switch or the feature's, is said as one", async () => {
  const closed = [{ of: "portal", shown: false, documents: 3, customers: 2 }]
  expect(await findPortalImpact(owner, { enabled: false })).toEqual(closed)
  expect(await findPortalImpact(owner, { featureOn: false })).toEqual(closed)
  await changePortalSettings(owner, await typed({ enabled: false }))
  expect(await findPortalImpact(owner, { enabled: true, showOrders: false })).toEqual([
    { of: "portal", shown: true, documents: 1, customers: 1 },
  ])
})

test("while the portal is closed, and stays so, nothing is shown or hidden", async () => {
  await setFeature(owner, "customer_portal", false)
  expect(await findPortalImpact(owner, { showOrders: false, enabled: false })).toEqual([])
})

test("another business's documents are not counted", async () => {
  const elsewhere = await app.makeBusiness("Another workshop")
  const there = createSystemActor(app.kvit, elsewhere, "command")
  expect(await findPortalImpact(there, { showOrders: false })).toEqual([])
})

test.each(["0", "366", "-1", "1.5", "1e2", "", "thirty", "٣٠"])(
  "%j days are refused",
  async (tokenExpiryDays) => {
    expect(await changePortalSettings(owner, await typed({ tokenExpiryDays }))).toEqual({
      ok: false,
      reason: "refused",
      problems: { tokenExpiryDays: "out_of_range" },
    })
  },
)

test.each(["1", "365", " 30 "])("%j days are taken", async (tokenExpiryDays) => {
  expect(await changePortalSettings(owner, await typed({ tokenExpiryDays }))).toMatchObject({ ok: true })
  expect((await getPortalSettings(owner)).tokenExpiryDays).toBe(Number(tokenExpiryDays))
})

test("a welcome has at most 500 characters in each language, a line break counting one", async () => {
  const longest = `${"x".repeat(498)}\r\ny`
  expect(await changePortalSettings(owner, await typed({ welcomeDa: longest }))).toMatchObject({ ok: true })
  expect(await changePortalSettings(owner, await typed({ welcomeEn: "x".repeat(501) }))).toEqual({
    ok: false,
    reason: "refused",
    problems: { welcomeEn: "too_long" },
  })
  expect((await getPortalSettings(owner)).welcome).toEqual({ da: longest.replace("\r\n", "\n"), en: "" })
})

test("the record names what was changed, and not the words of the welcome", async () => {
  await changePortalSettings(owner, await typed({ welcomeEn: "Dear Anna", allowMessages: false }))
  const { events } = await listEvents(app.system, { limit: 1 })
  expect(events[0]).toMatchObject({ kind: "settings.changed", staffName: "Mette owner" })
  expect(events[0]?.data).toEqual({ area: "portal", changed: ["allowMessages", "welcomeEn"] })
})

test("of two owners who save the same form, the later is told and nothing of theirs is mixed in", async () => {
  const first = await typed({ showQuotes: false })
  const second = await typed({ welcomeDa: "Hej" })
  expect(await changePortalSettings(owner, first)).toMatchObject({ ok: true })
  expect(await changePortalSettings(owner, second)).toEqual({ ok: false, reason: "changed_meanwhile" })
  expect((await getPortalSettings(owner)).welcome.da).not.toBe("Hej")
})

test("a feature is switched, and recorded once", async () => {
  expect(await setFeature(owner, "customer_portal", false)).toBe(true)
  expect(await setFeature(owner, "customer_portal", false)).toBe(false)
  expect(await isFeatureOn(owner, "customer_portal")).toBe(false)
  const { events } = await listEvents(app.system, { limit: 2 })
  expect(events[0]).toMatchObject({
    kind: "feature.changed",
    data: { feature: "customer_portal", enabled: false },
  })
  expect(events[1]?.data).not.toEqual(events[0]?.data)
})
