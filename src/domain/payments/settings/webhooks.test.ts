import { afterEach, beforeEach, expect, test } from "vitest"
import { type FakeMobilePay, openFakeMobilePay } from "../../../../test/fake-mobilepay.ts"
import { createTestGround, type TestGround } from "../../../../test/ground.ts"
import { mobilePayForm, paymentEnvironment } from "../../../../test/mobilepay-settings.ts"
import { asOwner } from "../../../platform/database/index.ts"
import {
  checkWebhook,
  checkWebhooks,
  findWebhook,
  findWebhookStatus,
  registerWebhook,
  removeWebhook,
  saveMobilePaySettings,
} from "./index.ts"

let ground: TestGround
let provider: FakeMobilePay
let environment: ReturnType<typeof paymentEnvironment>

beforeEach(async () => {
  ground = await createTestGround()
  provider = await openFakeMobilePay()
  environment = paymentEnvironment(ground, provider)
  await saveMobilePaySettings(environment, ground.system, mobilePayForm, "en")
})
afterEach(async () => {
  await provider.close()
  await ground.close()
})

const addressOf = (id: string) => `https://portal.nordauto.example/callbacks/mobilepay/${id}`
const register = () => registerWebhook(environment, ground.system, addressOf)
const check = () => checkWebhook(environment, ground.system, addressOf)

interface Row {
  id: string
  state: string
  provider_id: string | null
  problem: string | null
}

async function rows(): Promise<Row[]> {
  return asOwner(ground.owner, async (client) => {
    const found = await client.query<Row>(
      "select id, state, provider_id, problem from mobilepay_webhooks order by created_at, id",
    )
    return found.rows
  })
}

async function query(text: string): Promise<void> {
  await asOwner(ground.owner, (client) => client.query(text))
}

async function activeId(): Promise<string> {
  const [active] = (await rows()).filter((row) => row.state === "active")
  return String(active?.id)
}

test("a webhook is registered for everything that can happen, and its secret sealed", async () => {
  expect(await register()).toEqual({ ok: true })
  const id = await activeId()
  expect(provider.webhooks).toMatchObject([{ url: addressOf(id) }])
  expect(provider.webhooks[0]?.events).toHaveLength(8)
  const found = await findWebhook(environment, ground.system, id)
  expect(found).toEqual({ id, url: addressOf(id), secret: `secret-of-${provider.webhooks[0]?.id}` })
  expect(await findWebhookStatus(ground.system)).toMatchObject({
    isActive: true,
    problem: null,
    lastReceivedAt: null,
    registeredAt: expect.any(Date),
  })
  const text = await asOwner(ground.owner, (client) =>
    client.query("select t::text from mobilepay_webhooks t union all select t::text from events t"),
  )
  expect(JSON.stringify(text.rows) + environment.logged()).not.toContain("secret-of-")
})

test("registered again, the new one counts and the old one is taken away everywhere", async () => {
  await register()
  const first = await activeId()
  expect(await register()).toEqual({ ok: true })
  const second = await activeId()
  expect(second).not.toBe(first)
  expect(provider.webhooks).toMatchObject([{ url: addressOf(second) }])
  expect(await findWebhook(environment, ground.system, first)).toBeNull()
  const paths = provider.calls().map(({ method, path }) => `${method} ${path.split("/")[3]}`)
  expect(paths).toEqual(["POST webhooks", "POST webhooks", "DELETE webhooks"])
})

test("owners who press at once leave one registration, here and there", async () => {
  const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(register))
  expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
  expect((await rows()).filter((row) => row.state === "active")).toHaveLength(1)
  expect(provider.webhooks).toMatchObject([{ url: addressOf(await activeId()) }])
})

test("while the provider is asked the row is there, so that nothing registered is unknown here", async () => {
  provider.next("silence")
  const asked = register()
  await expect.poll(() => provider.calls().length).toBe(1)
  expect(await rows()).toMatchObject([{ state: "registering", provider_id: null }])
  provider.drop()
  expect(await asked).toMatchObject({ ok: false })
})

test("a refusal is kept as a word, and the registration before it still counts", async () => {
  await register()
  const first = await activeId()
  provider.next({ status: 403 })
  expect(await register()).toEqual({ ok: false, problem: "sales_unit" })
  expect(await activeId()).toBe(first)
  expect((await rows()).filter((row) => row.state === "removed")).toMatchObject([{ problem: "sales_unit" }])
})

test("where the answer was lost, what the provider registered all the same is taken away again", async () => {
  provider.nextAfterDoing("cut")
  expect(await register()).toEqual({ ok: false, problem: "connection_lost" })
  expect(provider.webhooks).toEqual([])
  expect(await rows()).toMatchObject([{ state: "removed", problem: "connection_lost" }])
  expect(await findWebhookStatus(ground.system)).toMatchObject({
    isActive: false,
    problem: "connection_lost",
  })
})

