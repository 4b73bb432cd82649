/** What the client makes of a provider, or a network, that does not do as it should. */
import { afterEach, beforeEach, expect, test } from "vitest"
import { makeCertificate } from "../../../../test/certificate.ts"
import { event, type FakeMobilePay, openFakeMobilePay, problem } from "../../../../test/fake-mobilepay.ts"
import { dkk, openTestClient, newPayment as payment } from "../../../../test/mobilepay-client.ts"
import type { ClientLimits } from "./connection.ts"

let provider: FakeMobilePay
beforeEach(async () => {
  provider = await openFakeMobilePay()
})
afterEach(() => provider.close())

const open = (limits: Partial<ClientLimits> = {}, address = provider.origin) =>
  openTestClient(address, { limits })

test.each([
  ["a cut connection", "cut" as const],
  ["a 500", { status: 500, raw: "<h1>Server Error</h1>" }],
  ["a 503", { status: 503, body: problem(503) }],
  ["a locked payment", { status: 423, body: problem(423) }],
  ["too many calls", { status: 429, body: problem(429) }],
])("%s is tried again under the same key, and done the second time", async (_, reply) => {
  provider.next(reply)
  expect(await open().createPayment(payment, "key-1")).toMatchObject({ ok: true })
  expect(provider.calls().map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1", "key-1"])
  expect(provider.calls()[1]?.body).toEqual(provider.calls()[0]?.body)
})

test("a token that is not given for a moment is asked for again", async () => {
  provider.nextTokens({ status: 500, raw: "" }, "cut")
  expect(await open().getPayment("kvit-0001-1")).toMatchObject({ ok: true })
})

test("after three tries it is left, and says that it is busy", async () => {
  provider.next({ status: 500 }, { status: 502 }, { status: 503 })
  const answer = await open().getPayment("kvit-0001-1")
  expect(answer).toMatchObject({ ok: false, problem: { kind: "busy", status: 503, code: null } })
  expect(provider.calls()).toHaveLength(3)
})

test("Retry-After is waited for where there is time, and not where there is none", async () => {
  provider.next({ status: 429, headers: { "retry-after": "1" } })
  const before = performance.now()
  expect(await open().getPayment("kvit-0001-1")).toMatchObject({ ok: true })
  expect(performance.now() - before).toBeGreaterThan(990)
  provider.next({ status: 429, headers: { "retry-after": "60" } })
  const answer = await open().getPayment("kvit-0001-1")
  expect(answer).toMatchObject({ ok: false, problem: { kind: "busy", status: 429 } })
  expect(performance.now() - before).toBeLessThan(2_500)
})

test("no answer in time is unreachable, and nobody waits longer than the call may take", async () => {
  provider.next("silence", "silence", "silence")
  const before = performance.now()
  const answer = await open({ callMs: 500, tryMs: 300 }).getPayment("kvit-0001-1")
  expect(answer).toMatchObject({
    ok: false,
    problem: { kind: "unreachable", cause: "timeout", status: null },
  })
  expect(performance.now() - before).toBeLessThan(900)
  expect(provider.calls()).toHaveLength(2)
})

test.each([
  ["5080", 400],
  ["4150", 409],
  ["5090", 404],
])("a refusal with code %s is final and not tried again", async (code, status) => {
  provider.next({ status, body: problem(status, code) })
  expect(await open().createPayment(payment, "key-1")).toMatchObject({
    ok: false,
    problem: {
      kind: "refused",
      status,
      code,
      traceId: "00-bb841c551513e233de8a01472013fa9f-542c71e40916a6ce-00",
    },
  })
  expect(provider.calls()).toHaveLength(1)
})

test.each(["6160", "6250", "6280"])("code %s says to ask again later under the same key", async (code) => {
  provider.next({ status: 400, body: problem(400, code) })
  const answer = await open().capturePayment("kvit-0001-1", dkk(1n), "c1")
  expect(answer).toMatchObject({ ok: false, problem: { kind: "busy", code } })
  expect(provider.calls()).toHaveLength(1)
})

test.each([
  ["no JSON", { status: 200, raw: "<html>" }],
  ["an amount with a fraction", wrong((body) => body.replace('"value":125000', '"value":125000.5'))],
  ["a state nobody knows", wrong((body) => body.replace("AUTHORIZED", "CAPTURED"))],
  ["no amounts", wrong((body) => body.replace("capturedAmount", "captured"))],
  ["a redirect", { status: 302, raw: "", headers: { location: "https://evil.example/" } }],
  ["a page in place of a refusal", { status: 404, raw: "<h1>Not found</h1>" }],
  ["more than a million bytes", wrong((body) => `${" ".repeat(1_100_000)}${body}`)],
])("an answer with %s is nobody's answer: not done, not refused, not asked again", async (_, reply) => {
  provider.next(reply)
  const answer = await open().getPayment("kvit-0001-1")
  expect(answer).toMatchObject({
    ok: false,
    problem: { kind: "unreachable", cause: "not_theirs", status: reply.status },
  })
  expect(provider.calls()).toHaveLength(1)
})

function wrong(change: (body: string) => string) {
  const of = (value: number) => ({ currency: "DKK", value })
  const aggregate = {
    authorizedAmount: of(1),
    capturedAmount: of(0),
    refundedAmount: of(0),
    cancelledAmount: of(0),
  }
  const body = { reference: "kvit-0001-1", state: "AUTHORIZED", amount: of(125_000), aggregate }
  return { status: 200, raw: change(JSON.stringify(body)) }
}

test("an event of a name that is new is read, so that nothing stops for it", async () => {
  provider.next({ status: 200, body: [{ ...event("kvit-0001-1"), name: "SPLIT_UP" }] })
  expect(await open().listEvents("kvit-0001-1")).toMatchObject({ ok: true, value: [{ name: "SPLIT_UP" }] })
})

test("a certificate signed by nobody known is refused, and no key is told", async () => {
  const impostor = await openFakeMobilePay(makeCertificate("localhost"))
  const answer = await open({}, impostor.origin.replace("127.0.0.1", "localhost")).getPayment("kvit-0001-1")
  expect(answer).toMatchObject({ ok: false, problem: { kind: "unreachable", cause: "certificate" } })
  expect(impostor.requests).toEqual([])
  await impostor.close()
})

test("nobody listening and no such host are told apart", async () => {
  const closed = await openFakeMobilePay()
  await closed.close()
  const nobody = await open({}, closed.origin).getPayment("kvit-0001-1")
  expect(nobody).toMatchObject({ ok: false, problem: { kind: "unreachable", cause: "no_connection" } })
  const nowhere = await open({}, "http://kvit.invalid").getPayment("kvit-0001-1")
  expect(nowhere).toMatchObject({ ok: false, problem: { kind: "unreachable", cause: "host_unknown" } })
})
