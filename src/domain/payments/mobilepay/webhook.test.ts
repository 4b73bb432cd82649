import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { findOfficialFiles } from "../../../../test/official-files.ts"
import { sha256 } from "../../../platform/secrets/index.ts"
import { parseWebhook, verifyWebhook } from "./webhook.ts"

interface Vector {
  secret: string
  url: string
  xMsDate: string
  body: string
  xMsContentSha256: string
  authorization: string
}

/** Made by `openssl dgst` from the algorithm's description; with port and query in the address. */
const own: Vector = {
  secret: "c2VjcmV0LW9mLXRoaXMtdGVzdA==",
  url: "https://portal.nordauto.example:8443/callbacks/mobilepay/0199?a=%C3%A6",
  xMsDate: "Sat, 21 Nov 2026 10:00:00 GMT",
  body: '{"msn":"2060591","reference":"kvit-0001-1","pspReference":"1","name":"CAPTURED","amount":{"currency":"DKK","value":125000},"timestamp":"2026-11-21T10:00:00.1234567Z","success":true,"note":"æøå"}',
  xMsContentSha256: "9ZMlRDU+kRzjW3RFL+cO0GkP7pN8KwXMxE+34Vh1Fds=",
  authorization:
    "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=oDPYsBk+gtyWKaXeTrxaspq7+oza8GmI56+cczIt7NM=",
}

const official = findOfficialFiles("vipps/webhook-hmac-vectors.json")

function deliver(vector: Vector, headers: Record<string, string> = {}) {
  return {
    secret: vector.secret,
    url: vector.url,
    body: Buffer.from(vector.body),
    headers: new Headers({
      "X-Ms-Date": vector.xMsDate,
      "X-Ms-Content-Sha256": vector.xMsContentSha256,
      Authorization: vector.authorization,
      ...headers,
    }),
  }
}

test("a delivery signed by the described algorithm is taken", () => {
  expect(verifyWebhook(deliver(own))).toBe(true)
})

test.runIf(official)("the provider's published delivery is taken, and not with the secret decoded", () => {
  const { vectors } = JSON.parse(readFileSync(String(official), "utf8")) as { vectors: Vector[] }
  expect(vectors.length).toBeGreaterThan(1)
  const decoded = vectors.map(({ secret }) => Buffer.from(secret, "base64").toString("latin1"))
  expect(vectors.map((vector) => verifyWebhook(deliver(vector)))).toEqual(vectors.map(() => true))
  const wrong = vectors.map((vector, at) =>
    verifyWebhook({ ...deliver(vector), secret: String(decoded[at]) }),
  )
  expect(wrong).toEqual(vectors.map(() => false))
})

test("a server that keeps Authorization to itself may pass it on under the other name", () => {
  const headers = { Authorization: "Basic bm9yZA==", "X-Vipps-Authorization": own.authorization }
  expect(verifyWebhook(deliver(own, headers))).toBe(true)
  expect(verifyWebhook(deliver(own, { ...headers, "X-Vipps-Authorization": "Basic bm9yZA==" }))).toBe(false)
})

test("one bit changed anywhere in the body is refused, with the hash made again too", () => {
  const delivery = deliver(own)
  const bits = [...Array(delivery.body.length * 8).keys()]
  const taken = bits.filter((bit) => verifyWebhook({ ...delivery, body: flipBit(delivery.body, bit) }))
  expect(taken).toEqual([])
  const other = Buffer.from(own.body.replace("125000", "125001"))
  const hash = sha256(other).toString("base64")
  expect(verifyWebhook({ ...deliver(own, { "X-Ms-Content-Sha256": hash }), body: other })).toBe(false)
})

test("one bit changed in date, hash or signature is refused", () => {
  const names = ["x-ms-date", "x-ms-content-sha256", "authorization"]
  const changed = names.flatMap((name) =>
    flipBits(String(deliver(own).headers.get(name))).map((text) => [name, text]),
  )
  expect(changed.length).toBeGreaterThan(700)
  const taken = changed.filter(([name, text]) =>
    verifyWebhook(deliver(own, { [String(name)]: String(text) })),
  )
  expect(taken).toEqual([])
})

