import { toDecimal } from "../../../platform/money/index.ts"
import { termsOf } from "../../../platform/search/index.ts"
import type { DocumentData } from "../document-data.ts"

/** What a document is found by: numbers and references by any part, words of its lines, amounts, the vehicle. */
export function documentTerms(data: DocumentData): string[] {
  const { references, vehicle } = data
  return termsOf({
    marks: [`k:${data.kind}`],
    amounts: [
      ...new Set(
        [data.totals.withVat, data.totals.withoutVat, data.totals.payable].map((amount) =>
          toDecimal(amount, data.currency),
        ),
      ),
    ],
    codes: [
      data.number,
      references.buyer,
      references.order,
      references.salesOrder,
      references.contract,
      references.project,
      references.quote,
      ...references.precedingInvoices.map((invoice) => invoice.number),
      vehicle?.registration,
      vehicle?.vin,
    ],
    texts: [
      data.customer.name,
      data.customer.tradingName,
      data.billTo?.name,
      vehicle?.make,
      vehicle?.model,
      ...data.notes,
      ...data.lines.flatMap((line) => [line.itemNumber, line.name, line.description, line.note]),
    ],
  })
}
