import { findBasic, findFirst, passOver } from "./element.ts"
import { type Dialect, expectCurrency, findDecimal, findIndicator } from "./values.ts"
import type { XmlElement } from "./xml-tree.ts"

/** A line's price (BG-29). Prices are decimals: they may be finer than the currency's minor unit. */
export function readPrice(price: XmlElement | undefined, { currency }: Dialect) {
  const allowance = findFirst(price, "AllowanceCharge")
  const isCharge = allowance && findIndicator(allowance, "ChargeIndicator")
  const discount = findPrice(allowance, "Amount", currency)
  passOverFactorOfOne(price)
  return {
    netPrice: findPrice(price, "PriceAmount", currency),
    grossPrice: findPrice(allowance, "BaseAmount", currency),
    priceDiscount: isCharge && discount !== undefined ? negated(discount) : discount,
    baseQuantity: findDecimal(price, "BaseQuantity"),
  }
}

function findPrice(parent: XmlElement | undefined, name: string, currency: string): string | undefined {
  const element = findBasic(parent, name)
  if (element) expectCurrency(element, currency)
  return findDecimal(parent, name)
}

/** OIOUBL writes how many of the ordered unit the price's unit holds; one needs no place. */
function passOverFactorOfOne(price: XmlElement | undefined): void {
  const factor = price?.children.find((each) => each.name === "OrderableUnitFactorRate")
  if (factor && Number(factor.text) === 1) passOver(price, "OrderableUnitFactorRate")
}

function negated(decimal: string): string {
  return decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`
}
