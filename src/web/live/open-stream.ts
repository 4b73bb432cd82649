import type { ServerResponse } from "node:http"
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response"
import { type OpenOutcome, openingOf, type Sight, type Watch } from "../../platform/live/index.ts"
import type { AnyContext } from "../context.ts"
import { setSecurityHeaders } from "../guards/headers.ts"

/** A page older than this is told to read itself again whatever happened. */
const oldestPageMs = 50_000
const retryAfterSeconds = "30"

/**
 * Answers with an event stream that says `change` when what is watched may have changed, and `end` when whoever
 * watches may see it no more; `sight` is who watches, found out just now. Refuses with 404 what is not theirs, with 429 more streams than a session or a network
 * may have, and with 503 more than a process holds.
 */
export async function openStream(
  c: AnyContext,
  watch: Pick<Watch, "subject" | "ask">,
  sight: Sight | null,
): Promise<Response> {
  if (!sight) return c.notFound()
  const headers = new Headers({
    "Content-Type": "text/event-stream; charset=utf-8",
    // Reverse proxies of nginx's family hold answers back until they are whole, unless told so.
    "X-Accel-Buffering": "no",
  })
  setSecurityHeaders(headers, c.req.path)
  const response = findSocket(c)
  if (!response) {
    // A HEAD request, or a request made in a test, which has no socket: nobody is there to be told anything.
    return new Response(openingOf(), { headers })
  }
  const whole = { ...watch, network: c.var.clientNetwork, pageAgeMs: findPageAge(c) }
  const outcome = await c.var.kvit.live.open(whole, sight, response, Object.fromEntries(headers))
  return answer(c, outcome)
}

function answer(c: AnyContext, outcome: OpenOutcome): Response | Promise<Response> {
  if (outcome === "too_many" || outcome === "full") {
    c.header("Retry-After", retryAfterSeconds)
    return c.text("There are too many open pages. Try again in a moment.", outcome === "full" ? 503 : 429)
  }
  // A copy: what goes through the framework is given headers on its way.
  return RESPONSE_ALREADY_SENT.clone()
}

function findSocket(c: AnyContext): ServerResponse | null {
  if (c.req.method === "HEAD" || !c.env) return null
  const { outgoing } = c.env as { outgoing?: ServerResponse }
  return outgoing ?? null
}

/** How old the page is, as it says; null for one that comes again after its stream broke. */
function findPageAge(c: AnyContext): number | null {
  const age = c.req.query("age") ?? ""
  if (c.req.header("last-event-id") !== undefined || !/^\d{1,8}$/.test(age)) return null
  return Number(age) <= oldestPageMs ? Number(age) : null
}
