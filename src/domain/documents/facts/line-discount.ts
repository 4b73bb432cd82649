import Big from "big.js"
import { type Decimal, toMinorUnits } from "../../../platform/money/index.ts"
import type { DocumentLine } from "../document-data.ts"

/** What a line's price was lowered by; a negative amount is a surcharge. */
export type LineDiscount = { percent: Decimal } | { amount: bigint }

/**
 * The discount on a line: the percent the sender stated where one percent says it all, else the amount, in minor
 * units of `currency`, that price discount (BT-147), allowances (BG-27) and charges (BG-28) come to. Null for none.
 */
export function findLineDiscount(line: DocumentLine, currency: string): LineDiscount | null {
  const percent = onlyPercent(line)
  if (percent !== undefined) return { percent }
  const amount = discountAmount(line, currency)
  return amount === 0n ? null : { amount }
}

function onlyPercent(line: DocumentLine): Decimal | undefined {
  const [only, ...others] = line.allowanceCharges
  const hasPriceDiscount = line.priceDiscount !== undefined && !new Big(line.priceDiscount).eq(0)
  if (only === undefined && hasPriceDiscount) return percentOfPrice(line)
  if (only === undefined || others.length > 0 || hasPriceDiscount || only.isCharge) return undefined
  return only.percent
}

/** A price discount is stated as an amount; it is shown as a percent where that is exact to two decimals. */
function percentOfPrice({ grossPrice, priceDiscount }: DocumentLine): Decimal | undefined {
  if (grossPrice === undefined || priceDiscount === undefined || new Big(grossPrice).eq(0)) return undefined
  const percent = new Big(priceDiscount).times(100).div(grossPrice)
  return percent.gt(0) && percent.round(2).eq(percent) ? percent.toFixed() : undefined
}

/** Quantity × price before discount, less the line's net amount. */
function discountAmount(line: DocumentLine, currency: string): bigint {
  const price = line.grossPrice ?? line.netPrice
  if (price === undefined) return 0n
  const base = line.baseQuantity === undefined || new Big(line.baseQuantity).eq(0) ? "1" : line.baseQuantity
  return toMinorUnits(new Big(line.quantity).times(price).div(base), currency) - line.net
}
