import type { DocumentRow } from "../../../domain/documents/index.ts"
import { type DocumentStatus, daysLeft, statusOf } from "../../../domain/ledger/index.ts"
import { formatShortDate, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { State } from "../badge.tsx"

export type StatusSource = Pick<
  DocumentRow,
  | "kind"
  | "state"
  | "payable"
  | "balance"
  | "credited"
  | "writtenOff"
  | "refunded"
  | "dueDate"
  | "validUntil"
  | "isBeingPaid"
>

const badges: Record<DocumentStatus, State> = {
  draft: "draft",
  cancelled: "cancelled",
  open: "due",
  part_paid: "part_paid",
  overdue: "overdue",
  paid: "paid",
  credited: "credited",
  written_off: "written_off",
  credit_open: "open",
  set_off: "set_off",
  refunded: "refunded",
  valid: "valid",
  expired: "expired",
  confirmed: "confirmed",
}

/** How a document stands, in words that say what to do: "Due in 6 days". `today` is the business's date. */
export function statusView(
  document: StatusSource,
  { language, today }: { language: Language; today: string },
): { state: State; text: string } {
  if (document.kind === "invoice" && document.isBeingPaid && document.balance > 0n)
    return { state: "pending", text: texts(language).shared.beingPaid }
  const status = statusOf(document, today)
  return { state: badges[status], text: statusText(status, document, language, today) }
}

function statusText(status: DocumentStatus, document: StatusSource, language: Language, today: string) {
  const words = texts(language).shared
  const days = daysLeft(document, today)
  const until = document.validUntil && formatShortDate(document.validUntil, language)
  if (status === "open" && days !== null) return days === 0 ? words.dueToday : words.dueIn(days)
  if (status === "part_paid" && days !== null) return words.partPaidDueIn(days)
  if (status === "overdue" && days !== null) return words.overdueBy(-days)
  if (status === "valid" && until) return words.validUntil(until)
  if (status === "expired" && until) return words.expiredOn(until)
  return words.statuses[status]
}
