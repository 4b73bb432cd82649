/** Documents and customers that come from other systems. */
export { CsvFileError, type DecimalMark } from "./csv/index.ts"
export {
  type CsvCustomerOutcome,
  type CsvImport,
  importCustomersCsv,
  importDocumentsCsv,
} from "./import-csv.ts"
export {
  type ImportedDocument,
  type IncomingDocument,
  importSet,
  type RefusedDocument,
  setSize,
} from "./import-documents.ts"
export { importUbl, isPdf, type UblFile, type UblOutcome } from "./import-ubl.ts"
export { toSeller } from "./parties.ts"
