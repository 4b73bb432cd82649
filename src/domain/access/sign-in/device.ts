import { createHmac, randomBytes } from "node:crypto"
import { isEqual } from "../../../platform/secrets/index.ts"
import type { SignInEnvironment } from "./environment.ts"

export const deviceDays = 180
const accountsKept = 10
const pattern = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_~-]{0,300})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/

interface Device {
  id: string
  /** Beginnings of the account HMACs that signed in here, the latest first. */
  accounts: string[]
}

/** Reads the cookie of a browser in which somebody signed in; null for what we did not sign, or 180 days ago. */
function readDevice(environment: SignInEnvironment, cookie: string | null): Device | null {
  const [, id = "", accounts = "", issued = "", signature = ""] = pattern.exec(cookie ?? "") ?? []
  if (id === "") return null
  const expected = sign(environment, `${id}.${accounts}.${issued}`)
  if (!isEqual(Buffer.from(signature), Buffer.from(expected))) return null
  const age = environment.clock.now().getTime() / 1000 - Number(issued)
  return age > deviceDays * 86_400 ? null : { id, accounts: accounts.split("~").filter(Boolean) }
}

/** The id of a browser in which this account signed in before, or null. It opens nothing; only limits ask for it. */
export function findDevice(
  environment: SignInEnvironment,
  cookie: string | null,
  account: Buffer,
): string | null {
  const device = readDevice(environment, cookie)
  return device?.accounts.includes(nameOf(account)) ? device.id : null
}

/** The cookie after a sign-in: the same browser, with this account among those known. */
export function makeDeviceCookie(
  environment: SignInEnvironment,
  cookie: string | null,
  account: Buffer,
): string {
  const known = readDevice(environment, cookie)
  const id = known?.id ?? randomBytes(16).toString("base64url")
  const others = (known?.accounts ?? []).filter((other) => other !== nameOf(account))
  const accounts = [nameOf(account), ...others].slice(0, accountsKept).join("~")
  const content = `${id}.${accounts}.${Math.floor(environment.clock.now().getTime() / 1000)}`
  return `${content}.${sign(environment, content)}`
}

function nameOf(account: Buffer): string {
  return account.subarray(0, 16).toString("base64url")
}

function sign(environment: SignInEnvironment, content: string): string {
  return createHmac("sha256", environment.secrets.deriveKey("sign-in/device"))
    .update(content)
    .digest("base64url")
}
