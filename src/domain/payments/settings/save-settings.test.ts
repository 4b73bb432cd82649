import { randomBytes } from "node:crypto"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type FakeMobilePay, openFakeMobilePay } from "../../../../test/fake-mobilepay.ts"
import { createTestGround, type TestGround } from "../../../../test/ground.ts"
import { mobilePayForm, paymentEnvironment } from "../../../../test/mobilepay-settings.ts"
import { asOwner, createCustomerActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { createSecrets } from "../../../platform/secrets/index.ts"
import {
  findMobilePayOverview,
  findMobilePaySettings,
  findUnsealableKeys,
  openMobilePay,
  readMobilePaySettings,
  rememberPushRefused,
  saveMobilePaySettings,
  testMobilePay,
} from "./index.ts"
import type { MobilePayForm } from "./read-form.ts"

let ground: TestGround
let provider: FakeMobilePay
let environment: ReturnType<typeof paymentEnvironment>

beforeEach(async () => {
  ground = await createTestGround()
  provider = await openFakeMobilePay()
  environment = paymentEnvironment(ground, provider)
})
afterEach(async () => {
  await provider.close()
  await ground.close()
})

const save = (change: Partial<MobilePayForm> = {}) =>
  saveMobilePaySettings(environment, ground.system, { ...mobilePayForm, ...change }, "en")
/** As the page sends it once keys are there: what is not shown is empty. */
const saveAgain = (change: Partial<MobilePayForm> = {}) =>
  save({ clientSecret: "", subscriptionKey: "", ...change })

async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return asOwner(ground.owner, async (client) => (await client.query<Row>(text, values)).rows)
}

async function beginAttempt(): Promise<void> {
  const customer = await ground.make.customer()
  await query(
    `insert into payment_attempts (business_id, id, customer_id, payer_id, reference, amount, currency, flow, environment,
       merchant_serial_number, capture_rule)
     values ($1, $2, $3, $3, 'kvit-0001-1', 100, 'DKK', 'redirect', 'test', '2060591', 'at_once')`,
    [ground.businessId, newId(), customer.id],
  )
}

test("nothing is set at first: nobody can pay, and the provider is not asked", async () => {
  expect(await findMobilePaySettings(ground.system)).toBeNull()
  expect(await openMobilePay(environment, ground.system)).toBeNull()
  expect(await testMobilePay(environment, ground.system)).toBe("no_keys")
  expect(provider.requests).toEqual([])
})

test("settings are saved, and the keys sealed: no row, event or log has them", async () => {
  const outcome = await save({
    merchantSerialNumber: " 2060 591 ",
    partPaymentAllowed: true,
    leastPartPayment: "250.50",
  })
  expect(outcome).toEqual({ ok: true, changed: true, keysCleared: false, webhookRemoved: false })
  expect(await findMobilePaySettings(ground.system)).toEqual({
    isReady: true,
    environment: "test",
    merchantSerialNumber: "2060591",
    currency: "DKK",
    brand: "mobilepay",
    pushAllowed: false,
    cardAllowed: false,
    partPaymentAllowed: true,
    leastPartPayment: 25_050n,
    prepaymentCapture: "by_hand",
  })
  const overview = await findMobilePayOverview(ground.system)
  expect(overview?.keysSavedAt).toBeInstanceOf(Date)
  const rows = await query("select t::text from mobilepay_settings t union all select t::text from events t")
  expect(JSON.stringify([rows, overview?.clientId, environment.logged()])).not.toContain("kanariefugl")
  const [sealed] = await query<{ text: string }>(
    "select encode(sealed_client_secret || sealed_subscription_key, 'escape') as text from mobilepay_settings",
  )
  expect(sealed?.text).not.toContain("kanariefugl")
  const events = await query("select kind, data from events order by id")
  expect(events.at(-1)).toMatchObject({ kind: "settings.changed", data: { area: "mobilepay" } })
})

