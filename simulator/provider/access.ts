/** Who calls: the headers that every call carries, and the token that they are good for. */
import { randomBytes } from "node:crypto"
import type { MiddlewareHandler } from "hono"
import { findUnit, hour } from "../payments/payment.ts"
import { type Outcome, refuseFields, refuseStatus } from "../payments/refusals.ts"
import type { Unit } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { type Answer, answerProblem, answerWith, respond } from "./answers.ts"
import type { ProviderContext, ProviderEnv } from "./env.ts"

const tokenSeconds = hour / 1_000
const systemHeaders = [
  "Vipps-System-Name",
  "Vipps-System-Version",
  "Vipps-System-Plugin-Name",
  "Vipps-System-Plugin-Version",
]
const mostHeaderLength = 30

/** `POST /accesstoken/get`: the keys are in headers, and the numbers of the answer are strings. */
export function giveToken(world: World, c: ProviderContext): Answer {
  const header = (name: string) => c.req.header(name)
  const unit = world.state.units.find((each) => each.clientId === header("client_id"))
  const msn = header("Merchant-Serial-Number")
  const isKnown =
    unit &&
    header("client_secret") === unit.clientSecret &&
    header("Ocp-Apim-Subscription-Key") === unit.subscriptionKey &&
    (msn === undefined || msn === unit.msn)
  if (!isKnown) return answerProblem(c, refuseStatus(401, "Unauthorized").refusal)
  const now = world.now()
  for (const [token, { expiresAt }] of Object.entries(world.state.tokens)) {
    if (expiresAt <= now) delete world.state.tokens[token]
  }
  const token = ["header", unit.msn, randomBytes(48).toString("base64url")]
    .map((part, index) => (index < 2 ? Buffer.from(part).toString("base64url") : part))
    .join(".")
  world.state.tokens[token] = { msn: unit.msn, expiresAt: now + hour }
  world.commit()
  const seconds = Math.floor(now / 1_000)
  return answerWith(200, {
    token_type: "Bearer",
    expires_in: String(tokenSeconds),
    ext_expires_in: String(tokenSeconds),
    expires_on: String(seconds + tokenSeconds),
    not_before: String(seconds),
    resource: "00000002-0000-0000-c000-000000000000",
    access_token: token,
  })
}

/** Lets in who has a token and names the sales unit it was given to. */
export function requireAccess(world: World): MiddlewareHandler<ProviderEnv> {
  return async (c, next) => {
    const found = findCaller(world, c)
    if (!found.ok) return respond(answerProblem(c, found.refusal))
    c.set("unit", found.value)
    return next()
  }
}

function findCaller(world: World, c: ProviderContext): Outcome<Unit> {
  const token = /^Bearer (.+)$/.exec(c.req.header("Authorization") ?? "")?.[1]
  const given = token ? world.state.tokens[token] : undefined
  if (!given || given.expiresAt <= world.now()) return refuseStatus(401, "Unauthorized")
  const unit = findUnit(world, given.msn)
  if (!unit || c.req.header("Ocp-Apim-Subscription-Key") !== unit.subscriptionKey)
    return refuseStatus(401, "Unauthorized")
  const msn = c.req.header("Merchant-Serial-Number")
  if (msn === undefined)
    return refuseFields([{ name: "Merchant-Serial-Number", reason: "The header is required." }])
  if (!/^[0-9]{4,10}$/.test(msn))
    return refuseFields([{ name: "Merchant-Serial-Number", reason: "Must match ^[0-9]{4,10}$." }])
  if (msn !== unit.msn) return refuseStatus(403, "Forbidden")
  const long = systemHeaders.find((name) => (c.req.header(name)?.length ?? 0) > mostHeaderLength)
  if (long) return refuseFields([{ name: long, reason: `At most ${mostHeaderLength} characters.` }])
  return { ok: true, value: unit }
}
