import type { ProviderCause, ProviderProblem } from "./provider.ts"
import { problemShape } from "./shapes.ts"

/** Codes that say: not now, ask again under the same key (ePayment error codes, August 2026). */
const askAgainCodes = ["6160", "6250", "6280"]
const longestDetail = 300

/** No answer that counts. */
export function unreachable(
  cause: ProviderCause,
  detail: string,
  status: number | null = null,
): ProviderProblem {
  return { kind: "unreachable", status, code: null, traceId: null, cause, detail }
}

/** Reads an answer that is no success: RFC 9457, or what the gateway before the provider says. */
export function readProblem(status: number, text: string): ProviderProblem {
  const body = problemShape.safeParse(parseJson(text))
  const code = body.data?.extraDetails?.find(({ name }) => name === "ErrorCode")?.reason.trim() ?? null
  const known = code !== null && /^[0-9]{3,6}$/.test(code) ? code : null
  const traceId = body.data?.traceId?.slice(0, 200) ?? null
  const detail = writeDetail([
    `HTTP ${status}`,
    known && `code ${known}`,
    body.data?.title,
    body.data?.detail,
    // Of a malformed request: which field, and what it should have been.
    ...(known ? [] : (body.data?.extraDetails ?? []).map(({ name, reason }) => `${name}: ${reason}`)),
  ])
  const problem = { status, code: known, traceId, detail }
  if (status === 401 || status === 403) return { kind: "keys", ...problem }
  if (status === 423 || status === 429 || status >= 500) return { kind: "busy", ...problem }
  if (status < 400 || status === 408 || !body.success)
    return { kind: "unreachable", cause: "not_theirs", ...problem }
  return { kind: known && askAgainCodes.includes(known) ? "busy" : "refused", ...problem }
}

/** What `fetch` threw, in our words. */
export function explainFetchError(error: unknown): ProviderProblem {
  if (error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name))
    return unreachable("timeout", "No answer in time.")
  const found = findSystemError(error)
  const code = found?.code ?? ""
  return unreachable(
    findCause(code),
    `${code} ${found?.message ?? String(error)}`.trim().slice(0, longestDetail),
  )
}

function findCause(code: string): ProviderCause {
  if (["ENOTFOUND", "EAI_AGAIN"].includes(code)) return "host_unknown"
  if (["CERT_NOT_YET_VALID", "CERT_HAS_EXPIRED"].includes(code)) return "clock"
  if (/CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|SELF_SIGNED|^ERR_SSL|^EPROTO/.test(code)) return "certificate"
  if (["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "EADDRNOTAVAIL"].includes(code))
    return "no_connection"
  if (
    ["UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"].includes(code)
  )
    return "timeout"
  return "connection_lost"
}

/** `fetch` says "fetch failed"; what failed lies beneath, of several addresses tried the first. */
function findSystemError(error: unknown): { code: string; message: string } | null {
  let inner: unknown = error
  for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
    if (inner instanceof AggregateError && inner.errors.length > 0) inner = inner.errors[0]
    else if ("code" in inner && typeof inner.code === "string" && inner.code !== "")
      return { code: inner.code, message: inner.message }
    else inner = inner.cause
  }
  return null
}

/** One line without control characters, and without what may be a telephone number. */
function writeDetail(parts: (string | null | undefined)[]): string {
  return parts
    .filter((part) => typeof part === "string" && part !== "")
    .join("; ")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\+?\d[\d ]{6,}\d/g, "…")
    .slice(0, longestDetail)
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: `undefined` fits no shape, so whoever asked sees a wrong answer.
    return undefined
  }
}
