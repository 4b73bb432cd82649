import { afterEach, beforeEach, expect, test } from "vitest"
import { findMobilePaySettings, findWebhookStatus } from "../../src/domain/payments/index.ts"
import { setFeature } from "../../src/domain/settings/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { type FakeMobilePay, openFakeMobilePay } from "../fake-mobilepay.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { readEverything } from "../security/everything.ts"

const { staff } = routes
const path = staff.mobilePaySettings
let provider: FakeMobilePay
let app: TestApp
let owner: TestBrowser

beforeEach(async () => {
  provider = await openFakeMobilePay()
  app = await createTestApp({ secondFactor: false, environment: { MOBILEPAY_SIMULATOR: provider.origin } })
  owner = await app.signIn("owner")
})
afterEach(async () => {
  await app.close()
  await provider.close()
})

const form = {
  enabled: "on",
  environment: "test",
  merchantSerialNumber: "2060591",
  clientId: "fb492b5e-7907",
  clientSecret: "kanariefugl-1",
  subscriptionKey: "kanariefugl-2",
  currency: "DKK",
  brand: "mobilepay",
  leastPartPayment: "100.00",
  prepaymentCapture: "by_hand",
}
const kept = { ...form, clientSecret: "", subscriptionKey: "" }

/** Presses a button and reads the page it leads to. */
async function press(to: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await owner.post(to, fields)
  const next = answer.headers.get("location")
  return (next ? await owner.get(next) : answer).text()
}

test("keys are saved and tested by one button, and never shown, logged or recorded", async () => {
  const page = await press(path.to(), { ...form, also: "test" })
  expect(page).toContain("Saved.")
  expect(page).toContain("The connection works")
  expect(page).toMatch(/Saved \d+ \w+ \d{4}, \d\d:\d\d\. Leave this empty to keep it\./)
  expect(provider.requests.map((request) => request.path)).toEqual([
    "/accesstoken/get",
    "/webhooks/v1/webhooks",
  ])
  const later = await press(staff.mobilePayWebhook.to())
  const activity = await (await owner.get(staff.activity.to())).text()
  const everything = JSON.stringify(await readEverything(app))
  const texts = [page, later, activity, everything, app.logged()].join("")
  expect(texts).not.toContain("kanariefugl")
  expect(texts).not.toContain("secret-of-")
  expect(texts).not.toContain(Buffer.from("kanariefugl-1").toString("hex"))
  expect(texts).not.toContain("token-1")
})

test("what is wrong is said at its field, what was typed is kept, and a secret is not sent back", async () => {
  const answer = await owner.post(path.to(), {
    ...form,
    merchantSerialNumber: "206-0591",
    clientId: 'id "quoted"',
    leastPartPayment: "many",
    partPaymentAllowed: "on",
    brand: "vipps",
  })
  const page = await answer.text()
  expect(answer.status).toBe(422)
  expect(page).toContain("Nothing was saved. Look at the marked fields; a secret must be typed again.")
  expect(page).toContain("That is not a merchant serial number: 4 to 12 digits.")
  expect(page).toContain("A key has no spaces or special letters.")
  expect(page).toContain("Write an amount, such as 100.00.")
  expect(page).toContain('value="206-0591"')
  expect(page).toContain("id &quot;quoted&quot;")
  expect(page).toContain('value="many"')
  expect(page).toMatch(/value="vipps" selected/)
  expect(page).not.toContain("kanariefugl")
  expect(await findMobilePaySettings(app.system)).toBeNull()
})

test.each([
  [() => provider.nextTokens({ status: 401 }), "did not take client id, client secret and subscription key"],
  [() => provider.next({ status: 403 }), "but not for this merchant serial number"],
  [() => provider.next({ status: 503 }, { status: 503 }, { status: 503 }), "is busy or has trouble just now"],
  [() => provider.next({ status: 200, raw: "<html>" }), "What answered is not MobilePay as we know it"],
])(
  "a connection that does not work is said plainly, and what was typed is saved (%#)",
  async (fail, said) => {
    fail()
    const page = await press(path.to(), { ...form, brand: "vipps", also: "test" })
    expect(page).toContain("Saved, but the connection does not work.")
    expect(page).toContain(said)
    expect(page).toMatch(/value="vipps" selected/)
    expect(await findMobilePaySettings(app.system)).toMatchObject({ brand: "vipps", isReady: true })
  },
)

test("nobody at the provider's address is said so", async () => {
  await provider.close()
  const page = await press(path.to(), { ...form, also: "test" })
  expect(page).toContain("could not be reached. Look whether a firewall")
  provider = await openFakeMobilePay()
})

test("another environment takes the keys away, says so, and is off until there are others", async () => {
  await owner.post(path.to(), form)
  await owner.post(staff.mobilePayWebhook.to())
  const page = await press(path.to(), { ...kept, environment: "production" })
  expect(page).toContain("The keys were those of the other environment and were taken away")
  expect(page).not.toContain("Leave this empty to keep it")
  expect(page).toContain("Save the keys first.")
  expect(provider.webhooks).toEqual([])
  expect(await findMobilePaySettings(app.system)).toMatchObject({ isReady: false })
})

