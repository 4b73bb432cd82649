import Big from "big.js"

/** An amount in whole minor units (øre, cents) of its currency. Never a float. */
export interface Money {
  amount: bigint
  currency: string
}

/** A decimal number as text, such as a quantity or a unit price: `"2.5"`, `"-0.125"`. */
export type Decimal = string

const decimalPattern = /^-?\d{1,20}(\.\d{1,12})?$/

export function isDecimal(text: string): boolean {
  return decimalPattern.test(text)
}

const digitsByCurrency = new Map<string, number>()

/** How many digits the currency's minor unit has: 2 for DKK, 0 for JPY (ISO 4217). */
export function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency)
  if (known !== undefined) return known
  const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
  const digits = options.maximumFractionDigits ?? 2
  digitsByCurrency.set(currency, digits)
  return digits
}

/** Whether `code` is an ISO 4217 currency this runtime knows. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf("currency").includes(code)
}

/** `"1234.5"` of DKK becomes 123450n; more digits than the currency has are rounded half up, away from zero. */
export function toMinorUnits(decimal: Decimal | Big, currency: string): bigint {
  const digits = minorDigits(currency)
  return BigInt(new Big(decimal).times(new Big(10).pow(digits)).round(0, Big.roundHalfUp).toFixed(0))
}

/** 123450n of DKK becomes `"1234.50"`. */
export function toDecimal(amount: bigint, currency: string): Decimal {
  const digits = minorDigits(currency)
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, "0")
  const whole = text.slice(0, text.length - digits)
  return `${amount < 0n ? "-" : ""}${whole}${digits === 0 ? "" : `.${text.slice(-digits)}`}`
}
