import { minorDigits, toDecimal } from "../../../platform/money/index.ts"
import type { DocumentData, VatSubtotal } from "../document-data.ts"
import type { Remark } from "./remark.ts"
import { carriesVat, type Vat, type VatGroup, vatGroups, vatKey, vatOf } from "./vat-breakdown.ts"

/** How EN 16931 names the rules of each VAT category (UNCL5305): `BR-S-08`, `BR-IC-08` … */
const ruleNames: Record<string, string> = {
  S: "S",
  L: "AF",
  M: "AG",
  Z: "Z",
  E: "E",
  AE: "AE",
  K: "IC",
  G: "G",
  O: "O",
}

/**
 * The VAT breakdown against the lines and against itself: taxable amounts (BR-S-08 and siblings), VAT
 * amounts (BR-CO-17; zero in the categories without VAT, BR-E-09 and siblings). The official rules let rated
 * categories differ by less than one whole unit of currency. Unlike them, signs are compared too.
 */
export function checkVat(data: DocumentData): Remark[] {
  if (data.vatSubtotals.length === 0) return []
  const groups = vatGroups(data.lines, data.allowanceCharges)
  const remarks: Remark[] = []
  for (const subtotal of data.vatSubtotals) {
    if (ruleNames[subtotal.category] === undefined) continue
    remarks.push(...checkTaxable(subtotal, groups, data.currency), ...checkAmount(subtotal, data.currency))
  }
  const stated = new Set(data.vatSubtotals.map(vatKey))
  for (const group of groups) {
    if (ruleNames[group.category] === undefined || stated.has(vatKey(group))) continue
    remarks.push(...checkTaxable({ ...group, taxable: 0n }, groups, data.currency))
  }
  return remarks
}

function checkTaxable(
  subtotal: Pick<VatSubtotal, "category" | "rate" | "taxable">,
  groups: readonly VatGroup[],
  currency: string,
): Remark[] {
  const key = vatKey(subtotal)
  let computed = 0n
  for (const group of groups) if (vatKey(group) === key) computed += group.taxable
  const allowed = carriesVat(subtotal.category) ? wholeUnit(currency) - 1n : 0n
  return compare(
    `BR-${ruleNames[subtotal.category]}-08`,
    subtotal,
    subtotal.taxable,
    computed,
    allowed,
    currency,
  )
}

function checkAmount(subtotal: VatSubtotal, currency: string): Remark[] {
  if (!carriesVat(subtotal.category)) {
    return compare(`BR-${ruleNames[subtotal.category]}-09`, subtotal, subtotal.vat, 0n, 0n, currency)
  }
  const computed = vatOf({ ...subtotal, rate: subtotal.rate ?? "0" }, currency)
  return compare("BR-CO-17", subtotal, subtotal.vat, computed, wholeUnit(currency) - 1n, currency)
}

function compare(
  rule: string,
  vat: Vat,
  stated: bigint,
  computed: bigint,
  allowed: bigint,
  currency: string,
): Remark[] {
  const difference = stated > computed ? stated - computed : computed - stated
  if (difference <= allowed) return []
  const where = carriesVat(vat.category) ? `VAT ${vatKey(vat)} %` : `VAT ${vat.category}`
  return [
    { rule, where, stated: toDecimal(stated, currency), computed: toDecimal(computed, currency), currency },
  ]
}

function wholeUnit(currency: string): bigint {
  return 10n ** BigInt(minorDigits(currency))
}
