import Big from "big.js"
import { minorDigits, toDecimal, toMinorUnits } from "../../../platform/money/index.ts"
import type { AllowanceCharge, DocumentData, DocumentLine, VatSubtotal } from "../document-data.ts"
import { basic, group } from "./xml.ts"

type Vat = NonNullable<DocumentLine["vat"]>

export function amountElement(name: string, amount: bigint | undefined, currency: string): string {
  if (amount === undefined) return ""
  return basic(name, toDecimal(amount, currency), { currencyID: currency })
}

export function allowanceCharge(item: AllowanceCharge, vat: Vat | undefined, currency: string): string {
  const factor = factorOf(item, currency)
  return group(
    "AllowanceCharge",
    basic("ChargeIndicator", String(item.isCharge)),
    basic("AllowanceChargeReasonCode", item.reasonCode ?? defaultReasonCode(item)),
    basic("AllowanceChargeReason", item.reason ?? (item.isCharge ? "Charge" : "Discount")),
    basic("MultiplierFactorNumeric", factor),
    amountElement("Amount", item.amount, currency),
    amountElement("BaseAmount", factor === undefined ? undefined : item.base, currency),
    vat && taxCategory("TaxCategory", vat),
  )
}

/** UNCL5189: 95 is a discount. A charge has no code for "something more"; its reason says what it is. */
function defaultReasonCode(item: AllowanceCharge): string | undefined {
  return item.isCharge || item.reason !== undefined ? undefined : "95"
}

/** Percent and base are stated together and give the amount, to 0.02 (PEPPOL-EN16931-R040 to R042), or not at all. */
function factorOf(item: AllowanceCharge, currency: string): string | undefined {
  if (item.percent === undefined || item.base === undefined) return undefined
  const amount = toMinorUnits(new Big(toDecimal(item.base, currency)).times(item.percent).div(100), currency)
  const slack = 2n * 10n ** BigInt(Math.max(0, minorDigits(currency) - 2))
  const difference = amount - item.amount
  return difference <= slack && difference >= -slack ? item.percent : undefined
}

/** VAT category and rate. Outside VAT (O) there is no rate; the other categories without tax have rate 0. */
export function taxCategory(name: string, vat: Vat, exemption = ""): string {
  const rate = vat.category === "O" ? undefined : (vat.rate ?? (vat.category === "S" ? undefined : "0"))
  return group(
    name,
    basic("ID", vat.category),
    basic("Percent", rate),
    exemption,
    group("TaxScheme", basic("ID", "VAT")),
  )
}

export function taxTotals(data: DocumentData): string {
  const { currency, vatAccounting } = data
  return [
    group(
      "TaxTotal",
      amountElement("TaxAmount", data.totals.vat, currency),
      ...data.vatSubtotals.map((subtotal) =>
        group(
          "TaxSubtotal",
          amountElement("TaxableAmount", subtotal.taxable, currency),
          amountElement("TaxAmount", subtotal.vat, currency),
          taxCategory("TaxCategory", subtotal, exemptionElements(subtotal)),
        ),
      ),
    ),
    vatAccounting &&
      group("TaxTotal", basic("TaxAmount", vatAccounting.amount, { currencyID: vatAccounting.currency })),
  ].join("")
}

/** Why there is no VAT, in the words of the VATEX code list where the sender gives none (BR-AE-10 and its kin). */
const exemptionCodes: Record<string, string> = {
  AE: "VATEX-EU-AE",
  K: "VATEX-EU-IC",
  G: "VATEX-EU-G",
  O: "VATEX-EU-O",
}

/** Whether the category must give a reason and can (BR-E-10): "exempt" alone does not say by which rule. */
export function lacksExemption(subtotal: VatSubtotal): boolean {
  return subtotal.category === "E" && !subtotal.exemptionReason && !subtotal.exemptionReasonCode
}

function exemptionElements(subtotal: VatSubtotal): string {
  // Taxed and zero rated supplies have none (BR-S-10, BR-Z-10).
  if (["S", "Z", "L", "M"].includes(subtotal.category)) return ""
  const { exemptionReason, exemptionReasonCode } = subtotal
  const code = exemptionReasonCode ?? (exemptionReason ? undefined : exemptionCodes[subtotal.category])
  return basic("TaxExemptionReasonCode", code) + basic("TaxExemptionReason", exemptionReason)
}

export function monetaryTotal({ totals, currency }: DocumentData): string {
  const amount = (name: string, value: bigint) => amountElement(name, value, currency)
  const unlessZero = (name: string, value: bigint) => (value === 0n ? "" : amount(name, value))
  return group(
    "LegalMonetaryTotal",
    amount("LineExtensionAmount", totals.lines),
    amount("TaxExclusiveAmount", totals.withoutVat),
    amount("TaxInclusiveAmount", totals.withVat),
    unlessZero("AllowanceTotalAmount", totals.allowances),
    unlessZero("ChargeTotalAmount", totals.charges),
    unlessZero("PrepaidAmount", totals.prepaid),
    unlessZero("PayableRoundingAmount", totals.rounding),
    amount("PayableAmount", totals.payable),
  )
}
