import type { Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { captureDays, day } from "./payment.ts"
import { recordEvent } from "./record-event.ts"

/** Reserves the whole amount. */
export function authorize(world: World, payment: Payment): void {
  payment.state = "AUTHORIZED"
  payment.authorized = payment.value
  payment.authorizedAt = world.now()
  payment.captureUntil = world.now() + captureDays * day
  payment.refusal = null
  payment.unknownUntil = null
  recordEvent(world, payment, "AUTHORIZED", payment.value)
}
