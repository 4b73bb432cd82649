import { createHmac, randomBytes } from "node:crypto"
import { describe, expect, test } from "vitest"
import { newId } from "../../../platform/ids/index.ts"
import { createSecrets } from "../../../platform/secrets/index.ts"
import { type DocumentLinkFacts, readDocumentLink, writeDocumentLink } from "./link-text.ts"

const secrets = createSecrets(randomBytes(32))
const issuer = "https://portal.nordauto.example"

function facts(changes: Partial<DocumentLinkFacts> = {}): DocumentLinkFacts {
  return {
    keyId: "k1",
    issuer,
    documentId: newId(),
    customerId: newId(),
    linkId: newId(),
    expiresAtSeconds: 1_800_000_000,
    ...changes,
  }
}

const read = (text: string) => readDocumentLink(secrets, text, issuer)

test("a link says what it was written with, the same every time", () => {
  const said = facts()
  const text = writeDocumentLink(secrets, said)
  expect(text).toMatch(/^v1\.k1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/)
  expect(writeDocumentLink(secrets, said)).toBe(text)
  expect(read(text)).toEqual(said)
})

test("a link with any one character changed, left out or added says nothing", () => {
  const text = writeDocumentLink(secrets, facts())
  const others = "Az09_-."
  for (let at = 0; at < text.length; at += 1) {
    for (const other of others) {
      if (text[at] === other) continue
      expect(read(text.slice(0, at) + other + text.slice(at + 1)), `character ${at}`).toBeNull()
    }
    expect(read(text.slice(0, at) + text.slice(at + 1)), `without character ${at}`).toBeNull()
    expect(read(`${text.slice(0, at)}A${text.slice(at)}`), `one more at ${at}`).toBeNull()
  }
  for (const more of [" ", "\n", "=", ".", "%00", "/"]) expect(read(text + more)).toBeNull()
})

test("the other spellings of the same signature's bytes are refused", () => {
  const text = writeDocumentLink(secrets, facts())
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  const bytesOf = (link: string) => Buffer.from(link.split(".")[3] ?? "", "base64url")
  const same = [...alphabet]
    .map((last) => text.slice(0, -1) + last)
    .filter((spelling) => spelling !== text && bytesOf(spelling).equals(bytesOf(text)))
  expect(same).toHaveLength(3)
  expect(same.map(read)).toEqual([null, null, null])
})

describe("two valid links", () => {
  const one = facts()
  const other = facts()
  const parts = (said: DocumentLinkFacts) => writeDocumentLink(secrets, said).split(".")

  test("do not lend each other payload, signature or key id", () => {
    const [, , payload, signature] = parts(one)
    const [, , otherPayload, otherSignature] = parts(other)
    expect(read(`v1.k1.${payload}.${otherSignature}`)).toBeNull()
    expect(read(`v1.k1.${otherPayload}.${signature}`)).toBeNull()
    expect(read(`v1.k2.${payload}.${signature}`)).toBeNull()
    expect(read(`v2.k1.${payload}.${signature}`)).toBeNull()
  })

  test("do not lend each other a field", () => {
    const [, , payload = "", signature] = parts(one)
    const [, , otherPayload = ""] = parts(other)
    const bytes = Buffer.from(payload, "base64url")
    const otherBytes = Buffer.from(otherPayload, "base64url")
    const start = 2 + 3 + 2 + issuer.length
    const swapped = [0, 1, 2].map((field) => {
      const at = start + field * 18 + 2
      const mixed = Buffer.from(bytes)
      otherBytes.copy(mixed, at, at, at + 16)
      return mixed
    })
    expect(swapped.filter((mixed) => mixed.equals(bytes))).toEqual([])
    expect(swapped.map((mixed) => read(`v1.k1.${mixed.toString("base64url")}.${signature}`))).toEqual([
      null,
      null,
      null,
    ])
  })
})

describe("a rightly signed text", () => {
  const sign = (payload: string, purpose: string, prefix: string) =>
    createHmac("sha256", secrets.deriveKey(purpose)).update(`${prefix}k1.${payload}`).digest("base64url")
  const payload = writeDocumentLink(secrets, facts()).split(".")[2] ?? ""

  test("of another purpose says nothing", () => {
    expect(read(`v1.k1.${payload}.${sign(payload, "sign-in-link/k1", "portal.doc.v1.")}`)).toBeNull()
    expect(read(`v1.k1.${payload}.${sign(payload, "doc-link/v1/k1", "portal.pay.v1.")}`)).toBeNull()
    expect(read(`v1.k1.${payload}.${sign(payload, "doc-link/v1/k1", "portal.doc.v1.")}`)).not.toBeNull()
  })

  test("of another portal, master secret or form says nothing", () => {
    const elsewhere = writeDocumentLink(secrets, facts({ issuer: "https://portal.other.example" }))
    expect(read(elsewhere)).toBeNull()
    expect(read(writeDocumentLink(createSecrets(randomBytes(32)), facts()))).toBeNull()
    const bytes = Buffer.from(payload, "base64url")
    const forms = [
      bytes.subarray(0, -1),
      Buffer.concat([bytes, Buffer.from([0])]),
      Buffer.concat([bytes, Buffer.from([0, 0])]),
      Buffer.concat([Buffer.from([0, 3]), Buffer.from("pay"), bytes.subarray(5)]),
      Buffer.alloc(0),
    ].map((form) => form.toString("base64url"))
    const signed = forms.map((form) => `v1.k1.${form}.${sign(form, "doc-link/v1/k1", "portal.doc.v1.")}`)
    expect(signed.map(read)).toEqual([null, null, null, null, null])
  })
})
