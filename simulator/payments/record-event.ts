import { randomUUID } from "node:crypto"
import { queueDeliveries } from "../webhooks/queue.ts"
import type { EventName, Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { presentEvent } from "./payment.ts"

/** Writes the event to the payment's log and sends it on its way to every registration that asked for such. */
export function recordEvent(
  world: World,
  payment: Payment,
  name: EventName,
  value: number,
  idempotencyKey: string | null = null,
): void {
  // The payment's own reference is that of its first event.
  const pspReference = payment.events.length === 0 ? payment.pspReference : randomUUID()
  const event = { name, pspReference, value, at: world.now(), idempotencyKey }
  payment.events.push(event)
  const guaranteed =
    name === "AUTHORIZED" && payment.captureUntil
      ? { captureGuaranteedUntil: new Date(payment.captureUntil).toISOString() }
      : {}
  queueDeliveries(world, payment, name, { msn: payment.msn, ...presentEvent(payment, event), ...guaranteed })
}
