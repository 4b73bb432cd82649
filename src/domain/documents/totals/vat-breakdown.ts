import { type Decimal, toMinorUnits } from "../../../platform/money/index.ts"
import type { AllowanceCharge, VatSubtotal } from "../document-data.ts"
import { Exact, exactAmount, percentOf } from "./exact.ts"

export type Vat = { category: string; rate?: Decimal | undefined }

/** One category and rate with the sum that is taxed by it (BT-116). */
export interface VatGroup extends Vat {
  /** Without trailing zeros; absent for category O only. */
  rate?: Decimal
  taxable: bigint
}

/** The categories of UNCL5305 that carry no VAT: each has one subtotal, whatever rate a line repeats. */
const categoriesWithoutVat = ["Z", "E", "AE", "K", "G", "O"]

export function carriesVat(category: string): boolean {
  return !categoriesWithoutVat.includes(category)
}

/** What belongs in one VAT subtotal has one key: 25, 25.0 and 25.00 percent of S are the same. */
export function vatKey(vat: Vat): string {
  return carriesVat(vat.category) ? `${vat.category} ${new Exact(vat.rate ?? 0).toFixed()}` : vat.category
}

/**
 * Sums what each VAT category and rate taxes: line nets plus document charges less document allowances
 * (BR-S-08 and its siblings). Lines and allowances without VAT belong to no group. Highest rate first.
 */
export function vatGroups(
  lines: readonly { net: bigint; vat?: Vat | undefined }[],
  allowanceCharges: readonly AllowanceCharge[],
): VatGroup[] {
  const groups = new Map<string, VatGroup>()
  const add = (vat: Vat | undefined, amount: bigint) => {
    if (vat === undefined) return
    const key = vatKey(vat)
    const group = groups.get(key)
    if (group) group.taxable += amount
    else groups.set(key, { category: vat.category, ...groupRate(vat), taxable: amount })
  }
  for (const line of lines) add(line.vat, line.net)
  for (const each of allowanceCharges) add(each.vat, each.isCharge ? each.amount : -each.amount)
  return [...groups.values()].sort(byRateThenCategory)
}

/** The VAT of one group (BT-117): taxable amount × rate, rounded half away from zero to the minor unit. */
export function vatOf(group: VatGroup, currency: string): bigint {
  return toMinorUnits(percentOf(exactAmount(group.taxable, currency), group.rate ?? "0"), currency)
}

/** The breakdown of a document's VAT (BG-23). */
export function vatBreakdown(groups: readonly VatGroup[], currency: string): VatSubtotal[] {
  return groups.map((group) => ({ ...group, vat: vatOf(group, currency) }))
}

function groupRate(vat: Vat): { rate?: Decimal } {
  if (vat.category === "O") return {}
  return { rate: carriesVat(vat.category) ? new Exact(vat.rate ?? 0).toFixed() : "0" }
}

function byRateThenCategory(a: VatGroup, b: VatGroup): number {
  const byRate = new Exact(b.rate ?? -1).cmp(a.rate ?? -1)
  if (byRate !== 0) return byRate
  if (a.category === b.category) return 0
  return a.category < b.category ? -1 : 1
}
