import type { DocumentDetail } from "../../../domain/documents/index.ts"
import { statusOf } from "../../../domain/ledger/index.ts"
import type { BankDetails } from "../../../domain/settings/index.ts"
import { formatDate, formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { DocumentType, State } from "../badge.tsx"
import type { Party, TotalsProps } from "../document-sheet.tsx"
import type { LinesTableProps } from "../lines-table.tsx"
import { linesView } from "./line-view.ts"
import { headNote, type Perspective, partiesView, type VehicleView, vehicleView } from "./party-view.ts"
import { type PaymentView, paymentView } from "./payment-view.ts"
import { documentTitle } from "./row-view.ts"
import { statusView } from "./status-view.ts"
import { totalsView } from "./totals-view.ts"

export interface DocumentViewOptions {
  language: Language
  /** The business's date, `YYYY-MM-DD`. */
  today: string
  business: { name: string }
  /** Whose eyes read it: "your dealer" is only the customer's. */
  perspective: Perspective
  /** Lines with VAT on top, for private customers where the business chose so. */
  pricesWithVat?: boolean | undefined
  /** Where the business's own money goes, for invoices of its own that do not say it. */
  bank?: BankDetails | undefined
}

/** A document as its page says it: every text written out, nothing left to reckon. */
export interface DocumentView {
  title: string
  type: { kind: DocumentType; text: string }
  status: { state: State; text: string }
  /** "Issued 13 November 2026 · from order 20117 · your ref. Værksted 4" */
  note: string
  parties: Party[]
  vehicle: VehicleView | null
  lines: LinesTableProps
  totals: TotalsProps
  /** The one figure that matters, and what it is: "To pay by 27 November 2026". */
  figure: { label: string; amount: string }
  notes: { heading: string; texts: string[] } | null
  terms: { heading: string; text: string } | null
  payment: PaymentView | null
}

/** What the page of a document shows, in the portal and for staff alike, so that both say the same. */
export function documentView(detail: DocumentDetail, options: DocumentViewOptions): DocumentView {
  const { data } = detail
  const { language, perspective } = options
  const words = texts(language)
  const withVat = options.pricesWithVat === true
  return {
    title: documentTitle(detail, language),
    type: { kind: detail.kind, text: words.shared.kinds[detail.kind] },
    status: statusView(detail, options),
    note: headNote(data, detail.state, options),
    parties: partiesView(data, { language, perspective, businessName: options.business.name }),
    vehicle: vehicleView(data, language),
    lines: linesView(data, { language, withVat }),
    totals: totalsView(detail, { language, withVat }),
    figure: figureOf(detail, options),
    notes: data.notes.length === 0 ? null : { heading: words.document.notes, texts: data.notes },
    terms: data.paymentTerms ? { heading: words.document.paymentTerms, text: data.paymentTerms } : null,
    payment: paymentView(detail, options.bank ?? null, language),
  }
}

function figureOf(detail: DocumentDetail, { language, today }: DocumentViewOptions): DocumentView["figure"] {
  const words = texts(language).document
  const figure = (label: string, amount: bigint) => ({
    label,
    amount: formatMoney({ amount, currency: detail.currency }, language),
  })
  const date = detail.dueDate && formatDate(detail.dueDate, language)
  switch (statusOf(detail, today)) {
    case "open":
    case "part_paid":
      return figure(date ? words.toPayBy(date) : words.toPay, detail.balance)
    case "overdue":
      return figure(date ? words.wasDue(date) : words.toPay, detail.balance)
    case "paid":
      return figure(words.paidInFull, detail.payable)
    case "credited":
      return figure(words.settled, detail.payable)
    case "credit_open":
      return figure(words.creditLeft, -detail.balance)
    case "written_off":
      return figure(words.writtenOff, detail.writtenOff)
    case "set_off":
    case "refunded":
      return figure(words.credit, detail.payable)
    case "cancelled":
      return figure(words.cancelled, detail.total)
    default:
      return figure(words.amount, detail.total)
  }
}
