/** How numbers, money, dates and units are written in each language. */
export {
  formatAmount,
  formatDate,
  formatDecimal,
  formatMoney,
  formatPercent,
  formatQuantity,
  formatUnit,
  type Language,
  languages,
} from "./format.ts"
