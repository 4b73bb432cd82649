/** Adds documents up as EN 16931 says, and says where a document's own amounts differ from that. */
export {
  amountOfPercent,
  type CalculatedTotals,
  calculateTotals,
  type TotalsInput,
  type TotalsLine,
} from "./calculate-totals.ts"
export { checkTotals } from "./check-totals.ts"
export { grossAndDiscount } from "./gross-and-discount.ts"
export { findLineNet } from "./line-amounts.ts"
export type { Remark } from "./remark.ts"
