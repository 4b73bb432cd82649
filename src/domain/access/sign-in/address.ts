import { domainToASCII, domainToUnicode } from "node:url"
import { sha256 } from "../../../platform/secrets/index.ts"

const longestAddress = 254
const longestLocalPart = 64
/** The characters of an unquoted local part (RFC 5321, `Dot-string`), in any arrangement of dots. */
const localPart = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/
const domainPart = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u

/**
 * The one way to write an e-mail address that was typed, or null for what is none: NFKC first and checks after
 * (GHSA-7rqj-j65f-68wh), exactly one ASCII `@`, a plain ASCII local part, no quotes, lists or line breaks
 * (GHSA-xv97-c62v-4587, GHSA-5jpx-9hw9-2fx4), the domain in lower case and punycode. It is only ever compared:
 * mail goes to the address that stands in the database.
 */
export function normalizeAddress(typed: string): string | null {
  if (typed.length > longestAddress * 2) return null
  const address = typed.trim().normalize("NFKC").trim()
  const [local = "", domain = "", ...more] = address.split("@")
  if (more.length > 0 || local.length > longestLocalPart) return null
  if (!localPart.test(local) || !domainPart.test(domain) || /(^|\.)-|-(\.|$)/.test(domain)) return null
  const host = domainToASCII(domain)
  const normal = `${local}@${host}`.toLowerCase()
  return host === "" || normal.length > longestAddress ? null : normal
}

/** What `hash_address` makes of a stored address that is this one, its domain written either way. */
export function hashAddress(normal: string): Buffer[] {
  const at = normal.lastIndexOf("@")
  const international = `${normal.slice(0, at)}@${domainToUnicode(normal.slice(at + 1))}`
  return [...new Set([normal, international])].map((form) => sha256(form.normalize("NFKC")))
}

/** An address as a page may show it to whoever holds a link: `an…@firma.dk`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@")
  const local = address.slice(0, at)
  return `${local.slice(0, local.length > 3 ? 2 : 1)}…${address.slice(at)}`
}
