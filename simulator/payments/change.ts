import { z } from "zod"
import type { Payment, Unit } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { day, refundDays, reservedOf } from "./payment.ts"
import { recordEvent } from "./record-event.ts"
import { type Outcome, type RefusalCode, refuse, refuseFields } from "./refusals.ts"

const modificationSchema = z.strictObject({
  modificationAmount: z.strictObject({ value: z.number(), currency: z.enum(["NOK", "DKK", "EUR"]) }),
})

/** The amount of a capture or refund, or what is wrong with it. */
export function readModification(payment: Payment, body: unknown): Outcome<number> {
  const parsed = modificationSchema.safeParse(body)
  if (!parsed.success) {
    return refuseFields(
      parsed.error.issues.map(({ path, message }) => ({ name: path.join(".") || "body", reason: message })),
    )
  }
  const { value, currency } = parsed.data.modificationAmount
  if (!Number.isInteger(value) || value <= 0 || currency !== payment.currency) return refuse(4040)
  return { ok: true, value }
}

/** Takes a part or all of what is reserved. */
export function capturePayment(
  world: World,
  unit: Unit,
  payment: Payment,
  value: number,
  key: string | null,
): Outcome<Payment> {
  const code = findCaptureProblem(payment, value, unit, world.now())
  if (code) return refuse(code)
  payment.captured += value
  recordEvent(world, payment, "CAPTURED", value, key)
  return { ok: true, value: payment }
}

function findCaptureProblem(payment: Payment, value: number, unit: Unit, now: number): RefusalCode | null {
  if (payment.state === "CREATED") return 6080
  if (payment.state !== "AUTHORIZED") return 6200
  const left = reservedOf(payment)
  if (left === 0 && payment.captured === payment.authorized) return 6170
  if (payment.captureUntil && now >= payment.captureUntil) return 6100
  if (left === 0) return 6070
  if (value > left) return 6090
  return value < payment.authorized && !unit.partialCaptureAllowed ? 6140 : null
}

/** Refunds of this size fail in the provider's test environment, so that the failures can be tried. */
const refundTestAmounts: Record<number, RefusalCode> = { 123: 6210, 124: 6220 }

/** Pays back a part or all of what was taken. */
export function refundPayment(
  world: World,
  payment: Payment,
  value: number,
  key: string | null,
): Outcome<Payment> {
  const code = findRefundProblem(payment, value, world.now())
  if (code) return refuse(code)
  payment.refunded += value
  recordEvent(world, payment, "REFUNDED", value, key)
  return { ok: true, value: payment }
}

function findRefundProblem(payment: Payment, value: number, now: number): RefusalCode | null {
  if (payment.state === "CREATED") return 6020
  if (payment.state !== "AUTHORIZED") return 6210
  if (payment.captured > 0 && payment.refunded === payment.captured) return 6180
  if (value > payment.captured - payment.refunded) return 6150
  if (payment.authorizedAt && now > payment.authorizedAt + refundDays * day) return 6220
  return refundTestAmounts[value] ?? null
}

/**
 * Ends a payment that is not approved yet, or releases all that is reserved and not taken.
 * With `onlyIfNotApproved` the second is refused (6060).
 */
export function cancelPayment(
  world: World,
  payment: Payment,
  onlyIfNotApproved: boolean,
  key: string | null,
): Outcome<Payment> {
  if (payment.state === "CREATED") {
    payment.state = "TERMINATED"
    payment.unknownUntil = null
    recordEvent(world, payment, "TERMINATED", payment.value, key)
    return { ok: true, value: payment }
  }
  if (payment.state !== "AUTHORIZED") return refuse(6050)
  if (onlyIfNotApproved) return refuse(6060)
  if (reservedOf(payment) === 0) return refuse(payment.captured > 0 ? 6040 : 6190)
  releaseReserved(world, payment)
  return { ok: true, value: payment }
}

export function releaseReserved(world: World, payment: Payment): void {
  const value = reservedOf(payment)
  payment.cancelled += value
  recordEvent(world, payment, "CANCELLED", value)
}
