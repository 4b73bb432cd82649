import Big from "big.js"
import type { AllowanceCharge } from "../../documents/index.ts"
import { findVat } from "./codes.ts"
import { children, findProse, findText, passOver } from "./element.ts"
import { type Dialect, findAmount, findDecimal, findIndicator, getAmount, present } from "./values.ts"
import { refuse, type XmlElement } from "./xml-tree.ts"

/** Allowances and charges of a line (BG-27, BG-28) or of the document (BG-20, BG-21). */
export function readAllowanceCharges(holder: XmlElement, dialect: Dialect): AllowanceCharge[] {
  return children(holder, "AllowanceCharge").map((each) => readAllowanceCharge(each, dialect))
}

function readAllowanceCharge(element: XmlElement, { currency, isOioubl }: Dialect): AllowanceCharge {
  const factor = findDecimal(element, "MultiplierFactorNumeric")
  passOver(element, "ID", "SequenceNumeric", "PrepaidIndicator")
  return present({
    isCharge:
      findIndicator(element, "ChargeIndicator") ??
      refuse(element, "AllowanceCharge does not say whether it is a charge."),
    amount: getAmount(element, "Amount", currency),
    base: findAmount(element, "BaseAmount", currency),
    // EN 16931 states percent, OIOUBL 2 the factor (its rule F-LIB228).
    percent: factor !== undefined && isOioubl ? new Big(factor).times(100).toFixed() : factor,
    reason: findProse(element, "AllowanceChargeReason"),
    reasonCode: findText(element, "AllowanceChargeReasonCode"),
    vat: findVat(children(element, "TaxCategory")),
  })
}
