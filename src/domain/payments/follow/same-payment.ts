import type { AttemptRow } from "../attempts/attempt.ts"
import type { ProviderPayment } from "../mobilepay/provider.ts"

/** A payment is settled only where the provider, asked by us, names this reference, amount and currency (R48). */
export function isSamePayment(attempt: AttemptRow, told: ProviderPayment): boolean {
  return (
    told.reference === attempt.reference &&
    told.amount.value === attempt.amount &&
    told.amount.currency === attempt.currency &&
    told.captured.currency === attempt.currency &&
    told.captured.value <= attempt.amount
  )
}
