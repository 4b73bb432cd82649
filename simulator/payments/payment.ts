import type { Amount, Payment, PaymentEvent, Unit } from "../world/state.ts"
import type { World } from "../world/world.ts"

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Danish and Finnish reservations are released after it. */
export const captureDays = 14
export const refundDays = 365

export function findPayment(world: World, msn: string, reference: string): Payment | null {
  return world.state.payments.find((each) => each.msn === msn && each.reference === reference) ?? null
}

export function findPaymentByToken(world: World, token: string): Payment | null {
  return world.state.payments.find((each) => each.token === token) ?? null
}

export function findUnit(world: World, msn: string): Unit | null {
  return world.state.units.find((unit) => unit.msn === msn) ?? null
}

/** What is reserved and neither taken nor released. */
export function reservedOf(payment: Payment): number {
  return payment.authorized - payment.captured - payment.cancelled
}

const amount = (payment: Payment, value: number): Amount => ({ currency: payment.currency, value })

/** What a capture, refund or cancel answers. `pspReference` is that of the payment's first event, by design. */
export function presentChange(payment: Payment) {
  return {
    amount: amount(payment, payment.value),
    state: payment.state,
    aggregate: {
      authorizedAmount: amount(payment, payment.authorized),
      cancelledAmount: amount(payment, payment.cancelled),
      capturedAmount: amount(payment, payment.captured),
      refundedAmount: amount(payment, payment.refunded),
    },
    pspReference: payment.pspReference,
    reference: payment.reference,
  }
}

/** What reading a payment answers. */
export function presentPayment(world: World, payment: Payment) {
  const redirectUrl = redirectUrlOf(world, payment)
  return {
    ...presentChange(payment),
    paymentMethod: { type: payment.method },
    profile: {},
    ...(redirectUrl ? { redirectUrl } : {}),
    ...(payment.metadata ? { metadata: payment.metadata } : {}),
    ...(payment.captureUntil ? { captureGuaranteedUntil: new Date(payment.captureUntil).toISOString() } : {}),
  }
}

/** Where the payer is sent; a payment pushed to the phone has no such address. */
export function redirectUrlOf(world: World, payment: Payment): string | null {
  return payment.flow === "PUSH_MESSAGE" ? null : `${world.publicUrl}/landing/${payment.token}`
}

export function presentEvent(payment: Payment, event: PaymentEvent) {
  return {
    reference: payment.reference,
    pspReference: event.pspReference,
    name: event.name,
    amount: amount(payment, event.value),
    timestamp: new Date(event.at).toISOString(),
    ...(event.idempotencyKey ? { idempotencyKey: event.idempotencyKey } : {}),
    success: true,
  }
}