function flipBit(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return copy
}

/** Each with one of the low six bits of one character changed; what no header can hold is left out. */
function flipBits(text: string): string[] {
  return [...text].flatMap((character, at) =>
    [1, 2, 4, 8, 16, 32]
      .map((bit) => String.fromCharCode(character.charCodeAt(0) ^ bit))
      .filter((flipped) => /[!-~]/.test(flipped))
      .map((flipped) => text.slice(0, at) + flipped + text.slice(at + 1)),
  )
}

test.each([
  ["another host", "https://portal.nordauto.exampl:8443/callbacks/mobilepay/0199?a=%C3%A6"],
  ["another port", "https://portal.nordauto.example/callbacks/mobilepay/0199?a=%C3%A6"],
  ["another path", "https://portal.nordauto.example:8443/callbacks/mobilepay/0198?a=%C3%A6"],
  ["another query", "https://portal.nordauto.example:8443/callbacks/mobilepay/0199"],
])("a delivery for %s is refused", (_, url) => {
  expect(verifyWebhook({ ...deliver(own), url })).toBe(false)
})

test("the Host that a request names does not count", () => {
  expect(verifyWebhook(deliver(own, { Host: "evil.example" }))).toBe(true)
})

test.each(["X-Ms-Date", "X-Ms-Content-Sha256", "Authorization"])(
  "a delivery without %s is refused",
  (name) => {
    const delivery = deliver(own)
    delivery.headers.delete(name)
    expect(verifyWebhook(delivery)).toBe(false)
  },
)

test("a body of another secret, and an empty one, are refused", () => {
  expect(verifyWebhook({ ...deliver(own), secret: `${own.secret}=` })).toBe(false)
  expect(verifyWebhook({ ...deliver(own), body: Buffer.alloc(0) })).toBe(false)
})

const seen =
  '{"msn":"2060591","reference":"S00016-20251213160548","pspReference":"fe9af7ed-fb01-4242-acf9-2571e635c841","name":"CREATED","amount":{"currency":"DKK","value":125},"timestamp":"2025-12-13T16:05:49.825Z","idempotencyKey":"c53b1f3f-73ad-4f1c-8a21-927e92224fa5","success":true}'

test("a real delivery of a Danish test sales unit is read", () => {
  expect(parseWebhook(Buffer.from(seen))).toEqual({
    merchantSerialNumber: "2060591",
    reference: "S00016-20251213160548",
    pspReference: "fe9af7ed-fb01-4242-acf9-2571e635c841",
    name: "CREATED",
    amount: { currency: "DKK", value: 125n },
    timestamp: new Date("2025-12-13T16:05:49.825Z"),
    success: true,
    idempotencyKey: "c53b1f3f-73ad-4f1c-8a21-927e92224fa5",
  })
  expect(parseWebhook(Buffer.from(own.body))).toMatchObject({ idempotencyKey: null, name: "CAPTURED" })
})

test.each([
  ["half an øre", seen.replace('"value":125', '"value":125.5')],
  ["a text for a number", seen.replace('"value":125', '"value":"125"')],
  ["a negative amount", seen.replace('"value":125', '"value":-1')],
  ["a number that is not exact", seen.replace('"value":125', '"value":9007199254740993')],
  ["no reference", seen.replace('"reference"', '"referance"')],
  ["no success", seen.replace(',"success":true', "")],
  ["no moment", seen.replace("2025-12-13T16:05:49.825Z", "yesterday")],
  ["no JSON", "<html>"],
  ["a list", `[${seen}]`],
  ["nothing", ""],
])("a body with %s is no event", (_, body) => {
  expect(parseWebhook(Buffer.from(body))).toBeNull()
})
