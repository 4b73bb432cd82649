import Big from "big.js"
import { isCurrency, minorDigits } from "../../../platform/money/index.ts"
import { findBasic, findText, textOf } from "./element.ts"
import { refuse, type XmlElement } from "./xml-tree.ts"

/** What every part of a document needs to know about the whole. */
export interface Dialect {
  currency: string
  /** OIOUBL 2 gives some elements another meaning than EN 16931 does. */
  isOioubl: boolean
}

/** An object without its absent members. */
export function present<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
}

/** As `present`, but absent itself when nothing is left. */
export function findPresent<T extends object>(members: T): T | undefined {
  const left = present(members)
  return Object.keys(left).length === 0 ? undefined : left
}

/** A calendar date; a time zone after it (xsd:date allows one) is not kept. */
export function findDate(parent: XmlElement | undefined, name: string): string | undefined {
  const element = findBasic(parent, name)
  const text = element && textOf(element)
  if (element === undefined || text === undefined) return undefined
  const date = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(text)?.[1]
  if (date === undefined || !isCalendarDate(date)) {
    return refuse(element, `${name} is not a date such as 2026-11-21.`)
  }
  return date
}

/** A decimal as the sender wrote it; more than 12 decimals are rounded to 12. */
export function findDecimal(parent: XmlElement | undefined, name: string): string | undefined {
  const element = findBasic(parent, name)
  const text = element && textOf(element)
  if (element === undefined || text === undefined) return undefined
  const { sign, whole, fraction } = decimalParts(element, text)
  const decimal = fraction === "" ? `${sign}${whole}` : `${sign}${whole}.${fraction}`
  if (whole.length > 20) return refuse(element, `${name} is too large.`)
  return fraction.length > 12 ? new Big(decimal).round(12, Big.roundHalfUp).toFixed() : decimal
}

/** An amount in minor units of the document's currency, which its `currencyID` must name. */
export function findAmount(
  parent: XmlElement | undefined,
  name: string,
  currency: string,
): bigint | undefined {
  const element = findBasic(parent, name)
  const text = element && textOf(element)
  if (element === undefined || text === undefined) return undefined
  expectCurrency(element, currency)
  const { sign, whole, fraction } = decimalParts(element, text)
  const digits = minorDigits(currency)
  const significant = fraction.replace(/0+$/, "")
  if (significant.length > digits) return refuse(element, `${name} has more decimals than ${currency} has.`)
  if (whole.length + digits > 18) return refuse(element, `${name} is too large.`)
  return BigInt(`${sign}${whole}${significant.padEnd(digits, "0")}`)
}

export function getAmount(parent: XmlElement, name: string, currency: string): bigint {
  const amount = findAmount(parent, name, currency)
  return amount ?? refuse(parent, `${parent.name} has no ${name}.`)
}

/** Refuses a `currencyID` that is not the document's currency (PEPPOL-EN16931-R051). */
export function expectCurrency(element: XmlElement, currency: string): void {
  const stated = element.attributes.get("currencyID")?.trim()
  if (stated !== undefined && stated !== currency) {
    refuse(element, `${element.name} is in ${stated}, but the document is in ${currency}.`)
  }
}

export function getCurrency(parent: XmlElement, name: string): string {
  const code = findText(parent, name)
  if (code === undefined) return refuse(parent, `The document has no ${name}.`)
  if (!isCurrency(code)) return refuse(findBasic(parent, name) ?? parent, `${name} is not a currency.`)
  return code
}

/** `true` or `false`; UBL writes 1 and 0 as well. */
export function findIndicator(parent: XmlElement, name: string): boolean | undefined {
  const element = findBasic(parent, name)
  const text = element && textOf(element)
  if (element === undefined || text === undefined) return undefined
  if (text === "true" || text === "1") return true
  if (text === "false" || text === "0") return false
  return refuse(element, `${name} is neither true nor false.`)
}

export function findPeriod(parent: XmlElement | undefined) {
  return findPresent({ start: findDate(parent, "StartDate"), end: findDate(parent, "EndDate") })
}

export function isCalendarDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

function decimalParts(element: XmlElement, text: string) {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text)
  const [, sign = "", whole = "", fraction = ""] = match ?? []
  if (!match || whole + fraction === "") return refuse(element, `${element.name} is not a number.`)
  return { sign: sign === "-" ? "-" : "", whole: whole.replace(/^0+(?=\d)/, "") || "0", fraction }
}
