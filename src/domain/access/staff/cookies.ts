import { createHmac } from "node:crypto"
import { isEqual, newSecret } from "../../../platform/secrets/index.ts"

/**
 * The names of our cookies. Over plain http outside production some browsers drop Secure cookies, so there
 * they have the same names without the prefix that asks for it.
 */
export interface CookieNames {
  session: string
  /** Between password and second factor, ten minutes. */
  flow: string
  /** A browser in which an account signed in before; it opens nothing. */
  device: string
}

export function nameCookies(secure: boolean): CookieNames {
  const prefix = secure ? "__Host-" : ""
  return {
    session: `${prefix}kvit_staff`,
    flow: `${prefix}kvit_staff_flow`,
    device: `${prefix}kvit_staff_device`,
  }
}

export function findCookie(request: Headers, name: string): string | null {
  for (const pair of (request.get("cookie") ?? "").split(";")) {
    const [key = "", ...value] = pair.split("=")
    if (key.trim() === name) return value.join("=").trim()
  }
  return null
}

/** The header that tells the library, on our own requests to it, from which network the visitor comes. */
export const networkHeader = "x-kvit-network"

/** What the library is shown of a request: the named cookies, the browser's name, the network; nothing else. */
export function forLibrary(request: Headers, cookies: readonly string[], network = ""): Headers {
  const pairs = cookies.flatMap((name) => {
    const value = findCookie(request, name)
    return value === null ? [] : [`${name}=${value}`]
  })
  const headers = new Headers({ "user-agent": (request.get("user-agent") ?? "").slice(0, 300) })
  if (pairs.length > 0) headers.set("cookie", pairs.join("; "))
  if (network !== "") headers.set(networkHeader, network)
  return headers
}

/** The cookies the library set that are ours; it also clears some it never makes here. */
export function takeCookies(answer: Headers, names: CookieNames): string[] {
  return answer
    .getSetCookie()
    .filter((line) => line.startsWith(`${names.session}=`) || line.startsWith(`${names.flow}=`))
}

const deviceDays = 180

/** A cookie that marks this browser as one in which the account signed in, so that strangers' failures do not slow it. */
export function makeDeviceCookie(
  names: CookieNames,
  options: { secure: boolean; key: Buffer; account: string },
): string {
  const id = newSecret()
  const parts = [
    `${names.device}=${id}.${signDevice(id, options)}`,
    "Path=/",
    `Max-Age=${deviceDays * 86_400}`,
    "HttpOnly",
    "SameSite=Lax",
  ]
  return [...parts, ...(options.secure ? ["Secure"] : [])].join("; ")
}

/** The id of a browser known for this account, or null. */
export function findDevice(
  request: Headers,
  names: CookieNames,
  options: { key: Buffer; account: string },
): string | null {
  const [id, signature] = (findCookie(request, names.device) ?? "").split(".")
  if (!id || !signature) return null
  const expected = Buffer.from(signDevice(id, options))
  return isEqual(Buffer.from(signature), expected) ? id : null
}

function signDevice(id: string, options: { key: Buffer; account: string }): string {
  return createHmac("sha256", options.key).update(`${id}\n${options.account}`).digest("base64url")
}
