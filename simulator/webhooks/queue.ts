import { randomUUID } from "node:crypto"
import type { Delivery, EventName, Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"

export const paymentEvents = [
  "created",
  "authorized",
  "aborted",
  "expired",
  "terminated",
  "captured",
  "cancelled",
  "refunded",
].map((name) => `epayments.payment.${name}.v1`)

const usualReorderMs = 3_000

/** Puts an event in the queue of every registration of the payment's sales unit that asked for it. */
export function queueDeliveries(world: World, payment: Payment, name: EventName, content: object): void {
  const wanted = `epayments.payment.${name.toLowerCase()}.v1`
  for (const registration of world.state.registrations) {
    if (registration.msn !== payment.msn || !registration.events.includes(wanted)) continue
    queueDelivery(world, registration.id, payment.reference, name, JSON.stringify(content))
  }
}

function queueDelivery(
  world: World,
  registrationId: string,
  reference: string,
  name: EventName,
  body: string,
): void {
  const before = world.state.deliveries.filter(
    (each) => each.registrationId === registrationId && each.reference === reference,
  )
  const now = world.now()
  const delivery: Delivery = {
    id: randomUUID(),
    registrationId,
    reference,
    name,
    body,
    state: "waiting",
    position: 1 + Math.max(0, ...before.map((each) => each.position)),
    createdAt: now,
    dueAt: now,
    copies: 1,
    attempts: 0,
    lastStatus: null,
  }
  const fault = world.faults.take({ call: "delivery", reference, event: name })
  if (fault?.do === "drop") delivery.state = "dropped"
  if (fault?.do === "delay") delivery.dueAt = now + (fault.ms ?? usualReorderMs)
  if (fault?.do === "duplicate") delivery.copies = 2
  if (fault?.do === "hold") delivery.dueAt = Number.MAX_SAFE_INTEGER
  if (fault?.do === "reorder") putFirst(delivery, before, now + (fault.ms ?? usualReorderMs))
  world.state.deliveries.push(delivery)
}

/** Before those of the payment that wait and were not tried yet; all of them wait for `dueAt`, to meet the later ones. */
function putFirst(delivery: Delivery, before: Delivery[], dueAt: number): void {
  const untried = before.filter((each) => each.state === "waiting" && each.attempts === 0)
  delivery.position = Math.min(delivery.position, ...untried.map((each) => each.position - 1))
  for (const each of [delivery, ...untried]) each.dueAt = Math.max(each.dueAt, dueAt)
}

/** Whether it waits for somebody to release it. */
export function isHeld(delivery: Delivery): boolean {
  return delivery.state === "waiting" && delivery.dueAt === Number.MAX_SAFE_INTEGER
}