test("the provider is asked with the keys that were saved, and one client keeps its token", async () => {
  await save()
  expect(await testMobilePay(environment, ground.system)).toBeNull()
  const first = await openMobilePay(environment, ground.system)
  await first?.getPayment("kvit-0001-1")
  expect(await openMobilePay(environment, ground.system)).toBe(first)
  expect(provider.requests[0]?.headers).toMatchObject({
    client_id: "fb492b5e-7907-4d83-ba20-c7fb60ca35de",
    client_secret: "kanariefugl-hemmelighed",
    "ocp-apim-subscription-key": "kanariefugl-abonnement",
    "merchant-serial-number": "2060591",
  })
  await saveAgain({ clientSecret: "kanariefugl-ny" })
  const next = await openMobilePay(environment, ground.system)
  expect(next).not.toBe(first)
  await next?.getPayment("kvit-0001-1")
  expect(provider.requests.at(-2)?.headers.client_secret).toBe("kanariefugl-ny")
})

test("empty secrets keep those that are there, and saving the same again records nothing", async () => {
  await save()
  const before = await query("select count(*)::int as count from events")
  expect(await saveAgain()).toMatchObject({ ok: true, changed: false })
  expect(await query("select count(*)::int as count from events")).toEqual(before)
  expect(await testMobilePay(environment, ground.system)).toBeNull()
})

test.each([
  [{ merchantSerialNumber: "" }, { merchantSerialNumber: "required_on" }],
  [{ clientId: "" }, { clientId: "required_on" }],
  [{ clientSecret: "" }, { clientSecret: "required_on" }],
  [{ subscriptionKey: "" }, { subscriptionKey: "required_on" }],
  [{ merchantSerialNumber: "20A" }, { merchantSerialNumber: "not_digits" }],
  [{ clientSecret: "smart “quotes”" }, { clientSecret: "not_key" }],
  [{ subscriptionKey: "a\r\nx-evil: 1" }, { subscriptionKey: "not_key" }],
  [{ clientId: "x".repeat(101) }, { clientId: "too_long" }],
  [{ currency: "SEK" }, { currency: "not_choice" }],
  [{ brand: "swish" }, { brand: "not_choice" }],
  [{ environment: "live" }, { environment: "not_choice" }],
  [{ leastPartPayment: "many" }, { leastPartPayment: "not_amount" }],
  [{ leastPartPayment: "0" }, { leastPartPayment: "amount_range" }],
  [{ leastPartPayment: "650000.01" }, { leastPartPayment: "amount_range" }],
])("switched on with %j, it is refused at the field and nothing is saved", async (change, problems) => {
  expect(await save(change)).toEqual({ ok: false, problems })
  expect((await findMobilePaySettings(ground.system))?.isReady ?? false).toBe(false)
})

test("switched off, what is not known yet may be left out", async () => {
  expect(await save({ enabled: false, clientSecret: "", clientId: "" })).toMatchObject({ ok: true })
  expect(await openMobilePay(environment, ground.system)).toBeNull()
})

test("another environment begins without keys and switched off, and says so", async () => {
  await save()
  const outcome = await saveAgain({ environment: "production" })
  expect(outcome).toMatchObject({ ok: true, keysCleared: true })
  expect(await findMobilePaySettings(ground.system)).toMatchObject({
    isReady: false,
    environment: "production",
  })
  expect((await findMobilePayOverview(ground.system))?.keysSavedAt).toBeNull()
  expect(await testMobilePay(environment, ground.system)).toBe("no_keys")
  expect(provider.requests).toEqual([])
})

test("another environment with its own keys is switched on at once", async () => {
  await save()
  const outcome = await save({ environment: "production", clientSecret: "k-ny", subscriptionKey: "k-ny-2" })
  expect(outcome).toMatchObject({ ok: true, keysCleared: false })
  expect(await findMobilePaySettings(ground.system)).toMatchObject({
    isReady: true,
    environment: "production",
  })
})

test("with one of two new secrets another environment is refused nothing, and asks for the rest", async () => {
  await save()
  expect(await saveAgain({ environment: "production", clientSecret: "k-ny" })).toMatchObject({ ok: true })
  expect(await findMobilePaySettings(ground.system)).toMatchObject({ isReady: false })
})

