/** What the provider answers, as far as Kvit reads it. More fields may come; a missing or wrong one is a wrong answer. */
import { z } from "zod"
import type { ProviderAggregate, ProviderAmount, ProviderPayment, ProviderPaymentEvent } from "./provider.ts"

/** The most that one payment may be (ePayment: `Amount.value`). */
export const mostProviderAmount = 65_000_000n

const amount = z
  .object({ currency: z.string().regex(/^[A-Z]{3}$/), value: z.int().min(0) })
  .transform(({ currency, value }): ProviderAmount => ({ currency, value: BigInt(value) }))

/** No text of a row holds a NUL (PostgreSQL, "Character Types"), and no id of theirs has anything but printed characters. */
const shortText = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u)

const reference = shortText
const state = z.enum(["CREATED", "AUTHORIZED", "ABORTED", "EXPIRED", "TERMINATED"])

const aggregate = z.object({
  authorizedAmount: amount,
  capturedAmount: amount,
  refundedAmount: amount,
  cancelledAmount: amount,
})

export const tokenShape = z.object({
  token_type: z.string().regex(/^bearer$/i),
  // A string in the provider's specification; a number is taken too.
  expires_in: z.coerce.number().positive().max(604_800),
  access_token: z.string().min(1).max(16_384),
})

export const createdShape = z
  .object({ reference, redirectUrl: z.string().max(4000).nullish() })
  .transform(({ redirectUrl }) => ({ redirectUrl: redirectUrl ?? null }))

export const paymentShape = z
  .object({ reference, state, amount, aggregate, redirectUrl: z.string().max(4000).nullish() })
  .transform(
    (payment): ProviderPayment => ({
      reference: payment.reference,
      amount: payment.amount,
      ...toAggregate(payment),
      redirectUrl: payment.redirectUrl ?? null,
    }),
  )

export const modificationShape = z.object({ reference, state, aggregate }).transform(toAggregate)

const event = z.object({
  reference,
  pspReference: shortText,
  // Names may be added; one that we do not know is kept and means nothing.
  name: z.string().regex(/^[A-Z_]{1,60}$/),
  amount,
  // Years of four digits: a column holds no moment of the year -271821.
  timestamp: z
    .string()
    .refine((text) => /^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)), "not a moment"),
  success: z.boolean(),
  idempotencyKey: z.string().nullish(),
})

export const eventsShape = z.array(event.transform(toEvent))

/** A webhook's body: an event of a payment, and of which sales unit. */
export const webhookBodyShape = event
  .extend({ msn: z.union([z.string().regex(/^[0-9]{1,20}$/), z.int().min(0).transform(String)]) })
  .transform((body) => ({ ...toEvent(body), merchantSerialNumber: body.msn }))

export const registeredShape = z.object({
  id: z.string().min(1).max(100),
  secret: z.string().min(1).max(500),
})

export const webhooksShape = z
  .object({
    webhooks: z.array(
      z.object({ id: z.string().min(1).max(100), url: z.string().max(2000), events: z.array(z.string()) }),
    ),
  })
  .transform(({ webhooks }) => webhooks)

export const problemShape = z.object({
  title: z.string().nullish().catch(null),
  detail: z.string().nullish().catch(null),
  traceId: z.string().nullish().catch(null),
  extraDetails: z
    .array(z.object({ name: z.string(), reason: z.string() }))
    .nullish()
    .catch(null),
})

function toAggregate(given: {
  state: z.output<typeof state>
  aggregate: z.output<typeof aggregate>
}): ProviderAggregate {
  return {
    state: given.state,
    authorized: given.aggregate.authorizedAmount,
    captured: given.aggregate.capturedAmount,
    refunded: given.aggregate.refundedAmount,
    cancelled: given.aggregate.cancelledAmount,
  }
}

function toEvent(given: z.output<typeof event>): ProviderPaymentEvent {
  return {
    reference: given.reference,
    pspReference: given.pspReference,
    name: given.name,
    amount: given.amount,
    timestamp: new Date(given.timestamp),
    success: given.success,
    idempotencyKey: given.idempotencyKey ?? null,
  }
}
