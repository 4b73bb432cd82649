import { daysBetween } from "../../platform/clock/index.ts"
import type { DocumentKind } from "../documents/index.ts"

export const documentStatuses = [
  "draft",
  "cancelled",
  "open",
  "part_paid",
  "overdue",
  "paid",
  "credited",
  "written_off",
  "credit_open",
  "set_off",
  "refunded",
  "valid",
  "expired",
  "confirmed",
] as const
export type DocumentStatus = (typeof documentStatuses)[number]

/** What the ledger and the document say, from which the status follows. Amounts in minor units. */
export interface StatusFacts {
  kind: DocumentKind
  state: string
  payable: bigint
  /** The sum of the document's entries. */
  balance: bigint
  /** How much of it credit notes took away, as a positive amount. */
  credited: bigint
  /** How much of it was written off, and how much of what it gives was paid back; both positive. */
  writtenOff: bigint
  refunded: bigint
  dueDate: string | null
  validUntil: string | null
}

/**
 * The one answer to "how does it stand", for portal, staff, PDF and mail. An invoice is overdue from the day after
 * its due date; what is paid in part and overdue is overdue. What the sign of the balance says comes before the
 * kind: an invoice the business owes money on is a credit, a credit note that asks for money is open. `today` is the
 * business's date.
 */
export function statusOf(facts: StatusFacts, today: string): DocumentStatus {
  if (facts.state === "draft") return "draft"
  if (facts.state === "cancelled") return "cancelled"
  if (facts.kind === "order") return "confirmed"
  if (facts.kind === "quote")
    return facts.validUntil !== null && facts.validUntil < today ? "expired" : "valid"
  if (facts.balance < 0n) return "credit_open"
  if (facts.balance === 0n) return settledStatus(facts)
  if (facts.dueDate !== null && facts.dueDate < today) return "overdue"
  return facts.balance < facts.payable ? "part_paid" : "open"
}

/** An invoice is paid only where payments and credits settled it to the full. */
function settledStatus({ kind, payable, credited, writtenOff, refunded }: StatusFacts): DocumentStatus {
  if (kind === "credit_note") return refunded > 0n ? "refunded" : "set_off"
  if (writtenOff > 0n) return "written_off"
  return payable > 0n && credited >= payable ? "credited" : "paid"
}

/** Days until the due date, or until a quote expires; negative when past. Null where there is no such date. */
export function daysLeft(
  facts: Pick<StatusFacts, "kind" | "dueDate" | "validUntil">,
  today: string,
): number | null {
  const date = facts.kind === "quote" ? facts.validUntil : facts.dueDate
  return date === null ? null : daysBetween(today, date)
}
