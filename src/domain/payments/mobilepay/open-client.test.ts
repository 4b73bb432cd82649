import { readFileSync } from "node:fs"
import { Ajv } from "ajv"
import formats from "ajv-formats"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type FakeMobilePay, openFakeMobilePay, problem } from "../../../../test/fake-mobilepay.ts"
import { dkk, openTestClient, newPayment as payment } from "../../../../test/mobilepay-client.ts"
import { findOfficialFiles } from "../../../../test/official-files.ts"

let provider: FakeMobilePay
const lines: string[] = []
let now: Date

beforeEach(async () => {
  provider = await openFakeMobilePay()
  now = new Date("2026-11-21T10:00:00Z")
})
afterEach(() => provider.close())

const open = () => openTestClient(provider.origin, { now: () => now, lines })

test("a payment is created with every header and exactly the amount", async () => {
  const created = await open().createPayment(payment, "key-1")
  expect(created).toEqual({
    ok: true,
    value: { redirectUrl: "https://pay.mobilepay.dk/dwo-api?token=1" },
  })
  const [token, call] = provider.requests
  expect(token).toMatchObject({ method: "POST", path: "/accesstoken/get", body: null })
  const own = {
    "ocp-apim-subscription-key": "geheim-2",
    "merchant-serial-number": "2060591",
    "vipps-system-name": "Kvit",
    "vipps-system-version": "1.2.3-with-a-name-longer-than-",
    "vipps-system-plugin-name": "Kvit",
    "vipps-system-plugin-version": "1.2.3-with-a-name-longer-than-",
  }
  expect(token?.headers).toMatchObject({ ...own, client_id: "fb492b5e", client_secret: "geheim-1" })
  expect(call?.headers).toMatchObject({
    ...own,
    authorization: "Bearer token-1",
    "content-type": "application/json",
    "idempotency-key": "key-1",
  })
  expect(JSON.stringify(call?.headers)).not.toContain("geheim-1")
  expect(call?.body).toEqual({
    amount: { value: 65_000_000, currency: "DKK" },
    customer: { phoneNumber: "4512345678" },
    paymentMethod: { type: "WALLET" },
    reference: "kvit-0001-1",
    userFlow: "WEB_REDIRECT",
    returnUrl: "https://portal.nordauto.example/portal/payments/1",
    paymentDescription: "Invoice 1",
  })
})

test("a push names the phone and no address to come back to; its answer has none either", async () => {
  provider.next({ status: 201, body: { reference: "kvit-0001-1" } })
  const created = await open().createPayment({ ...payment, flow: "push" }, "key-1")
  expect(created).toEqual({ ok: true, value: { redirectUrl: null } })
  expect(provider.calls()[0]?.body).toMatchObject({ userFlow: "PUSH_MESSAGE" })
  expect(provider.calls()[0]?.body).not.toHaveProperty("returnUrl")
})

test("a payment is read with its amounts as whole numbers", async () => {
  expect(await open().getPayment("kvit-0001-1")).toEqual({
    ok: true,
    value: {
      reference: "kvit-0001-1",
      state: "AUTHORIZED",
      amount: dkk(125_000n),
      authorized: dkk(125_000n),
      captured: dkk(0n),
      refunded: dkk(0n),
      cancelled: dkk(0n),
      redirectUrl: null,
    },
  })
  expect(await open().listEvents("kvit-0001-1")).toMatchObject({
    ok: true,
    value: [{ name: "CREATED", amount: dkk(125n), timestamp: new Date("2025-12-13T16:05:49.825Z") }],
  })
})

test("capture, refund and cancel say how much, under the key they are given", async () => {
  const client = open()
  expect(await client.capturePayment("kvit-0001-1", dkk(1n), "c1")).toMatchObject({ ok: true })
  expect(await client.refundPayment("kvit-0001-1", dkk(2n), "r1")).toMatchObject({ ok: true })
  const cancelled = await client.cancelPayment("kvit-0001-1", { onlyIfNotApproved: true }, "x1")
  expect(cancelled).toMatchObject({ ok: true, value: { state: "AUTHORIZED", authorized: dkk(125_000n) } })
  expect(provider.calls().map(({ path, body }) => [path, body])).toEqual([
    ["/epayment/v1/payments/kvit-0001-1/capture", { modificationAmount: { value: 1, currency: "DKK" } }],
    ["/epayment/v1/payments/kvit-0001-1/refund", { modificationAmount: { value: 2, currency: "DKK" } }],
    ["/epayment/v1/payments/kvit-0001-1/cancel", { cancelTransactionOnly: true }],
  ])
  expect(provider.calls().map(({ headers }) => headers["idempotency-key"])).toEqual(["c1", "r1", "x1"])
})

const specification = findOfficialFiles("vipps/epayment.effective-2026-11.json")

test.runIf(specification)("what is sent is valid by the interface's description", async () => {
  const client = open()
  await client.createPayment(payment, "key-1")
  await client.createPayment({ ...payment, flow: "push", returnUrl: null }, "key-2")
  await client.createPayment({ ...payment, method: "card", phoneNumber: null }, "key-3")
  await client.capturePayment("kvit-0001-1", dkk(1n), "c1")
  await client.refundPayment("kvit-0001-1", dkk(65_000_000n), "r1")
  await client.cancelPayment("kvit-0001-1", { onlyIfNotApproved: false }, "x1")
  const description = JSON.parse(readFileSync(String(specification), "utf8"))
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  formats.default(ajv)
  ajv.addSchema(description, "epayment")
  const names = ["CreatePayment", "CreatePayment", "CreatePayment", "CaptureModification"]
  const schemas = [...names, "RefundModification", "CancelModification"]
  const problems = provider.calls().map(({ body }, at) => {
    const check = ajv.compile({ $ref: `epayment#/components/schemas/${schemas[at]}Request` })
    return check(body) ? null : check.errors
  })
  expect(problems).toEqual([null, null, null, null, null, null])
  const broken = ajv.compile({ $ref: "epayment#/components/schemas/CreatePaymentRequest" })
  expect(broken({ ...(provider.calls()[0]?.body as object), userFlow: "PUSH" })).toBe(false)
})

