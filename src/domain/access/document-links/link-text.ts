/**
 * The text of a document link: `v1.<kid>.<payload>.<signature>`. The payload holds its fields in a fixed order, each
 * with its length before it, so that no two sets of fields have the same bytes; the signature is an HMAC-SHA-256
 * under a key of its own for this purpose and key id. What it says is believed only after the signature was right.
 */
import { createHmac } from "node:crypto"
import { isEqual, type Secrets } from "../../../platform/secrets/index.ts"

export interface DocumentLinkFacts {
  keyId: string
  /** The origin of the portal the link was made for: it opens nothing elsewhere. */
  issuer: string
  documentId: string
  customerId: string
  linkId: string
  /** Whole seconds since 1970. */
  expiresAtSeconds: number
}

const purpose = "doc"
const fieldCount = 6
const signatureBytes = 32
const longestLink = 1000

export function writeDocumentLink(secrets: Secrets, facts: DocumentLinkFacts): string {
  const expires = Buffer.alloc(8)
  expires.writeBigUInt64BE(BigInt(facts.expiresAtSeconds))
  const fields = [
    Buffer.from(purpose),
    Buffer.from(facts.issuer),
    toBytes(facts.documentId),
    toBytes(facts.customerId),
    toBytes(facts.linkId),
    expires,
  ]
  const payload = Buffer.concat(fields.flatMap((field) => [lengthOf(field), field])).toString("base64url")
  return `v1.${facts.keyId}.${payload}.${sign(secrets, facts.keyId, payload).toString("base64url")}`
}

/**
 * What a link says, or null unless every character is as it was signed, for this purpose and this issuer. Asks no
 * database: whether the key still counts and the link still lives is found out afterwards.
 */
export function readDocumentLink(secrets: Secrets, text: string, issuer: string): DocumentLinkFacts | null {
  if (text.length > longestLink) return null
  const match = /^v1\.([a-z0-9]{1,8})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(text)
  const [, keyId = "", payload = "", signature = ""] = match ?? []
  if (!match) return null
  const given = fromBase64url(signature)
  if (!given || given.length !== signatureBytes) return null
  if (!isEqual(sign(secrets, keyId, payload), given)) return null
  return readPayload(keyId, payload, issuer)
}

function sign(secrets: Secrets, keyId: string, payload: string): Buffer {
  const key = secrets.deriveKey(`doc-link/v1/${keyId}`)
  return createHmac("sha256", key).update(`portal.doc.v1.${keyId}.${payload}`).digest()
}

function readPayload(keyId: string, payload: string, issuer: string): DocumentLinkFacts | null {
  const bytes = fromBase64url(payload)
  const fields = bytes && readFields(bytes)
  if (!fields) return null
  const [givenPurpose, givenIssuer, document, customer, link, expires] = fields
  if (givenPurpose?.toString() !== purpose || givenIssuer?.toString() !== issuer) return null
  if (document?.length !== 16 || customer?.length !== 16 || link?.length !== 16 || expires?.length !== 8)
    return null
  return {
    keyId,
    issuer,
    documentId: toId(document),
    customerId: toId(customer),
    linkId: toId(link),
    expiresAtSeconds: Number(expires.readBigUInt64BE()),
  }
}

/** The fields, or null where lengths and bytes do not come out even. */
function readFields(bytes: Buffer): Buffer[] | null {
  const fields: Buffer[] = []
  let at = 0
  while (at + 2 <= bytes.length && fields.length < fieldCount) {
    const end = at + 2 + bytes.readUInt16BE(at)
    if (end > bytes.length) return null
    fields.push(bytes.subarray(at + 2, end))
    at = end
  }
  return at === bytes.length && fields.length === fieldCount ? fields : null
}

/** Only the one spelling of the bytes: the last character of base64url has bits that nothing reads. */
function fromBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url")
  return bytes.toString("base64url") === text ? bytes : null
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(field.length)
  return length
}

function toBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex")
}

function toId(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
