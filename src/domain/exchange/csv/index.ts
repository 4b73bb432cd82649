/** Reads customers and documents from CSV files as spreadsheets and bookkeeping systems write them. */
export { type CustomerRow, readCustomersCsv } from "./customers.ts"
export {
  type CustomerKeys,
  type DocumentRow,
  type DocumentsCsvOptions,
  readDocumentsCsv,
} from "./documents.ts"
export type { DecimalMark } from "./numbers.ts"
export { type CsvFile, CsvFileError, type CsvRow } from "./table.ts"
