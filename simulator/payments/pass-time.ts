/** What happens to payments because time passes. */
import type { Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { authorize } from "./authorize.ts"
import { releaseReserved } from "./change.ts"
import { expirePayment } from "./payer.ts"
import { reservedOf } from "./payment.ts"

/** When something next happens to it by itself; null where nothing does. */
export function nextMomentOf(payment: Payment): number | null {
  if (payment.state === "CREATED") return payment.unknownUntil ?? payment.expiresAt
  if (payment.state === "AUTHORIZED" && reservedOf(payment) > 0) return payment.captureUntil
  return null
}

/** Does all that is due by now, in the order in which it fell due, and says whether anything was. */
export function passTime(world: World): boolean {
  const due = world.state.payments
    .map((payment) => ({ payment, at: nextMomentOf(payment) }))
    .filter(({ at }) => at !== null && at <= world.now())
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
  for (const { payment } of due) {
    if (payment.state === "AUTHORIZED") releaseReserved(world, payment)
    else if (payment.unknownUntil) authorize(world, payment)
    else expirePayment(world, payment)
  }
  return due.length > 0
}
