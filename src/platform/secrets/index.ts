/**
 * Keys and sealed secrets. All keys come from the installation's master secret by HKDF-SHA-256 with a
 * purpose of their own, so that one never opens what another closed.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto"

export interface Secrets {
  /** A key of 32 bytes for one purpose, such as `portal-token/k1`. */
  deriveKey(purpose: string): Buffer
}

export function createSecrets(master: Uint8Array): Secrets {
  if (master.length < 32) throw new Error("The master secret must have at least 32 bytes.")
  return {
    deriveKey: (purpose) => Buffer.from(hkdfSync("sha256", master, "kvit", purpose, 32)),
  }
}

/** A secret of 256 bits, as base64url. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url")
}

export function sha256(content: string | Uint8Array): Buffer {
  return createHash("sha256").update(content).digest()
}

export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

const nonceBytes = 12
const tagBytes = 16

/** Seals `text` with AES-256-GCM. It opens only with the same key and the same `boundTo`, such as the row's id. */
export function seal(text: string, key: Buffer, boundTo: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(boundTo))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Opens what `seal` closed. Throws when key, binding or content were changed. */
export function unseal(sealed: Uint8Array, key: Buffer, boundTo: string): string {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(boundTo))
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
    "utf8",
  )
}
