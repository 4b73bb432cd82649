/** What comes to the callback: what is believed, what is kept, and what is answered. */
import { createHmac, randomBytes } from "node:crypto"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { findWebhook } from "../../src/domain/payments/index.ts"
import { sha256 } from "../../src/platform/secrets/index.ts"
import { routes } from "../../src/routes.ts"
import { openPayingApp, type PayingApp, paymentForm } from "./paying.ts"

let app: PayingApp
let webhook: { id: string; url: string; secret: string }

beforeAll(async () => {
  app = await openPayingApp()
  const rows = await app.system.transaction((db) =>
    db.selectFrom("mobilepay_webhooks").select(["id", "url"]).where("state", "=", "active").execute(),
  )
  const [row] = rows
  const found = row && (await findWebhook(app.kvit, app.system, row.id))
  if (!row || !found) throw new Error("No webhook is registered.")
  webhook = { id: row.id, url: row.url, secret: found.secret }
}, 60_000)
afterAll(() => app.close())
afterEach(() => app.sim.clearFaults())

interface Told {
  name?: string
  reference?: string
  pspReference?: string
  value?: number
  currency?: string
  msn?: string
  timestamp?: string
}

function bodyOf(told: Told): string {
  return JSON.stringify({
    msn: told.msn ?? paymentForm.merchantSerialNumber,
    reference: told.reference ?? "nobody-knows-this",
    pspReference: told.pspReference ?? randomBytes(8).toString("hex"),
    name: told.name ?? "CAPTURED",
    amount: { currency: told.currency ?? "DKK", value: told.value ?? 125_000 },
    timestamp: told.timestamp ?? "2026-11-21T12:00:00.000Z",
    idempotencyKey: null,
    success: true,
  })
}

/** Signed as the provider signs, unless a test says otherwise (Webhooks API, request authentication). */
function sign(body: string, secret = webhook.secret, url = webhook.url): Record<string, string> {
  const { host, pathname, search } = new URL(url)
  const date = "Sat, 21 Nov 2026 12:00:00 GMT"
  const hash = sha256(body).toString("base64")
  const signature = createHmac("sha256", secret)
    .update(`POST\n${pathname}${search}\n${date};${host};${hash}`)
    .digest("base64")
  return {
    "content-type": "application/json",
    "x-ms-date": date,
    "x-ms-content-sha256": hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
  }
}

function send(body: string, headers: Record<string, string>, id = webhook.id): Promise<Response> {
  const url = `${app.server.origin}${routes.callbacks.mobilePay.to({ id })}`
  return fetch(url, { method: "POST", body, headers })
}

const eventsOf = (reference: string) =>
  app.system.transaction((db) =>
    db
      .selectFrom("provider_events")
      .select(["name", "source", "attempt_id", "psp_reference"])
      .where("reference", "=", reference)
      .orderBy("id")
      .execute(),
  )

const countEvents = async () =>
  (await app.system.transaction((db) => db.selectFrom("provider_events").select("id").execute())).length

test("a payment nobody knows is kept and accepted, so that nothing behind it is held up", async () => {
  const body = bodyOf({ reference: "from-the-till-0001" })
  expect((await send(body, sign(body))).status).toBe(200)
  expect(await eventsOf("from-the-till-0001")).toMatchObject([{ name: "CAPTURED", attempt_id: null }])
})

test("a body with one bit changed, another key, another address or no signature is refused and leaves nothing", async () => {
  const body = bodyOf({ reference: "never-kept-0001" })
  const signed = sign(body)
  const forged = [
    send(body.replace("CAPTURED", "CAPTUREE"), signed),
    send(body, { ...signed, "x-ms-date": "Sat, 21 Nov 2026 12:00:01 GMT" }),
    send(body, sign(body, `${webhook.secret}x`)),
    send(body, sign(body, Buffer.from(webhook.secret, "base64").toString("latin1"))),
    send(body, sign(body, webhook.secret, "https://elsewhere.example/callbacks/mobilepay/1")),
    send(body, { "content-type": "application/json" }),
    send(body, signed, "01990000-0000-7000-8000-000000000000"),
    send(body, signed, "no-id"),
  ]
  for (const answer of await Promise.all(forged)) {
    expect(answer.status).toBe(401)
    expect(await answer.text()).toBe("")
  }
  expect(await eventsOf("never-kept-0001")).toEqual([])
})