test("without keys, or with a portal nobody reaches, nothing is asked or written", async () => {
  const alone = { ...environment, config: { ...environment.config, mobilePaySimulator: null } }
  const local = (id: string) => `http://127.0.0.1:4000/callbacks/mobilepay/${id}`
  expect(await registerWebhook(alone, ground.system, local)).toEqual({ ok: false, problem: "not_public" })
  await query("update mobilepay_settings set enabled = false, sealed_client_secret = null")
  expect(await register()).toEqual({ ok: false, problem: "no_keys" })
  expect(await rows()).toEqual([])
  expect(provider.requests).toEqual([])
})

test("removed, deliveries to it are refused at once, also where the provider cannot be told", async () => {
  await register()
  const id = await activeId()
  provider.next({ status: 400 })
  expect(await removeWebhook(environment, ground.system)).toBe(true)
  expect(await findWebhook(environment, ground.system, id)).toBeNull()
  expect(await removeWebhook(environment, ground.system)).toBe(false)
  expect(provider.webhooks).toHaveLength(1)
  await register()
  expect(await check()).toBe("good")
  expect(provider.webhooks).toMatchObject([{ url: addressOf(await activeId()) }])
})

test("another sales unit takes the registration away, with the keys it was made with", async () => {
  await register()
  const other = { ...mobilePayForm, merchantSerialNumber: "2060592", clientSecret: "", subscriptionKey: "" }
  const outcome = await saveMobilePaySettings(environment, ground.system, other, "en")
  expect(outcome).toMatchObject({ ok: true, webhookRemoved: true })
  expect(provider.webhooks).toEqual([])
  expect(provider.calls().at(-1)?.headers["merchant-serial-number"]).toBe("2060591")
  expect(await findWebhookStatus(ground.system)).toBeNull()
})

test("the daily check leaves a good registration and those of other programs alone", async () => {
  await register()
  provider.webhooks.push({ id: "other", url: "https://shop.nordauto.example/hook", events: [] })
  await checkWebhooks(environment, addressOf)
  expect(provider.webhooks).toHaveLength(2)
  expect(await rows()).toMatchObject([{ state: "active", problem: null }])
})

test("what the provider has forgotten is registered anew", async () => {
  await register()
  const first = await activeId()
  provider.webhooks.length = 0
  await checkWebhooks(environment, addressOf)
  expect(await activeId()).not.toBe(first)
  expect(provider.webhooks).toMatchObject([{ url: addressOf(await activeId()) }])
})

test("what is forgotten and cannot be registered is said to be gone", async () => {
  await register()
  provider.webhooks.length = 0
  provider.next({ status: 200, body: { webhooks: [] } }, { status: 403 })
  expect(await check()).toBe("sales_unit")
  expect(await findWebhookStatus(ground.system)).toMatchObject({ isActive: true, problem: "gone" })
  expect(await check()).toBe("registered_anew")
  expect(await findWebhookStatus(ground.system)).toMatchObject({ problem: null })
})

test("a portal that has moved, or an event that was not asked for, is registered anew", async () => {
  await register()
  const moved = (id: string) => addressOf(id).replace("portal.", "kunder.")
  expect(await checkWebhook(environment, ground.system, moved)).toBe("registered_anew")
  expect(provider.webhooks).toMatchObject([{ url: moved(await activeId()) }])
  provider.webhooks[0]?.events.pop()
  expect(await checkWebhook(environment, ground.system, moved)).toBe("registered_anew")
})

test("a provider that cannot be asked is noted, and nothing is registered anew for it", async () => {
  await register()
  provider.next({ status: 503 }, { status: 503 }, { status: 503 })
  expect(await check()).toBe("busy")
  expect(provider.webhooks).toHaveLength(1)
  expect(await findWebhookStatus(ground.system)).toMatchObject({ isActive: true, problem: "busy" })
  expect(await check()).toBe("good")
  expect(await findWebhookStatus(ground.system)).toMatchObject({ problem: null })
})

test("a registration whose answer never came is taken away after a while", async () => {
  await register()
  const lost = "0199a000-0000-7000-8000-000000000001"
  await query(`insert into mobilepay_webhooks (business_id, id, url, environment, merchant_serial_number, state, created_at)
    select business_id, '${lost}', '${addressOf(lost)}', 'test', '2060591', 'registering', now() - interval '11 minutes'
    from businesses`)
  provider.webhooks.push({ id: "lost", url: addressOf(lost), events: [] })
  await checkWebhooks(environment, addressOf)
  expect(provider.webhooks).toMatchObject([{ url: addressOf(await activeId()) }])
  expect((await rows()).map((row) => row.state).sort()).toEqual(["active", "removed"])
})
