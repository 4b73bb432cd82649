import { createHash } from "node:crypto"
import { type Outcome, refuse, refuseFields } from "../payments/refusals.ts"
import type { World } from "../world/world.ts"
import type { Answer } from "./answers.ts"

const mostKeyLength = 50

interface Request {
  msn: string
  operation: "create" | "capture" | "refund" | "cancel"
  reference: string
  key: string | undefined
  body: string
}

const conflicts = { create: 4020, capture: 4010, refund: 4150, cancel: 4020 } as const

/**
 * Does the work once for each key: the same request gets the same answer again, also where that was a refusal.
 * A key that was used for another body, call or payment is refused.
 */
export function answerOnce(world: World, request: Request, work: () => Answer): Outcome<Answer> {
  const { key, operation, reference } = request
  if (key === undefined) {
    // Only a cancel may do without; its key is recommended.
    if (operation === "cancel") return { ok: true, value: work() }
    return refuseFields([{ name: "Idempotency-Key", reason: "The header is required." }])
  }
  if (key.length > mostKeyLength || key.length === 0)
    return refuseFields([{ name: "Idempotency-Key", reason: `1 to ${mostKeyLength} characters.` }])
  const bodyHash = createHash("sha256").update(request.body).digest("base64")
  const name = `${request.msn} ${key}`
  const before = world.state.answers[name]
  if (before) {
    if (before.operation !== operation || before.reference !== reference) return refuse(4020)
    if (before.bodyHash !== bodyHash) return refuse(conflicts[operation])
    return { ok: true, value: { status: before.status, body: before.body } }
  }
  const answer = work()
  world.state.answers[name] = { operation, reference, bodyHash, ...answer }
  return { ok: true, value: answer }
}
