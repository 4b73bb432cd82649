import { type CustomerActor, createSystemActor, type Db } from "../../../platform/database/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import { followPayment } from "../follow/follow-payment.ts"
import { mostInvoicesAtOnce, readAccountOffer } from "./account-offer.ts"
import { insertAttempt, type NewAttempt } from "./insert-attempt.ts"
import { mostPayable, readPaymentOffer } from "./offer.ts"
import { readPhoneNumber } from "./phone.ts"
import type { StartOutcome } from "./start-outcome.ts"

export type PaymentMethodAsked = "wallet" | "card"

export interface StartPayment {
  documentId: string
  /** What the customer wants to pay, in minor units. */
  amount: bigint
  /** What was open when they were asked. */
  shownOpen: bigint
  /** As they typed it; may be empty where the payer is asked on the provider's own page. */
  phone: string
  method: PaymentMethodAsked
}

export interface StartAccountPayment {
  customerId: string
  currency: string
  documentIds: readonly string[]
  /** What was to be paid when they were asked. */
  shownSum: bigint
  phone: string
  method: PaymentMethodAsked
}

/** How long the customer's page waits for the provider before it says that the payment is being begun. */
const patienceMs = 4_000

/**
 * Begins to pay one invoice. The attempt with its reference and keys is committed before the provider is asked (R52);
 * what the provider says is then written down, or, where it does not answer in time, by whoever follows the attempt.
 * Refuses an amount other than what is open, where the balance changed since it was shown, and a second attempt while one is open.
 */
export async function startPayment(
  environment: PaymentEnvironment,
  actor: CustomerActor,
  input: StartPayment,
): Promise<StartOutcome> {
  const phone = readPhone(input.phone)
  return begin(environment, actor, async (db) => {
    const offer = await readPaymentOffer(db, actor, input.documentId)
    if (!offer) return { ok: false, reason: "nothing_here" }
    if (offer.kind === "pending")
      return { ok: false, reason: "pending", attemptId: offer.attemptId ?? undefined }
    if (offer.kind === "none") return { ok: false, reason: offer.reason }
    const { open, least, flow, settings } = offer
    if (open !== input.shownOpen) return { ok: false, reason: "balance_changed", open }
    if (input.amount > open) return { ok: false, reason: "amount_too_large", open }
    if (input.amount < (least ?? open)) return { ok: false, reason: "amount_too_small", open }
    if (input.method === "card" && !settings.cardAllowed) return { ok: false, reason: "card" }
    const asksPhone = flow === "push" && input.method === "wallet"
    if (phone === "wrong" || (asksPhone && phone === null)) return { ok: false, reason: "phone" }
    return {
      ok: true,
      attempt: {
        customerId: offer.customerId,
        payerId: offer.payerId,
        documentId: input.documentId,
        amount: input.amount,
        currency: offer.currency,
        method: input.method,
        flow: input.method === "card" ? "redirect" : flow,
        phone,
        settings,
        items: [{ documentId: input.documentId, paymentId: null, amount: input.amount }],
      },
    }
  })
}

/**
 * Begins to pay several invoices of one account at once, with open credits set off; as `startPayment` else. Refuses more
 * than `mostInvoicesAtOnce`.
 */
export async function startAccountPayment(
  environment: PaymentEnvironment,
  actor: CustomerActor,
  input: StartAccountPayment,
): Promise<StartOutcome> {
  const phone = readPhone(input.phone)
  return begin(environment, actor, async (db) => {
    const count = new Set(input.documentIds).size
    if (count === 0) return { ok: false, reason: "nothing_chosen" }
    if (count > mostInvoicesAtOnce) return { ok: false, reason: "too_many" }
    const offer = await readAccountOffer(db, actor, input)
    if (!offer) return { ok: false, reason: "nothing_here" }
    const { sum, settings, flow } = offer
    if (offer.chosen.length < count) return { ok: false, reason: "balance_changed", open: sum }
    if (offer.reason || !settings) return { ok: false, reason: offer.reason ?? "not_set_up" }
    if (sum !== input.shownSum) return { ok: false, reason: "balance_changed", open: sum }
    if (sum > mostPayable) return { ok: false, reason: "over_limit" }
    if (input.method === "card" && !settings.cardAllowed) return { ok: false, reason: "card" }
    if (phone === "wrong" || (flow === "push" && input.method === "wallet" && phone === null))
      return { ok: false, reason: "phone" }
    const [only, ...others] = offer.chosen
    const items = [...offer.chosen, ...offer.credits]
    return {
      ok: true,
      attempt: {
        customerId: input.customerId,
        payerId: input.customerId,
        documentId: only && others.length === 0 && offer.credits.length === 0 ? only.documentId : null,
        amount: sum,
        currency: input.currency,
        method: input.method,
        flow: input.method === "card" ? "redirect" : flow,
        phone,
        settings,
        items: items.map(({ documentId, paymentId, open }) => ({ documentId, paymentId, amount: open })),
      },
    }
  })
}

type Prepared = Exclude<StartOutcome, { ok: true }> | { ok: true; attempt: NewAttempt }

async function begin(
  environment: PaymentEnvironment,
  actor: CustomerActor,
  prepare: (db: Db) => Promise<Prepared>,
): Promise<StartOutcome> {
  if (actor.way === "preview") return { ok: false, reason: "preview" }
  const outcome = await actor.transaction(async (db): Promise<StartOutcome> => {
    const prepared = await prepare(db)
    return prepared.ok ? insertAttempt(db, actor, prepared.attempt) : prepared
  })
  if (!outcome.ok) return outcome
  await followForAWhile(environment, actor.businessId, outcome.attemptId)
  return { ok: true, attemptId: await latestOf(environment, actor.businessId, outcome.attemptId) }
}

/** `wrong` where something stands there that is no number; null where nothing does. */
function readPhone(typed: string): string | null {
  return typed.trim() === "" ? null : (readPhoneNumber(typed) ?? "wrong")
}

/** Asks the provider at once. What goes wrong or takes long is left to the attempt's next turn. */
async function followForAWhile(
  environment: PaymentEnvironment,
  businessId: string,
  attemptId: string,
): Promise<void> {
  const patience = Promise.withResolvers<void>()
  const timer = setTimeout(patience.resolve, patienceMs)
  const follow = followPayment(environment, businessId, attemptId).catch((error: unknown) =>
    environment.log.error({ err: error, attempt: attemptId }, "A payment could not be begun at once."),
  )
  await Promise.race([follow, patience.promise])
  clearTimeout(timer)
}

/** The attempt begun in place of this one, if it was. */
async function latestOf(
  environment: PaymentEnvironment,
  businessId: string,
  attemptId: string,
): Promise<string> {
  const system = createSystemActor(environment, businessId, "page")
  const row = await system.transaction((db) =>
    db
      .selectFrom("payment_attempts")
      .select("id")
      .where("business_id", "=", businessId)
      .where("replaces_id", "=", attemptId)
      .executeTakeFirst(),
  )
  return row?.id ?? attemptId
}
