/** Money in whole minor units, and exact decimals for quantities and prices. */
export {
  type Decimal,
  isCurrency,
  isDecimal,
  type Money,
  minorDigits,
  toDecimal,
  toMinorUnits,
} from "./money.ts"
