/** What the payer does: on the landing page, in the app, or not at all. */
import type { Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { authorize } from "./authorize.ts"
import { hour } from "./payment.ts"
import { recordEvent } from "./record-event.ts"
import { type Outcome, refuse } from "./refusals.ts"

/** Payments of this size fail in the provider's test environment, each in its own way. */
const testAmounts: Record<number, string> = {
  151: "no_funds",
  182: "refused",
  183: "fraud",
  184: "limit",
  186: "expired_card",
  187: "invalid_card",
}
/** Its outcome is unknown for an hour. */
const unknownAmount = 201

/** The payer gives or confirms a number on the landing page; the payment is then in the app. */
export function sendToApp(world: World, payment: Payment, phoneNumber: string): Outcome<Payment> {
  if (payment.state !== "CREATED") return refuse(6230)
  if (!/^\d{9,15}$/.test(phoneNumber)) return refuse(4070)
  if (world.settings.unknownNumbers.includes(phoneNumber)) return refuse(7010)
  payment.phoneNumber = phoneNumber
  payment.isInApp = true
  return { ok: true, value: payment }
}

/**
 * The payer approves. With a test amount nothing is reserved and the payment goes on waiting, as when a card is
 * refused in the app; `refusal` then says why.
 */
export function approvePayment(world: World, payment: Payment): Outcome<Payment> {
  if (payment.state === "AUTHORIZED") return refuse(6230)
  if (payment.state !== "CREATED") return refuse(10010)
  const refusal = testAmounts[payment.value]
  if (refusal) {
    payment.refusal = refusal
    return refuse(10010)
  }
  if (payment.value === unknownAmount) payment.unknownUntil ??= world.now() + hour
  else authorize(world, payment)
  return { ok: true, value: payment }
}

/** The payer says no, or goes back from the landing page. */
export function declinePayment(world: World, payment: Payment): Outcome<Payment> {
  if (payment.state !== "CREATED" || payment.unknownUntil) return refuse(6190)
  payment.state = "ABORTED"
  recordEvent(world, payment, "ABORTED", payment.value)
  return { ok: true, value: payment }
}

export function ignorePayment(payment: Payment): Outcome<Payment> {
  payment.isIgnored = true
  return { ok: true, value: payment }
}

/** Nobody approved in time. */
export function expirePayment(world: World, payment: Payment): Outcome<Payment> {
  if (payment.state !== "CREATED") return refuse(6190)
  payment.state = "EXPIRED"
  payment.unknownUntil = null
  recordEvent(world, payment, "EXPIRED", payment.value)
  return { ok: true, value: payment }
}
