/**
 * Quotes, orders, invoices and credit notes. Issuing one freezes what it says as a version; a change is a further
 * version. Who may see one is decided in the database (document_viewers), for lists, pages and files alike.
 */
export {
  type AllowanceCharge,
  type Attachment,
  type DocumentData,
  type DocumentKind,
  type DocumentLine,
  type DocumentTotals,
  documentKinds,
  documentSchema,
  fromStored,
  type Party,
  type StoredDocument,
  toStored,
  type VatSubtotal,
  type Vehicle,
} from "./document-data.ts"
export { findEpcText } from "./facts/epc-code.ts"
export { findLineDiscount, type LineDiscount } from "./facts/line-discount.ts"
export { addressLines, isBilledToAnother, type Registration, registrationsOf } from "./facts/parties.ts"
export { findFikLine, groupAccount, isBic, isIban, paymentWay } from "./facts/payment-line.ts"
export { groupMeans, withWaysToPay } from "./facts/ways-to-pay.ts"
export { type FileRole, findDocumentFile, type ServedFile } from "./files/document-files.ts"
export { type DocumentParties, findDocumentParties } from "./issue/find-document-parties.ts"
export { findIssuedParties, type IssuedParties } from "./issue/find-issued-parties.ts"
export {
  type DocumentFile,
  type IssuedDocument,
  issueDocuments,
  type NewDocument,
  type NotIssued,
} from "./issue/issue-documents.ts"
export { countOwnDocuments } from "./list/count-own-documents.ts"
export { type DocumentFilter, readFilter, type Sort, sorts } from "./list/filter.ts"
export { listDocuments, type StaffDocumentPage, type StaffDocumentRow } from "./list/list-documents.ts"
export { listOwnDocuments } from "./list/list-own-documents.ts"
export type { DocumentPage, DocumentRow } from "./list/list-row.ts"
export { inIndexOrder, type OwnListRow, ownListStatement, toPage } from "./list/own-list-statement.ts"
export { type Branding, brandingOf } from "./pdf/branding.ts"
export { accountLine, letterhead } from "./pdf/letterhead.ts"
export { type DocumentRecord, findDocumentRecord, type NamedCustomer } from "./read/document-record.ts"
export {
  type DocumentDetail,
  type DocumentFileInfo,
  type DocumentVersion,
  findDocument,
  listVersions,
  type RelatedDocument,
} from "./read/read-document.ts"
export { recordView } from "./read/record-view.ts"
export {
  amountOfPercent,
  calculateTotals,
  checkTotals,
  findLineNet,
  grossAndDiscount,
  type Remark,
} from "./totals/index.ts"
