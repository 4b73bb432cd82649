/**
 * The one ledger. Balance and status of documents and customers are questions to its entries, which are only ever
 * added. Positive is owed to the business.
 */
export { type CurrencyBalance, findBalances } from "./balances.ts"
export { type BookedDocument, bookDocuments } from "./book-documents.ts"
export { type Booking, type LedgerEntry, listBookings, listEntries } from "./document-entries.ts"
export {
  type CurrencyReceivables,
  findOpenByCustomer,
  findReceivables,
  type Receivables,
} from "./receivables.ts"
export { type DocumentStatus, daysLeft, type StatusFacts, statusOf } from "./status.ts"