test("what is rightly signed and no event of a payment is accepted and left alone", async () => {
  for (const body of ["{}", "not json", '{"name":"CAPTURED"}', bodyOf({ currency: "kroner" })])
    expect((await send(body, sign(body))).status).toBe(200)
})

test("an event whose words no row can hold is accepted and left alone, and said in the log", async () => {
  const told: Told[] = [
    { reference: "nul-\u0000-0001" },
    { pspReference: "psp-\u0000" },
    { reference: "line\nbreak-0001" },
    { reference: "x".repeat(101) },
    { pspReference: "x".repeat(101) },
    { timestamp: "-271821-04-20T00:00:00.000Z" },
  ]
  const before = await countEvents()
  for (const one of told) {
    const body = bodyOf(one)
    expect((await send(body, sign(body))).status, JSON.stringify(one).slice(0, 60)).toBe(200)
  }
  expect(await countEvents()).toBe(before)
  expect(app.logged().split("says nothing Kvit can read").length - 1).toBeGreaterThanOrEqual(told.length)
})

test("more than 64 KB is not read", async () => {
  const body = bodyOf({ reference: "x".repeat(70_000) })
  expect((await send(body, sign(body))).status).toBe(413)
})

test("a webhook is a hint: one that tells of money the provider knows nothing of settles nothing", async () => {
  const payment = await app.beginPayment()
  app.sim.addFault({ call: "delivery", do: "drop" })
  for (const told of [{ value: 125_000 }, { value: 1 }, { currency: "EUR" }, { name: "AUTHORIZED" }]) {
    const body = bodyOf({ reference: payment.reference, ...told })
    expect((await send(body, sign(body))).status).toBe(200)
  }
  await app.runJobs()
  expect((await app.attempt(payment.actor, payment.attemptId)).state).toBe("pending")
  expect((await findDocument(app.system, payment.documentId))?.balance).toBe(125_000n)
})

test("a webhook of one payment settles no other", async () => {
  const paid = await app.beginPayment()
  const open = await app.beginPayment()
  app.sim.addFault({ call: "delivery", do: "drop" })
  app.sim.approve(paid.reference)
  const body = bodyOf({ reference: open.reference })
  await send(body, sign(body))
  await app.runJobs()
  expect((await app.attempt(open.actor, open.attemptId)).state).toBe("pending")
})

test("the same thing told again is kept once; a second part captured is another thing", async () => {
  const reference = "told-again-0001"
  const body = bodyOf({ reference, pspReference: "psp-1" })
  await Promise.all(Array.from({ length: 5 }, () => send(body, sign(body))))
  const second = bodyOf({ reference, pspReference: "psp-2" })
  await send(second, sign(second))
  expect((await eventsOf(reference)).map((event) => event.psp_reference)).toEqual(["psp-1", "psp-2"])
})

test("what another business is told at its own address is no concern of this one", async () => {
  const body = bodyOf({ reference: "other-host-0001" })
  const answer = await app.app.request(
    `http://127.0.0.1${routes.callbacks.mobilePay.to({ id: webhook.id })}`,
    {
      method: "POST",
      body,
      headers: { ...sign(body), host: "somewhere.else.example" },
    },
  )
  // One business answers to every name of this machine; the registered address is what was signed, not the Host.
  expect(answer.status).toBe(200)
})

test("the answer is there before the provider is asked anything", async () => {
  const payment = await app.beginPayment()
  app.sim.addFault({ call: "get", do: "hold_before" })
  const before = app.sim.calls().length
  const body = bodyOf({ reference: payment.reference, name: "AUTHORIZED" })
  expect((await send(body, sign(body))).status).toBe(200)
  expect(app.sim.calls()).toHaveLength(before)
  app.sim.release()
})

test("secrets of the webhook are on no page, in no event and in no log", async () => {
  const events = await app.system.transaction((db) => db.selectFrom("events").selectAll().execute())
  const rows = await app.system.transaction((db) => db.selectFrom("mobilepay_webhooks").selectAll().execute())
  const everything = JSON.stringify([events, rows]) + app.logged()
  for (const secret of [webhook.secret, paymentForm.clientSecret, paymentForm.subscriptionKey])
    expect(everything).not.toContain(secret)
})
