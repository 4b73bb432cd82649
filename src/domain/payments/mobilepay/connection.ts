/** One call to the provider: with its headers, in its time, repeated where that can help. */
import { performance } from "node:perf_hooks"
import { setTimeout as wait } from "node:timers/promises"
import type { z } from "zod"
import type { Log } from "../../../platform/log/index.ts"
import { explainFetchError, parseJson, readProblem, unreachable } from "./problem.ts"
import type { MobilePayKeys, ProviderAnswer, ProviderProblem } from "./provider.ts"
import { readLimited } from "./read-limited.ts"

export interface ClientOptions {
  log: Log
  /** For the life of the token. */
  now: () => Date
  /** Told to the provider as the system's version. */
  version: string
  fetch?: typeof fetch
  limits?: Partial<ClientLimits>
}

export interface ClientLimits {
  /** For a call with all its tries, and for one try. */
  callMs: number
  tryMs: number
  /** Before the second try, the third …; as many tries as pauses, and one. */
  pausesMs: readonly number[]
  answerBytes: number
}

export const defaultLimits: ClientLimits = {
  callMs: 15_000,
  tryMs: 10_000,
  pausesMs: [300, 1_200],
  answerBytes: 1_048_576,
}

export interface Call {
  method: "GET" | "POST" | "DELETE"
  path: string
  body?: object
  headers?: Record<string, string>
  /**
   * - `any`: repeating does nothing twice.
   * - `if_not_done`: only where the provider said that it did nothing (423, 429).
   */
  repeat: "any" | "if_not_done"
}

export interface Connection {
  keys: MobilePayKeys
  options: ClientOptions
  limits: ClientLimits
}

/** What one try came to; `retryAfterMs` as the provider asks. */
export type Tried<T> = { ok: true; value: T } | { ok: false; problem: ProviderProblem; retryAfterMs?: number }

/** Time that runs out, however the clock is set. */
export interface Deadline {
  leftMs(): number
}

export function startDeadline(ms: number): Deadline {
  const end = performance.now() + ms
  return { leftMs: () => Math.max(0, end - performance.now()) }
}

/** Tries until it is done, cannot be done, or time is up. */
export async function repeatTry<T>(
  connection: Connection,
  repeat: Call["repeat"],
  deadline: Deadline,
  tryOnce: () => Promise<Tried<T>>,
): Promise<ProviderAnswer<T>> {
  for (const pauseMs of [...connection.limits.pausesMs, null]) {
    const tried = await tryOnce()
    if (tried.ok) return tried
    const { problem, retryAfterMs = 0 } = tried
    if (pauseMs === null || !mayRepeat(problem, repeat)) return { ok: false, problem }
    // A little apart, so that many that failed at once do not come back at once.
    const waitMs = Math.max(pauseMs * (0.75 + Math.random() / 2), retryAfterMs)
    if (waitMs >= deadline.leftMs()) return { ok: false, problem }
    await wait(waitMs)
  }
  throw new Error("A call to the provider has at least one try.")
}

function mayRepeat({ kind, status, cause }: ProviderProblem, repeat: Call["repeat"]): boolean {
  if (kind === "busy" && (status === 423 || status === 429)) return true
  if (repeat === "if_not_done") return false
  if (kind === "busy") return status !== null && status >= 500
  return kind === "unreachable" && cause !== "certificate" && cause !== "clock" && cause !== "not_theirs"
}

/** Sends one request and reads its answer as `shape`. Follows no redirect and checks the certificate. */
export async function send<T>(
  connection: Connection,
  call: Call,
  shape: z.ZodType<T>,
  deadline: Deadline,
): Promise<Tried<T>> {
  const { keys, options, limits } = connection
  const timeMs = Math.min(limits.tryMs, deadline.leftMs())
  if (timeMs === 0) return { ok: false, problem: unreachable("timeout", "No time was left to ask.") }
  try {
    const response = await (options.fetch ?? fetch)(new URL(call.path, keys.baseUrl), {
      method: call.method,
      headers: { ...systemHeaders(connection), ...call.headers },
      ...(call.body ? { body: JSON.stringify(call.body) } : {}),
      redirect: "manual",
      signal: AbortSignal.timeout(Math.ceil(timeMs)),
    })
    const text = await readLimited(response, limits.answerBytes)
    if (text === null) return { ok: false, problem: notTheirs(response.status, "The answer is too large.") }
    if (!response.ok) {
      const retryAfterMs = readRetryAfter(response.headers.get("retry-after"), options.now())
      return { ok: false, problem: readProblem(response.status, text), retryAfterMs }
    }
    const parsed = shape.safeParse(text === "" ? null : parseJson(text))
    if (parsed.success) return { ok: true, value: parsed.data }
    const where = parsed.error.issues.map((issue) => issue.path.join(".") || "all of it").slice(0, 5)
    return {
      ok: false,
      problem: notTheirs(response.status, `The answer is not as promised: ${where.join(", ")}.`),
    }
  } catch (error) {
    return { ok: false, problem: explainFetchError(error) }
  }
}

/**
 * An answer that is not the provider's. It may have done what was asked and said so in a way we do not read, so
 * this is never a refusal: the payment is read again.
 */
function notTheirs(status: number, detail: string): ProviderProblem {
  return unreachable("not_theirs", `HTTP ${status}; ${detail}`, status)
}

/** On every call, the token's too; each of the four names and versions has at most 30 characters. */
function systemHeaders({ keys, options }: Connection): Record<string, string> {
  const version = options.version.slice(0, 30)
  return {
    accept: "application/json",
    "content-type": "application/json",
    "ocp-apim-subscription-key": keys.subscriptionKey,
    "merchant-serial-number": keys.merchantSerialNumber,
    "vipps-system-name": "Kvit",
    "vipps-system-version": version,
    "vipps-system-plugin-name": "Kvit",
    "vipps-system-plugin-version": version,
  }
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. */
function readRetryAfter(text: string | null, now: Date): number {
  if (text === null) return 0
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now.getTime())
}
