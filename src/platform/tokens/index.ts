/**
 * Secrets that people carry in addresses, in a form that scanners for leaked secrets can find:
 * a prefix, 43 base62 digits (256 bit) and 6 base62 digits of CRC-32, which tell a mistyped token
 * from an unknown one before the database is asked.
 */
import { randomBytes } from "node:crypto"
import { crc32 } from "node:zlib"

/** `kvt` opens a portal, `kvl` leads to its sign-in. */
export type TokenPrefix = "kvt" | "kvl"

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

function toBase62(value: bigint, length: number): string {
  let text = ""
  for (let rest = value; text.length < length; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text
  return text
}

function checksum(body: string): string {
  return toBase62(BigInt(crc32(body)), 6)
}

export function newToken(prefix: TokenPrefix): string {
  const body = `${prefix}_${toBase62(BigInt(`0x${randomBytes(32).toString("hex")}`), 43)}`
  return body + checksum(body)
}

/** Whether `text` has the form of a token with this prefix and its checksum is right. */
export function isToken(prefix: TokenPrefix, text: string): boolean {
  if (!/^[a-z]{3}_[0-9A-Za-z]{49}$/.test(text) || !text.startsWith(`${prefix}_`)) return false
  return checksum(text.slice(0, -6)) === text.slice(-6)
}
