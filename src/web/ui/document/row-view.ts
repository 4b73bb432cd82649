import type { DocumentRow } from "../../../domain/documents/index.ts"
import {
  formatMoney,
  formatRegistration,
  formatShortDate,
  type Language,
} from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { DocumentRowProps } from "../document-row.tsx"
import { statusView } from "./status-view.ts"

export interface RowOptions {
  language: Language
  today: string
  href: string
  /** Left out for drafts, which have no PDF. */
  pdfHref?: string | undefined
  /** Names to set between date and text, such as the customer's where a list has several. */
  names?: readonly string[] | undefined
}

/** "Invoice 10042", as every list, heading and link says it. */
export function documentTitle(document: Pick<DocumentRow, "kind" | "number">, language: Language): string {
  return `${texts(language).shared.kinds[document.kind]} ${document.number}`
}

/** One row of a list of documents, the same in the portal and for staff. A credit note's amount is negative. */
export function rowView(document: DocumentRow, options: RowOptions): DocumentRowProps {
  const { language, href, pdfHref, names = [] } = options
  const words = texts(language)
  const title = documentTitle(document, language)
  const status = statusView(document, options)
  const amount = document.kind === "credit_note" ? -document.total : document.total
  const note = [
    formatShortDate(document.issueDate, language),
    ...names,
    document.registration && formatRegistration(document.registration).replaceAll(" ", "\u00a0"),
    document.title,
  ].filter(Boolean)
  return {
    href,
    type: document.kind,
    typeText: words.shared.kinds[document.kind],
    title,
    note: note.join(" · "),
    state: status.state,
    stateText: status.text,
    amount: formatMoney({ amount, currency: document.currency }, language),
    pdf:
      (pdfHref && { href: pdfHref, text: words.document.pdf, label: words.document.pdfOf(title) }) ||
      undefined,
  }
}
