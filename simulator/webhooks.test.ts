import { createHmac } from "node:crypto"
import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { findOfficialFiles } from "../test/official-files.ts"
import { openReceiver, openShop, register } from "./test-client.ts"
import { pauseAfter } from "./webhooks/deliver.ts"
import { signWebhook } from "./webhooks/sign.ts"

const vectorFile = findOfficialFiles("vipps/webhook-hmac-vectors.json")

test("the signature is the one the provider published", () => {
  const headers = signWebhook(
    "https://webhook.site/e2cee29b-012e-4f1d-8ef4-e95fd74a7a63",
    "A0+AeKBRG2KRGvnNwJpQlb6IJFk48CKXCIcrLoHncVJKDILsQSxS6NWCccwWm6r6FhGKhiHTBsG2wo/xU6FY/A==",
    Buffer.from('{"some-unique-content":"ee6e441b-cc4a-46f8-895d-a5af79bcc233/hello-world"}'),
    new Date("2023-03-30T08:38:32Z"),
  )
  expect(headers["x-ms-content-sha256"]).toBe("lNlsp1XA03N34HrQsVzPgJKtC+r7l/RBF4V3JQUWMj4=")
  expect(headers.Authorization).toContain("&Signature=agAiSyogQbDHpeucoNwYz+yAr5nJ+v+zasdkSbqzv+U=")
})

test.runIf(vectorFile)("the signatures are those of all known vectors", () => {
  const { vectors } = JSON.parse(readFileSync(vectorFile ?? "", "utf8"))
  for (const { url, secret, body, xMsDate, authorization } of vectors) {
    const headers = signWebhook(url, secret, Buffer.from(body), new Date(xMsDate))
    expect(headers).toMatchObject({ "x-ms-date": xMsDate, Authorization: authorization })
  }
})

describe("a registration", () => {
  test("tells its secret once, is listed without it, and can be removed", async () => {
    const shop = await openShop()
    const { status, body } = await register(shop, "https://portal.example.dk/callbacks")
    expect(status).toBe(201)
    expect(body.secret).toHaveLength(88)
    const listed = await shop.ask("GET", "/webhooks/v1/webhooks")
    expect(listed.body.webhooks).toMatchObject([{ id: body.id, url: "https://portal.example.dk/callbacks" }])
    expect(JSON.stringify(listed.body)).not.toContain(body.secret)
    expect((await shop.ask("DELETE", `/webhooks/v1/webhooks/${body.id}`)).status).toBe(204)
    expect((await shop.ask("GET", "/webhooks/v1/webhooks")).body.webhooks).toEqual([])
  })

  test.each(["http://portal.example.dk/callbacks", "not an address", "ftp://portal.example.dk"])(
    "of %s is refused",
    async (url) => {
      expect((await register(await openShop(), url)).status).toBe(400)
    },
  )

  test("is refused where 25 are there for an event, and where the event is unknown", async () => {
    const shop = await openShop()
    for (let n = 0; n < 25; n += 1)
      expect((await register(shop, `https://portal.example.dk/${n}`, ["captured"])).status).toBe(201)
    expect((await register(shop, "https://portal.example.dk/25", ["captured"])).status).toBe(400)
    expect((await register(shop, "https://portal.example.dk/25", ["refunded"])).status).toBe(201)
    expect((await register(shop, "https://portal.example.dk/26", ["charged"])).status).toBe(400)
  })
})

