/**
 * The one ledger. Balance and status of documents and customers are questions to its entries, which are only ever
 * added. Positive is owed to the business.
 */
export { type Ageing, findAgeing } from "./ageing.ts"
export { type AllocateOutcome, type AllocationInput, allocate } from "./allocate.ts"
export { type CurrencyBalance, findBalances } from "./balances.ts"
export { type BookedDocument, bookDocuments } from "./book-documents.ts"
export { type BookedPayment, bookPayment, type PaymentPart, type ReceivedPayment } from "./book-payment.ts"
export { bookRefund, type CompletedRefund, planRefund } from "./book-refund.ts"
export { type Booking, type LedgerEntry, listBookings, listEntries } from "./document-entries.ts"
export { findOpenItems, type OpenItem } from "./open-items.ts"
export {
  type OpeningBalanceInput,
  type OpeningBalanceOutcome,
  recordOpeningBalance,
} from "./opening-balance.ts"
export {
  type CurrencyReceivables,
  findOpenByCustomer,
  findReceivables,
  type Receivables,
} from "./receivables.ts"
export type { RefundPart } from "./refund-plan.ts"
export {
  listStatementLines,
  type StatementLine,
  type StatementLines,
  type StatementQuestion,
} from "./statement-lines.ts"
export { type DocumentStatus, daysLeft, type StatusFacts, statusOf } from "./status.ts"
export { type EntrySubject, holdSubjects } from "./subjects.ts"
export { takeBackWriteOff, type WriteOffInput, type WriteOffOutcome, writeOff } from "./write-off.ts"