test("a key of the test environment is never told to production, whatever the row says", async () => {
  await save()
  await query("update mobilepay_settings set environment = 'production'")
  await expect(openMobilePay(environment, ground.system)).rejects.toThrow()
  expect(await testMobilePay(environment, ground.system)).toBe("unsealable")
  expect(provider.requests).toEqual([])
})

test("sealed keys of one field or business open nothing in another's place", async () => {
  await save()
  await query("update mobilepay_settings set sealed_client_secret = sealed_subscription_key")
  expect(await testMobilePay(environment, ground.system)).toBe("unsealable")
})

test("while a payment is open the sales unit and the environment stay; all else can be changed", async () => {
  await save()
  await beginAttempt()
  expect(await saveAgain({ environment: "production" })).toEqual({
    ok: false,
    problems: { environment: "attempts_open" },
  })
  expect(await saveAgain({ merchantSerialNumber: "2060592" })).toEqual({
    ok: false,
    problems: { merchantSerialNumber: "attempts_open" },
  })
  expect((await findMobilePayOverview(ground.system))?.openAttempts).toBe(1)
  expect(await saveAgain({ enabled: false, clientSecret: "k-ny" })).toMatchObject({ ok: true, changed: true })
  expect(await openMobilePay(environment, ground.system)).not.toBeNull()
  await query("update payment_attempts set state = 'expired', finished_at = now()")
  expect(await saveAgain({ merchantSerialNumber: "2060592" })).toMatchObject({ ok: true })
})

test("a refused push is remembered once, and tried again when an owner switches it on again", async () => {
  await save({ pushAllowed: true })
  const refuse = () => ground.system.transaction((db) => rememberPushRefused(db, ground.system))
  const before = await query("select from events")
  await refuse()
  await refuse()
  expect(await query("select from events")).toHaveLength(before.length + 1)
  expect(await findMobilePaySettings(ground.system)).toMatchObject({ isReady: true, pushAllowed: false })
  expect((await findMobilePayOverview(ground.system))?.pushRefusedAt).toBeInstanceOf(Date)
  await saveAgain({ pushAllowed: false })
  expect((await findMobilePayOverview(ground.system))?.pushRefusedAt).toBeInstanceOf(Date)
  await saveAgain({ pushAllowed: true })
  expect(await findMobilePaySettings(ground.system)).toMatchObject({ pushAllowed: true })
})

test("a customer reads what concerns paying, and no key, no id of one and no webhook", async () => {
  await save()
  const customer = await ground.make.customer()
  const actor = createCustomerActor(ground.environment, {
    businessId: ground.businessId,
    way: "token",
    sessionId: newId(),
    customerIds: [customer.id],
    kinds: ["invoice"],
    customerKinds: null,
    accountIds: [customer.id],
    showStatement: false,
    staffId: null,
  })
  expect(await actor.transaction((db) => readMobilePaySettings(db, actor))).toMatchObject({ isReady: true })
  const columns = ["client_id", "sealed_client_secret", "sealed_subscription_key", "keys_saved_at"] as const
  const reads = columns.map((column) =>
    actor.transaction((db) => db.selectFrom("mobilepay_settings").select(column).execute()),
  )
  const outcomes = await Promise.allSettled(reads)
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "rejected"])
  await expect(
    actor.transaction((db) => db.selectFrom("mobilepay_webhooks").selectAll().execute()),
  ).rejects.toThrow("permission denied")
})

test("the database itself switches nothing on without keys", async () => {
  await save({ enabled: false, clientSecret: "" })
  await expect(query("update mobilepay_settings set enabled = true")).rejects.toThrow("on_with_keys")
})

test("the doctor finds keys that this installation's secret does not open", async () => {
  await save()
  expect(await findUnsealableKeys(ground.owner, ground.secrets)).toEqual({ looked: 1, unsealable: [] })
  const other = createSecrets(randomBytes(32))
  expect(await findUnsealableKeys(ground.owner, other)).toEqual({
    looked: 1,
    unsealable: [ground.businessId],
  })
})
