import type { StaffDocumentRow } from "../../../domain/documents/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { rowView } from "../../ui/document/index.ts"
import type { DocumentRowProps } from "../../ui/index.ts"

/** A document in a staff list: with its customer, and who pays where that is another. `of` names the customer whose list it is. */
export function staffRow(
  c: StaffContext,
  row: StaffDocumentRow,
  { of }: { of?: string | undefined } = {},
): DocumentRowProps {
  const { language, today } = c.var
  const words = texts(language).staffDocuments
  const names = [
    row.customerId !== of && row.customerName,
    row.billToId !== row.customerId && row.billToId !== of && words.billedTo(row.billToName),
  ].filter((name) => typeof name === "string")
  return rowView(row, {
    language,
    today,
    href: routes.staff.document.to({ id: row.id }),
    pdfHref: row.state === "draft" ? undefined : routes.staff.documentPdf.to({ id: row.id }),
    names,
  })
}
