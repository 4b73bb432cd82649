import type { DocumentRow } from "../../../domain/documents/index.ts"
import { type DocumentStatus, daysLeft, statusOf } from "../../../domain/ledger/index.ts"
import { formatDate, formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { DocumentRowProps, State } from "../../ui/index.ts"

const states: Record<DocumentStatus, State> = {
  draft: "draft",
  cancelled: "cancelled",
  open: "due",
  part_paid: "part_paid",
  overdue: "overdue",
  paid: "paid",
  credited: "credited",
  credit_open: "open",
  set_off: "set_off",
  valid: "valid",
  expired: "expired",
  confirmed: "confirmed",
}

/** The state of a document, as its badge tells it: a colour and the words. */
export function stateOf(row: DocumentRow, language: Language, today: string): { state: State; text: string } {
  const words = texts(language).shared
  const status = statusOf(row, today)
  const days = daysLeft(row, today)
  return { state: states[status], text: stateText(status, days, row, language) ?? words.statuses[status] }
}

function stateText(
  status: DocumentStatus,
  days: number | null,
  row: DocumentRow,
  language: Language,
): string | null {
  const words = texts(language).shared
  if (days === null) return null
  if (status === "overdue") return words.overdueBy(-days)
  if (status === "open") return days === 0 ? words.dueToday : words.dueIn(days)
  if (status === "part_paid") return words.partPaidDueIn(days)
  if (status === "valid" && row.validUntil) return words.validUntil(formatDate(row.validUntil, language))
  if (status === "expired" && row.validUntil) return words.expiredOn(formatDate(row.validUntil, language))
  return null
}

/** A credit note counts against what is owed, and is shown so. */
export function signedTotal(row: Pick<DocumentRow, "kind" | "total">): bigint {
  return row.kind === "credit_note" ? -row.total : row.total
}

/** A line of the customer's list, every text written out. */
export function toRowProps(row: DocumentRow, language: Language, today: string): DocumentRowProps {
  const words = texts(language)
  const title = `${words.shared.kinds[row.kind]} ${row.number}`
  const { state, text } = stateOf(row, language, today)
  const note = [formatDate(row.issueDate, language), row.registration?.replaceAll(" ", "\u00a0"), row.title]
  return {
    href: routes.portal.document.to({ id: row.id }),
    type: row.kind,
    typeText: words.shared.kinds[row.kind],
    title,
    note: note.filter(Boolean).join(" · "),
    state,
    stateText: text,
    amount: formatMoney({ amount: signedTotal(row), currency: row.currency }, language),
    pdf: {
      href: routes.portal.documentPdf.to({ id: row.id }),
      text: words.portal.pdf,
      label: words.portal.pdfOf(title),
    },
  }
}
