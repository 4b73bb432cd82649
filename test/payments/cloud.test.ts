/** Many businesses in one installation, told apart by host name: where MobilePay delivers to and brings payers back to. */
import { createHmac } from "node:crypto"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Simulator, sampleUnit, startSimulator } from "../../simulator/index.ts"
import { findPortalSession, openSessionByToken } from "../../src/domain/access/index.ts"
import {
  findWebhook,
  registerWebhook,
  saveMobilePaySettings,
  startPayment,
} from "../../src/domain/payments/index.ts"
import { webhookAddress } from "../../src/origins.ts"
import { asOwner, createSystemActor } from "../../src/platform/database/index.ts"
import { sha256 } from "../../src/platform/secrets/index.ts"
import { createTestApp, makeStaff, type TestApp } from "../harness.ts"
import { paymentForm } from "./paying.ts"

let simulator: Simulator
let app: TestApp
let other: string
beforeAll(async () => {
  simulator = await startSimulator()
  app = await createTestApp({
    secondFactor: false,
    environment: {
      KVIT_EDITION: "cloud",
      PORTAL_ORIGIN: "https://kvit.example",
      STAFF_ORIGIN: "https://kvit.example",
      MOBILEPAY_SIMULATOR: simulator.url,
    },
  })
  other = await app.makeBusiness("Syd Auto")
  for (const [host, id] of [
    ["nord.kvit.example", app.businessId],
    ["syd.kvit.example", other],
  ]) {
    await asOwner(app.owner, (client) =>
      client.query("insert into kvit_installation.hosts (host, business_id) values ($1, $2)", [host, id]),
    )
  }
}, 60_000)
afterAll(async () => {
  await simulator.stop()
  await app.close()
})

/** Sets MobilePay up for one of the businesses, and registers its webhook as the page and the daily check do. */
async function setUp(businessId: string) {
  const owner = await makeStaff(app.kvit, app.owner, businessId, "owner")
  const saved = await saveMobilePaySettings(app.kvit, owner, { ...paymentForm, pushAllowed: false }, "da")
  expect(saved.ok).toBe(true)
  const registered = await registerWebhook(app.kvit, owner, (id) => webhookAddress(app.kvit.config, id))
  expect(registered.ok).toBe(true)
  const system = createSystemActor(app.kvit, businessId, "command")
  const row = await system.transaction((db) =>
    db.selectFrom("mobilepay_webhooks").select("id").where("state", "=", "active").executeTakeFirstOrThrow(),
  )
  const webhook = await findWebhook(app.kvit, system, row.id)
  if (!webhook) throw new Error("No webhook is registered.")
  return { system, webhook }
}

function deliver(webhook: { url: string; secret: string }, secret = webhook.secret): Promise<Response> {
  const { host, pathname } = new URL(webhook.url)
  const body = JSON.stringify({
    msn: sampleUnit.msn,
    reference: "nobody-knows-this",
    pspReference: "a",
    name: "CREATED",
    amount: { currency: "DKK", value: 100 },
    timestamp: "2026-11-21T12:00:00.000Z",
    success: true,
  })
  const date = "Sat, 21 Nov 2026 12:00:00 GMT"
  const hash = sha256(body).toString("base64")
  const signature = createHmac("sha256", secret)
    .update(`POST\n${pathname}\n${date};${host};${hash}`)
    .digest("base64")
  const authorization = `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`
  return Promise.resolve(
    app.app.request(webhook.url, {
      method: "POST",
      body,
      headers: { host, "x-ms-date": date, "x-ms-content-sha256": hash, authorization },
    }),
  )
}

test("in the cloud edition a webhook reaches the business that registered it", async () => {
  const nord = await setUp(app.businessId)
  const syd = await setUp(other)
  const countOf = async ({ system }: typeof nord) =>
    (await system.transaction((db) => db.selectFrom("provider_events").select("id").execute())).length
  expect((await deliver(nord.webhook)).status).toBe(200)
  expect([await countOf(nord), await countOf(syd)]).toEqual([1, 0])
  expect((await deliver(syd.webhook)).status).toBe(200)
  expect([await countOf(nord), await countOf(syd)]).toEqual([1, 1])
  // Each is verified by the secret of its own registration.
  expect((await deliver(nord.webhook, syd.webhook.secret)).status).toBe(401)
  // One that was replaced counts no longer.
  await setUp(app.businessId)
  expect((await deliver(nord.webhook)).status).toBe(401)
})

test("in the cloud edition a payer is brought back to the host name of the business they pay", async () => {
  await setUp(app.businessId)
  const customer = await app.make.customer()
  const documentId = await app.make.document({ customer, total: 125_000n })
  const opened = await openSessionByToken(app.kvit, app.businessId, await app.make.token(customer), undefined)
  const session = opened && (await findPortalSession(app.kvit, app.businessId, opened.secret))
  if (!session) throw new Error("The token lets nobody in.")
  const begun = await startPayment(app.kvit, session.actor, {
    documentId,
    amount: 125_000n,
    shownOpen: 125_000n,
    phone: "12 34 56 78",
    method: "wallet",
  })
  if (!begun.ok) throw new Error(begun.reason)
  const [payment] = simulator.control.payments()
  expect(payment?.returnUrl).toBe(`https://nord.kvit.example/portal/payments/${begun.attemptId}/return`)
})
