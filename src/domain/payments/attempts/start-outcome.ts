import type { NoOffer } from "./offer.ts"

/** Why a payment was not begun; each has its sentence. */
export type StartRefusal =
  | NoOffer
  | "nothing_here"
  | "covered"
  | "nothing_chosen"
  | "too_many"
  | "pending"
  | "balance_changed"
  | "amount_too_small"
  | "amount_too_large"
  | "phone"
  | "card"
  | "too_often"

export type StartOutcome =
  | { ok: true; attemptId: string }
  | {
      ok: false
      reason: StartRefusal
      /** What is open now, where the amount was the matter. */
      open?: bigint
      /** The attempt that is under way, where the visitor may see it. */
      attemptId?: string | undefined
    }
