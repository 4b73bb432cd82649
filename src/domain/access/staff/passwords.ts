import { argon2, randomBytes, randomInt } from "node:crypto"
import { promisify } from "node:util"
import { isEqual } from "../../../platform/secrets/index.ts"
import { isCommonPassword } from "./common-passwords.ts"

export const passwordLength = { least: 12, recommended: 15, most: 128 } as const

export type PasswordProblem = "too_short" | "too_long" | "too_common" | "contains_name"

/** The least that OWASP's password storage advice asks of Argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagBytes = 32
const derive = promisify(argon2)

/**
 * The hash of a password, Argon2id (RFC 9106) keyed with `key`, in PHC form. Without the key, which is not in
 * the database, a stolen hash cannot even be guessed at.
 */
export async function hashPassword(password: string, key: Buffer): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await deriveTag(password, key, nonce)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`
}

/** Whether `hash` was made of this password with this key. Throws on a text that is not such a hash. */
export async function verifyPassword(password: string, hash: string, key: Buffer): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash)
  if (!parts) throw new Error("The stored password hash has an unknown form.")
  const [, memory, passes, parallelism, nonce = "", tag = ""] = parts
  const stored = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return isEqual(
    await deriveTag(password, key, Buffer.from(nonce, "base64"), stored),
    Buffer.from(tag, "base64"),
  )
}

async function deriveTag(password: string, key: Buffer, nonce: Buffer, parameters = cost): Promise<Buffer> {
  return derive("argon2id", {
    ...parameters,
    // The same password typed on two keyboards may come in two Unicode forms.
    message: password.normalize("NFKC"),
    nonce,
    secret: key,
    tagLength: tagBytes,
  })
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "")
}

const alphabet = "23456789abcdefghjkmnpqrstvwxyz"

/** A password of 78 bits in four groups, without characters that look alike. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("")
  return [group(), group(), group(), group()].join("-")
}

/**
 * What is wrong with a new password, or null (ASVS 6.2). `names` are words an attacker would try first: the
 * business's name, the person's own, the part of the address before the @.
 */
export function findPasswordProblem(password: string, names: readonly string[]): PasswordProblem | null {
  const length = Array.from(password.normalize("NFKC")).length
  if (length < passwordLength.least) return "too_short"
  if (length > passwordLength.most) return "too_long"
  if (isCommonPassword(password)) return "too_common"
  const plain = squeeze(password)
  const contained = names.map(squeeze).filter((name) => name.length >= 4 && plain.includes(name))
  // A long sentence may well name the business; a name with a few signs behind it may not.
  return contained.some((name) => plain.length - name.length < passwordLength.least) ? "contains_name" : null
}

function squeeze(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
}
