import type { CallKind } from "../faults/faults.ts"
import { minute } from "../payments/payment.ts"
import type { World } from "../world/world.ts"

/** Calls a minute, for each payment and sales unit. Tokens, webhooks and forced approvals are not counted. */
const limits: Partial<Record<CallKind, number>> = {
  create: 5,
  capture: 5,
  refund: 5,
  cancel: 5,
  get: 120,
  events: 120,
}

/** Says whether one more call is within the limit, and counts it. A refused call does not count. */
export function openLimits(world: World): (call: CallKind, msn: string, reference: string) => boolean {
  const counted = new Map<string, number[]>()
  return (call, msn, reference) => {
    const limit = limits[call]
    if (!limit || !world.settings.limits) return true
    const key = `${call} ${msn} ${reference}`
    const now = world.now()
    const recent = (counted.get(key) ?? []).filter((at) => at > now - minute)
    if (recent.length >= limit) return false
    counted.set(key, [...recent, now])
    return true
  }
}