test("many calls at once ask for one token; it is renewed at half its life", async () => {
  const client = open()
  await Promise.all([1, 2, 3, 4].map(() => client.getPayment("kvit-0001-1")))
  expect(provider.tokens()).toBe(1)
  now = new Date(now.getTime() + 1_799_000)
  await client.getPayment("kvit-0001-1")
  expect(provider.tokens()).toBe(1)
  now = new Date(now.getTime() + 1_000)
  await client.getPayment("kvit-0001-1")
  expect(provider.tokens()).toBe(2)
  expect(provider.calls().at(-1)?.headers.authorization).toBe("Bearer token-2")
})

test("a token refused is renewed once, with the same key; refused again, the keys are wrong", async () => {
  const client = open()
  provider.next({ status: 401, raw: "" })
  expect(await client.createPayment(payment, "key-1")).toMatchObject({ ok: true })
  expect(provider.calls().map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1", "key-1"])
  provider.next({ status: 401, raw: "" }, { status: 401, raw: "" })
  const refused = await client.getPayment("kvit-0001-1")
  expect(refused).toMatchObject({ ok: false, problem: { kind: "keys", status: 401 } })
  expect(provider.tokens()).toBe(3)
  expect(provider.calls()).toHaveLength(4)
})

test.each([400, 401, 403])(
  "keys that give no token with %i are named as such, and nothing else is asked",
  async (status) => {
    provider.nextTokens({ status, body: { error: "invalid_client" } })
    const answer = await open().getPayment("kvit-0001-1")
    expect(answer).toMatchObject({ ok: false, problem: { kind: "keys", cause: "token_refused", status } })
    expect(provider.requests).toHaveLength(1)
  },
)

test("a webhook is registered once: where the answer is lost, it is not asked for again", async () => {
  provider.next("cut")
  const lost = await open().registerWebhook("https://portal.nordauto.example/callbacks/mobilepay/1", ["a.v1"])
  expect(lost).toMatchObject({ ok: false, problem: { kind: "unreachable" } })
  provider.next({ status: 500 })
  await open().registerWebhook("https://portal.nordauto.example/callbacks/mobilepay/1", ["a.v1"])
  expect(provider.calls()).toHaveLength(2)
  provider.next({ status: 429 })
  const made = await open().registerWebhook("https://portal.nordauto.example/callbacks/mobilepay/1", ["a.v1"])
  expect(made).toMatchObject({ ok: true, value: { secret: expect.stringMatching(/^secret-of-/) } })
  expect(provider.webhooks).toHaveLength(1)
})

test("a webhook is listed and removed; one that is gone counts as removed", async () => {
  const client = open()
  const made = await client.registerWebhook("https://portal.nordauto.example/callbacks/mobilepay/1", ["a.v1"])
  const id = made.ok ? made.value.id : ""
  expect(await client.listWebhooks()).toMatchObject({ ok: true, value: [{ id, events: ["a.v1"] }] })
  expect(await client.removeWebhook(id)).toEqual({ ok: true, value: null })
  expect(await client.removeWebhook(id)).toEqual({ ok: true, value: null })
  expect(await client.listWebhooks()).toEqual({ ok: true, value: [] })
})

test("the connection is tested with a token of its own", async () => {
  const client = open()
  await client.getPayment("kvit-0001-1")
  expect(await client.testConnection()).toEqual({ ok: true, value: null })
  provider.nextTokens({ status: 401, raw: "" })
  const answer = await client.testConnection()
  expect(answer).toMatchObject({ ok: false, problem: { cause: "token_refused" } })
  expect(await client.getPayment("kvit-0001-1")).toMatchObject({ ok: true })
})

test("the log names the call and the trace, and no key, token or telephone number", async () => {
  const client = open()
  provider.next({
    status: 400,
    body: problem(400, "4070", "The number +45 12 34 56 78 (4512345678) is wrong\nx"),
  })
  const answer = await client.createPayment(payment, "key-1")
  expect(answer).toMatchObject({ ok: false, problem: { code: "4070" } })
  const logged = lines.join("")
  expect(logged).toContain("/epayment/v1/payments")
  expect(logged).toContain("00-bb841c551513e233de8a01472013fa9f")
  expect(logged).not.toMatch(/geheim|token-1|12345678|12 34 56 78|key-1/)
})

test.each([
  ["no amount", { amount: dkk(0n) }],
  ["an amount over the limit", { amount: dkk(65_000_001n) }],
  ["a reference that is an address", { reference: "../../accesstoken" }],
  ["a push without a phone", { flow: "push" as const, phoneNumber: null }],
  ["a push to a card", { flow: "push" as const, method: "card" as const }],
  ["nowhere to come back to", { returnUrl: null }],
  ["a description of two letters", { description: "No" }],
])("a payment with %s is never sent", async (_, change) => {
  await expect(open().createPayment({ ...payment, ...change }, "key-1")).rejects.toThrow(RangeError)
  await expect(open().createPayment(payment, "k".repeat(51))).rejects.toThrow(RangeError)
  expect(provider.requests).toEqual([])
})
