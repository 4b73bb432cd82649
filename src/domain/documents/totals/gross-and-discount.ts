import type { DocumentData, DocumentLine } from "../document-data.ts"
import { grossOf } from "./calculate-totals.ts"
import { explainsNet } from "./check-line.ts"
import { netCharges } from "./line-amounts.ts"

/**
 * What a document cost before any discount, and all its discounts less its charges, from the amounts it
 * states; `gross − discount` is always its stated total without VAT. A line whose price does not lead to its
 * stated net amount counts with that net amount, so that no discount shows which nobody gave.
 */
export function grossAndDiscount(
  data: Pick<DocumentData, "currency" | "lines"> & { totals: { withoutVat: bigint } },
): { gross: bigint; discount: bigint } {
  let gross = 0n
  for (const line of data.lines) gross += grossOfStated(line, data.currency)
  return { gross, discount: gross - data.totals.withoutVat }
}

function grossOfStated(line: DocumentLine, currency: string): bigint {
  if (explainsNet(line, currency)) return grossOf(line, currency)
  return line.net - netCharges(line.allowanceCharges)
}
