import { toDecimal } from "../../../platform/money/index.ts"
import type { AllowanceCharge, DocumentLine } from "../document-data.ts"
import { Exact, exactAmount, percentOf, quantityTimesPrice } from "./exact.ts"
import { findNetPrice, netCharges } from "./line-amounts.ts"
import type { Remark } from "./remark.ts"

/** Peppol's slack of 0.02 (PEPPOL-EN16931-R040, R120), or two minor units of a currency without hundredths. */
export function slack(currency: string): Exact {
  const twoMinorUnits = exactAmount(2n, currency)
  return twoMinorUnits.gt("0.02") ? twoMinorUnits : new Exact("0.02")
}

/** Whether quantity and price lead to the stated net amount within the slack; false without a price. */
export function explainsNet(line: DocumentLine, currency: string): boolean {
  const expected = findExpectedNet(line, currency)
  return expected !== null && isWithin(exactAmount(line.net, currency), expected, slack(currency))
}

/** Rules on one line: R120 net amount, R121 base quantity, R046 gross price, R040 to R042 its allowances. */
export function checkLine(line: DocumentLine, currency: string): Remark[] {
  const where = `line ${line.id}`
  const remarks: Remark[] = []
  const expected = findExpectedNet(line, currency)
  if (expected !== null && !explainsNet(line, currency)) {
    const stated = toDecimal(line.net, currency)
    remarks.push({ rule: "PEPPOL-EN16931-R120", where, stated, computed: shown(expected), currency })
  }
  if (line.baseQuantity !== undefined && new Exact(line.baseQuantity).lte(0)) {
    const stated = line.baseQuantity
    remarks.push({ rule: "PEPPOL-EN16931-R121", where, stated, computed: "", currency })
  }
  return [
    ...remarks,
    ...checkGrossPrice(line, where, currency),
    ...checkPercentages(line.allowanceCharges, where, currency),
  ]
}

/** R040: amount = base × percent. R041: a percentage has a base. R042: a base has a percentage. */
export function checkPercentages(
  allowanceCharges: readonly AllowanceCharge[],
  where: string,
  currency: string,
): Remark[] {
  const remarks: Remark[] = []
  const counts = { allowance: 0, charge: 0 }
  for (const each of allowanceCharges) {
    const kind = each.isCharge ? "charge" : "allowance"
    counts[kind] += 1
    const remark = findPercentageRemark(each, currency)
    if (remark) remarks.push({ ...remark, where: `${where}, ${kind} ${counts[kind]}`, currency })
  }
  return remarks
}

function findPercentageRemark(each: AllowanceCharge, currency: string) {
  const amount = exactAmount(each.amount, currency)
  if (each.base !== undefined && each.percent !== undefined) {
    const computed = percentOf(exactAmount(each.base, currency), each.percent)
    if (isWithin(amount, computed, slack(currency))) return null
    const stated = toDecimal(each.amount, currency)
    return { rule: "PEPPOL-EN16931-R040", stated, computed: shown(computed) }
  }
  if (each.percent !== undefined) {
    const percent = new Exact(each.percent)
    const base = percent.eq(0) ? "" : shown(amount.times(100).div(percent))
    return { rule: "PEPPOL-EN16931-R041", stated: "", computed: base }
  }
  if (each.base !== undefined) {
    const percent = each.base === 0n ? "" : shown(amount.times(100).div(exactAmount(each.base, currency)))
    return { rule: "PEPPOL-EN16931-R042", stated: "", computed: percent === "" ? "" : `${percent} %` }
  }
  return null
}

function checkGrossPrice(line: DocumentLine, where: string, currency: string): Remark[] {
  if (line.netPrice === undefined || line.grossPrice === undefined) return []
  const computed = new Exact(line.grossPrice).minus(line.priceDiscount ?? 0)
  if (computed.eq(line.netPrice)) return []
  const stated = line.netPrice
  return [{ rule: "PEPPOL-EN16931-R046", where, stated, computed: computed.toFixed(), currency }]
}

function findExpectedNet(line: DocumentLine, currency: string): Exact | null {
  const price = findNetPrice(line)
  if (price === null) return null
  const product = quantityTimesPrice(line.quantity, price, line.baseQuantity)
  return product.plus(exactAmount(netCharges(line.allowanceCharges), currency))
}

function isWithin(value: Exact, expected: Exact, tolerance: Exact): boolean {
  return value.minus(expected).abs().lte(tolerance)
}

function shown(value: Exact): string {
  return value.round(4, Exact.roundHalfUp).toFixed()
}
