import { type Decimal, toMinorUnits } from "../../../platform/money/index.ts"
import type { AllowanceCharge } from "../document-data.ts"
import { Exact, quantityTimesPrice } from "./exact.ts"

/** What a line's amounts are calculated from. */
export interface PricedLine {
  quantity: Decimal
  netPrice?: Decimal | undefined
  grossPrice?: Decimal | undefined
  priceDiscount?: Decimal | undefined
  baseQuantity?: Decimal | undefined
  allowanceCharges?: readonly AllowanceCharge[] | undefined
}

/** The price after price discount (BT-146), or null when the line states no price. */
export function findNetPrice(line: PricedLine): Exact | null {
  if (line.netPrice !== undefined) return new Exact(line.netPrice)
  if (line.grossPrice !== undefined) return new Exact(line.grossPrice).minus(line.priceDiscount ?? 0)
  return null
}

/** The price before price discount (BT-148), or null when the line states no price. */
export function findGrossPrice(line: PricedLine): Exact | null {
  if (line.grossPrice !== undefined) return new Exact(line.grossPrice)
  if (line.netPrice !== undefined) return new Exact(line.netPrice).plus(line.priceDiscount ?? 0)
  return null
}

/** Charges less allowances, in minor units. */
export function netCharges(allowanceCharges: readonly AllowanceCharge[] | undefined): bigint {
  let sum = 0n
  for (const each of allowanceCharges ?? []) sum += each.isCharge ? each.amount : -each.amount
  return sum
}

/**
 * The line's net amount (BT-131): quantity × net price ÷ base quantity, rounded half away from zero to the
 * currency's minor unit, plus the line's charges less its allowances. Null when the line states no price.
 */
export function findLineNet(line: PricedLine, currency: string): bigint | null {
  const price = findNetPrice(line)
  if (price === null) return null
  const product = quantityTimesPrice(line.quantity, price, line.baseQuantity)
  return toMinorUnits(product, currency) + netCharges(line.allowanceCharges)
}