test("while a payment is under way, the page says why the sales unit stays", async () => {
  await owner.post(path.to(), form)
  const customer = await app.make.customer()
  await asOwner(app.owner, (client) =>
    client.query(
      `insert into payment_attempts (business_id, id, customer_id, payer_id, reference, amount, currency, flow, environment,
         merchant_serial_number, capture_rule)
       values ($1, $2, $3, $3, 'kvit-0001-1', 100, 'DKK', 'redirect', 'test', '2060591', 'at_once')`,
      [app.businessId, newId(), customer.id],
    ),
  )
  expect(await (await owner.get(path.to())).text()).toContain(
    "A payment or refund is under way with this sales unit.",
  )
  const answer = await owner.post(path.to(), { ...kept, merchantSerialNumber: "2060592" })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain("Payments or refunds are under way, so this stays until they have ended.")
  expect(page).toContain('value="2060592"')
  const emptied = await owner.post(path.to(), { ...kept, clientId: "" })
  expect(emptied.status).toBe(422)
  expect(await emptied.text()).toContain("Payments or refunds are under way that need it.")
})

test("a webhook is registered, checked and removed, and its state stands on the page", async () => {
  expect(await (await owner.get(path.to())).text()).not.toContain("Register webhook")
  await owner.post(path.to(), form)
  expect(await (await owner.get(path.to())).text()).toContain("Register webhook")
  const registered = await press(staff.mobilePayWebhook.to())
  expect(registered).toContain("MobilePay now tells us of payments.")
  expect(registered).toContain(String(provider.webhooks[0]?.url))
  expect(registered).toContain("Nothing yet")
  expect(await press(staff.mobilePayWebhookCheck.to())).toContain("MobilePay still knows the webhook.")
  provider.webhooks.length = 0
  expect(await press(staff.mobilePayWebhookCheck.to())).toContain("It was registered anew.")
  provider.webhooks.length = 0
  provider.next({ status: 200, body: { webhooks: [] } }, { status: 403 })
  const gone = await press(staff.mobilePayWebhookCheck.to())
  expect(gone).toContain("MobilePay does not know this webhook any more")
  expect(gone).toContain("but not for this merchant serial number")
  expect(await (await owner.get(staff.mobilePayWebhookRemove.to())).text()).toContain("Remove the webhook?")
  expect(await press(staff.mobilePayWebhookRemove.to())).toContain("The webhook was removed.")
  expect(await findWebhookStatus(app.system)).toBeNull()
})

test("a portal that only this machine reaches gets no webhook, and is told what to set", async () => {
  const alone = await createTestApp({ secondFactor: false })
  const here = await alone.signIn("owner")
  await here.post(path.to(), form)
  const page = await (await here.get(path.to())).text()
  expect(page).toContain("MobilePay cannot reach the portal")
  expect(page).toContain("Set PORTAL_ORIGIN to the https address")
  expect(page).not.toContain("Register webhook")
  expect((await here.post(staff.mobilePayWebhook.to())).headers.get("location")).toContain("fault=not_public")
  await alone.close()
})

test("other staff see how it is set, and change nothing", async () => {
  await owner.post(path.to(), form)
  const [colleague, reader] = [await app.signIn("staff"), await app.signIn("read_only")]
  const page = await (await reader.get(path.to())).text()
  expect(page).toContain("Only an owner can change this.")
  expect(page).toContain('value="2060591"')
  expect(page).not.toMatch(/>Save<|Register webhook|kanariefugl/)
  const actions = [path, staff.mobilePayWebhook, staff.mobilePayWebhookCheck, staff.mobilePayWebhookRemove]
  const answers = await Promise.all(
    actions.flatMap((action) => [colleague.post(action.to(), kept), reader.post(action.to(), kept)]),
  )
  expect(answers.map((answer) => answer.status)).toEqual(actions.flatMap(() => [403, 403]))
})

test("a word that is not ours in the address says nothing", async () => {
  const page = await (
    await owner.get(path.to({ done: "evil", tested: "toString", fault: "constructor" }))
  ).text()
  expect(page).not.toMatch(/evil|toString|constructor|That did not work|does not work/)
})

test("without the portal's feature there is nothing to set, and nothing is saved", async () => {
  await setFeature(await app.makeStaff(), "customer_portal", false)
  expect(await (await owner.get(path.to())).text()).toContain("so none of this is in use")
  expect(await (await owner.post(path.to(), form)).text()).not.toContain("kanariefugl")
  expect(await findMobilePaySettings(app.system)).toBeNull()
})

test("the page is there in Danish", async () => {
  owner.cookies.set("kvit_language", "da")
  const page = await press(path.to(), { ...form, leastPartPayment: "1.250,50", also: "test" })
  expect(page).toContain("Forbindelsen virker")
  expect(page).toContain('value="1.250,50"')
  expect(await findMobilePaySettings(app.system)).toMatchObject({ leastPartPayment: 125_050n })
})
