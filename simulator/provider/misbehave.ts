import { setTimeout as sleep } from "node:timers/promises"
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response"
import type { MiddlewareHandler } from "hono"
import type { CallKind, Fault } from "../faults/faults.ts"
import { type Call, rememberCall, type World } from "../world/world.ts"
import { answerProblem, respond } from "./answers.ts"
import type { ProviderContext, ProviderEnv } from "./env.ts"

const usualSlowMs = 5_000

/** Writes the call down, and does to it what the switches say. */
export function misbehave(world: World, call: CallKind): MiddlewareHandler<ProviderEnv> {
  return async (c, next) => {
    const reference = await findReference(c)
    const idempotencyKey = c.req.header("Idempotency-Key") ?? null
    const record: Call = { at: world.now(), call, reference, idempotencyKey, status: null }
    rememberCall(world, record)
    const fault = world.faults.take({ call, reference })
    const early = await before(world, c, fault, { call, reference })
    if (!early) await next()
    const late = !early && (await isCutAfter(world, fault, { call, reference })) ? cut(c) : undefined
    if (late) c.res = late
    const isCut = late !== undefined || early === RESPONSE_ALREADY_SENT
    record.status = isCut ? 0 : (early ?? c.res).status
    return early
  }
}

type About = Pick<Call, "call" | "reference">

/** The answer where the work is not to be done. */
async function before(
  world: World,
  c: ProviderContext,
  fault: Fault | null,
  about: About,
): Promise<Response | undefined> {
  if (fault?.do === "answer") {
    const status = fault.status ?? 500
    const refusal = { status, code: fault.code ?? null, title: "Asked for by a switch", fields: [] }
    return respond(answerProblem(c, refusal), status === 429 ? { "Retry-After": "1" } : {})
  }
  if (fault?.do === "cut_before") return cut(c)
  if (fault?.do === "slow") await sleep(fault.ms ?? usualSlowMs)
  if (fault?.do !== "hold_before") return undefined
  return (await world.holds.hold({ ...about, done: false })) === "cut" ? cut(c) : undefined
}

async function isCutAfter(world: World, fault: Fault | null, about: About): Promise<boolean> {
  if (fault?.do === "hold_after") return (await world.holds.hold({ ...about, done: true })) === "cut"
  return fault?.do === "cut_after"
}

function cut(c: ProviderContext): Response {
  c.env.outgoing.destroy()
  return RESPONSE_ALREADY_SENT
}

/** The payment a call is about: in its address, or for a new one in its body. */
async function findReference(c: ProviderContext): Promise<string | null> {
  const named = /\/payments\/([^/]+)/.exec(c.req.path)?.[1]
  if (named || c.req.method !== "POST") return named ?? null
  return /"reference"\s*:\s*"([^"]*)"/.exec(await c.req.text())?.[1] ?? null
}
