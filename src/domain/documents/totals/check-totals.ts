import { toDecimal } from "../../../platform/money/index.ts"
import type { DocumentData } from "../document-data.ts"
import { checkLine, checkPercentages } from "./check-line.ts"
import { checkVat } from "./check-vat.ts"
import type { Remark } from "./remark.ts"

/**
 * Compares the amounts a document states with what its lines lead to, by the rules of EN 16931-1 and Peppol
 * BIS Billing 3, each with the tolerance its official test allows. Returns what differs, in the order of
 * lines, document, VAT; an empty list when the document is right. Changes nothing.
 */
export function checkTotals(data: DocumentData): Remark[] {
  return [
    ...data.lines.flatMap((line) => checkLine(line, data.currency)),
    ...checkPercentages(data.allowanceCharges, "document", data.currency),
    ...checkSums(data),
    ...checkVat(data),
  ]
}

function checkSums(data: DocumentData): Remark[] {
  const { totals, currency } = data
  const allowances = data.allowanceCharges.filter((each) => !each.isCharge)
  const charges = data.allowanceCharges.filter((each) => each.isCharge)
  const vatStated = data.vatSubtotals.length > 0
  const sums: [rule: string, stated: bigint, computed: bigint][] = [
    ["BR-CO-10", totals.lines, sum(data.lines.map((line) => line.net))],
    ["BR-CO-11", totals.allowances, sum(allowances.map((each) => each.amount))],
    ["BR-CO-12", totals.charges, sum(charges.map((each) => each.amount))],
    ["BR-CO-13", totals.withoutVat, totals.lines - totals.allowances + totals.charges],
    ["BR-CO-14", totals.vat, vatStated ? sum(data.vatSubtotals.map((each) => each.vat)) : totals.vat],
    ["BR-CO-15", totals.withVat, totals.withoutVat + totals.vat],
    ["BR-CO-16", totals.payable, totals.withVat - totals.prepaid + totals.rounding],
  ]
  return sums
    .filter(([, stated, computed]) => stated !== computed)
    .map(([rule, stated, computed]) => ({
      rule,
      where: "document",
      stated: toDecimal(stated, currency),
      computed: toDecimal(computed, currency),
      currency,
    }))
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
