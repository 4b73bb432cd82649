import { toDecimal } from "../../../platform/money/index.ts"
import type { AllowanceCharge, DocumentLine, DocumentTotals, VatSubtotal } from "../../documents/index.ts"
import { calculateTotals, grossAndDiscount } from "../../documents/index.ts"
import { isVat, vatCategoryOf } from "./codes.ts"
import { children, findBasic, findChild, findFirst, findProse, findText, passOver } from "./element.ts"
import type { UblKind } from "./lines.ts"
import { type Dialect, findAmount, findDecimal, getAmount, present } from "./values.ts"
import { refuse, type XmlElement } from "./xml-tree.ts"

interface Content {
  lines: DocumentLine[]
  allowanceCharges: AllowanceCharge[]
}

/**
 * The document's totals (BG-22) and VAT breakdown (BG-23) as it states them. What it leaves out follows
 * from what it states; an order without any total is added up from its lines.
 */
export function readTotals(
  root: XmlElement,
  kind: UblKind,
  content: Content,
  dialect: Dialect,
): { totals: DocumentTotals; vatSubtotals: VatSubtotal[] } {
  const { currency } = dialect
  const name = kind === "Order" ? "AnticipatedMonetaryTotal" : "LegalMonetaryTotal"
  const monetary = findChild(root, name)
  if (monetary === undefined && kind !== "Order") return refuse(root, `The document has no ${name}.`)
  const taxTotals = children(root, "TaxTotal").filter((each) => !isInOtherCurrency(each, currency))
  const stated = taxTotals.flatMap((each) => readSubtotals(each, currency))
  const { totals, vatSubtotals } = monetary
    ? { totals: readStated(monetary, taxTotals, content, dialect), vatSubtotals: stated }
    : addUp(content, currency)
  return { totals: { ...totals, ...grossAndDiscount({ ...content, currency, totals }) }, vatSubtotals }
}

/** The VAT total in the seller's accounting currency (BT-6, BT-111). */
export function findVatAccounting(root: XmlElement, currency: string) {
  const accounting = findText(root, "TaxCurrencyCode")
  if (accounting === undefined || accounting === currency) return undefined
  for (const each of children(root, "TaxTotal")) {
    const amount = findFirstBasic(each, "TaxAmount")
    if (amount?.attributes.get("currencyID")?.trim() !== accounting) continue
    const decimal = findDecimal(each, "TaxAmount")
    if (decimal !== undefined) return { currency: accounting, amount: decimal }
  }
  return undefined
}

function readStated(
  monetary: XmlElement,
  taxTotals: XmlElement[],
  content: Content,
  { currency, isOioubl }: Dialect,
): DocumentTotals {
  const find = (name: string) => findAmount(monetary, name, currency)
  const lines = find("LineExtensionAmount") ?? sum(content.lines.map((each) => each.net))
  const allowances = find("AllowanceTotalAmount") ?? sumOf(content.allowanceCharges, false)
  const charges = find("ChargeTotalAmount") ?? sumOf(content.allowanceCharges, true)
  const exclusive = find("TaxExclusiveAmount")
  // OIOUBL 2 states the sum of all taxes where EN 16931 states the total without VAT.
  const withoutVat = (isOioubl ? undefined : exclusive) ?? lines - allowances + charges
  const inclusive = find("TaxInclusiveAmount")
  const payable = getAmount(monetary, "PayableAmount", currency)
  const prepaid = find("PrepaidAmount") ?? 0n
  const rounding = find("PayableRoundingAmount") ?? 0n
  const taxed = taxTotals.map((each) => getAmount(each, "TaxAmount", currency))
  const vat = taxed.length > 0 ? sum(taxed) : (inclusive ?? payable + prepaid - rounding) - withoutVat
  const withVat = inclusive ?? withoutVat + vat
  const gross = { gross: 0n, discount: 0n }
  return { ...gross, lines, allowances, charges, withoutVat, vat, withVat, prepaid, rounding, payable }
}

function readSubtotals(taxTotal: XmlElement, currency: string): VatSubtotal[] {
  passOver(taxTotal, "RoundingAmount", "TaxEvidenceIndicator", "TaxIncludedIndicator")
  return children(taxTotal, "TaxSubtotal").map((each) => {
    const category = findFirst(each, "TaxCategory") ?? refuse(each, "TaxSubtotal has no TaxCategory.")
    const scheme = findText(findFirst(category, "TaxScheme"), "ID")
    const code = vatCategoryOf(findText(category, "ID"))
    passOver(each, "CalculationSequenceNumeric")
    passOver(category, "Name")
    return present({
      // A Danish excise duty stands under its own number, which is no VAT category and not checked as one.
      category: (isVat(category) ? code : scheme) ?? refuse(category, "TaxCategory has no ID."),
      rate: findDecimal(category, "Percent") ?? findDecimal(each, "Percent"),
      taxable: getAmount(each, "TaxableAmount", currency),
      vat: getAmount(each, "TaxAmount", currency),
      exemptionReason: findProse(category, "TaxExemptionReason"),
      exemptionReasonCode: findText(category, "TaxExemptionReasonCode"),
    })
  })
}

function addUp({ lines, allowanceCharges }: Content, currency: string) {
  const nets = lines.map((line) => ({
    quantity: "1",
    netPrice: toDecimal(line.net, currency),
    vat: line.vat,
  }))
  return calculateTotals({ currency, lines: nets, allowanceCharges })
}

function isInOtherCurrency(taxTotal: XmlElement, currency: string): boolean {
  const stated = findFirstBasic(taxTotal, "TaxAmount")?.attributes.get("currencyID")?.trim()
  return stated !== undefined && stated !== currency && children(taxTotal, "TaxSubtotal").length === 0
}

function findFirstBasic(parent: XmlElement, name: string): XmlElement | undefined {
  const isStated = parent.children.some((each) => each.name === name && each.space === "cbc")
  return isStated ? findBasic(parent, name) : undefined
}

function sumOf(allowanceCharges: AllowanceCharge[], isCharge: boolean): bigint {
  return sum(allowanceCharges.filter((each) => each.isCharge === isCharge).map((each) => each.amount))
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