describe("a webhook", () => {
  test("is signed for the registered address and says what happened", async () => {
    const shop = await openShop()
    const receiver = await openReceiver()
    const { body } = await register(shop, receiver.url)
    await shop.create("inv-10042-1")
    await shop.control.settled()
    const { headers, raw, path, event } = receiver.first()
    const signed = `POST\n${path}\n${headers["x-ms-date"]};${headers.host};${headers["x-ms-content-sha256"]}`
    const signature = createHmac("sha256", body.secret).update(signed).digest("base64")
    expect(headers.authorization).toContain(`Signature=${signature}`)
    expect(headers["webhook-id"]).toBe(body.id)
    expect(raw.length).toBeGreaterThan(100)
    expect(event).toMatchObject({
      msn: "9000001",
      reference: "inv-10042-1",
      name: "CREATED",
      amount: { currency: "DKK", value: 125_000 },
      idempotencyKey: "inv-10042-1-create",
      success: true,
    })
    expect(event.pspReference).toBe((await shop.read("inv-10042-1")).body.pspReference)
  })

  test("comes for every event that was asked for, in order, and for no other", async () => {
    const shop = await openShop()
    const receiver = await openReceiver()
    await register(shop, receiver.url, ["authorized", "captured", "refunded"])
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    await shop.capture("inv-10042-1", 125_000)
    shop.control.refund("inv-10042-1", 5_000)
    await shop.control.settled()
    expect(receiver.names()).toEqual(["AUTHORIZED", "CAPTURED", "REFUNDED"])
  })

  test.each([500, 404, 302])(
    "answered with %i is tried again, and holds up the payment's others only",
    async (status) => {
      const shop = await openShop()
      const receiver = await openReceiver()
      await register(shop, receiver.url)
      receiver.answer = status
      await shop.create("inv-10042-1")
      await shop.control.settled()
      receiver.answer = 200
      shop.control.approve("inv-10042-1")
      await shop.create("inv-10042-2")
      await shop.control.settled()
      expect(receiver.received.map(({ event }) => `${event.reference} ${event.name}`)).toEqual([
        "inv-10042-1 CREATED",
        "inv-10042-2 CREATED",
      ])
      await shop.control.advance(2_000)
      expect(receiver.received.slice(2).map(({ event }) => event.name)).toEqual(["CREATED", "AUTHORIZED"])
    },
  )

  test("is tried every 2 s four times, then more and more seldom, for seven days", async () => {
    expect([1, 4, 5, 6, 7, 28, 29, 35].map(pauseAfter)).toEqual([
      2_000, 2_000, 60_000, 120_000, 3_600_000, 3_600_000, 86_400_000, 86_400_000,
    ])
    const shop = await openShop()
    const receiver = await openReceiver()
    await register(shop, receiver.url)
    receiver.answer = 503
    await shop.create("inv-10042-1", { userFlow: "WEB_REDIRECT", returnUrl: "https://portal.example.dk" })
    await shop.control.advance(9_000)
    expect(receiver.received).toHaveLength(5)
    await shop.control.advance(60_000)
    expect(receiver.received).toHaveLength(6)
    await shop.control.advance(8 * 86_400_000)
    expect(shop.control.deliveries().map(({ state }) => state)).toEqual(["given_up", "given_up"])
    const dates = new Set(receiver.received.map(({ headers }) => headers["x-ms-date"]))
    expect(dates.size).toBeGreaterThan(20)
  })

  test("that is never answered counts as failed after the time limit", async () => {
    const shop = await openShop()
    shop.control.setSettings({ webhookTimeoutMs: 50 })
    const receiver = await openReceiver()
    receiver.answer = "never"
    await register(shop, receiver.url)
    await shop.create("inv-10042-1")
    await shop.control.settled()
    expect(shop.control.deliveries()).toMatchObject([{ state: "waiting", attempts: 1, lastStatus: 0 }])
  })

  test("address that is dead for two weeks is forgotten", async () => {
    const shop = await openShop()
    const receiver = await openReceiver()
    await register(shop, receiver.url)
    receiver.answer = 500
    await shop.create("inv-10042-1")
    await shop.control.settled()
    await shop.control.advance(14 * 86_400_000 + 1_000)
    const token = (await shop.ask("POST", "/accesstoken/get", undefined, tokenHeaders)).body.access_token
    const listed = await shop.ask("GET", "/webhooks/v1/webhooks", undefined, {
      Authorization: `Bearer ${token}`,
    })
    expect(listed.body.webhooks).toEqual([])
  })
})

const tokenHeaders = {
  client_id: "5a1e0000-51a7-4000-8000-000000009001",
  client_secret: "simulated-client-secret",
}
