/** How numbers, money, dates and units are written in each language. */
export {
  formatAmount,
  formatDate,
  formatDecimal,
  formatMoment,
  formatMoney,
  formatPercent,
  formatQuantity,
  formatRegistration,
  formatShortDate,
  formatSize,
  formatTime,
  formatUnit,
  type Language,
  languages,
} from "./format.ts"
export { type ParsedAmount, parseAmount } from "./parse-amount.ts"
