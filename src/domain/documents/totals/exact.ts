import Big from "big.js"
import { type Decimal, minorDigits } from "../../../platform/money/index.ts"

/**
 * Decimals that divide exactly enough. A quotient of two of our decimals that is not a tie differs from
 * every tie by more than 10^-40, so 60 digits can never round to the wrong side.
 */
export const Exact = Big()
Exact.DP = 60
Exact.RM = Big.roundHalfUp
export type Exact = InstanceType<typeof Exact>

/** A count of minor units as a decimal amount: 12345n of DKK is 123.45. */
export function exactAmount(amount: bigint, currency: string): Exact {
  return new Exact(`${amount}e-${minorDigits(currency)}`)
}

/** Quantity × price ÷ base quantity, not rounded. A base quantity of zero counts as one (PEPPOL-EN16931-R120). */
export function quantityTimesPrice(
  quantity: Decimal,
  price: Exact,
  baseQuantity: Decimal | undefined,
): Exact {
  const product = new Exact(quantity).times(price)
  const base = new Exact(baseQuantity ?? 1)
  return base.eq(0) ? product : product.div(base)
}

/** What `percent` of `base` is, not rounded. */
export function percentOf(base: Exact, percent: Decimal): Exact {
  return base.times(percent).div(100)
}
