import { randomBytes } from "node:crypto"
import type { Refusal } from "../payments/refusals.ts"
import type { ProviderContext } from "./env.ts"

export interface Answer {
  status: number
  body: string
}

export function answerWith(status: number, content: object): Answer {
  return { status, body: JSON.stringify(content) }
}

/** A problem as RFC 7807 has it, with the provider's `traceId` and `extraDetails`. */
export function answerProblem(c: ProviderContext, refusal: Refusal): Answer {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex")
  const extraDetails = refusal.code ? [{ name: "ErrorCode", reason: refusal.code }] : refusal.fields
  return answerWith(refusal.status, {
    type: `https://httpstatuses.io/${refusal.status}`,
    title: refusal.title,
    detail: refusal.title,
    instance: c.req.path.replace(/^\/(epayment|webhooks)/, ""),
    status: refusal.status,
    traceId: `00-${hex(16)}-${hex(8)}-01`,
    ...(extraDetails.length > 0 ? { extraDetails } : {}),
  })
}

export function respond(answer: Answer, headers: Record<string, string> = {}): Response {
  const type = answer.status < 400 ? "application/json" : "application/problem+json"
  return new Response(answer.status === 204 ? null : answer.body, {
    status: answer.status,
    headers: answer.status === 204 ? headers : { "Content-Type": type, ...headers },
  })
}
