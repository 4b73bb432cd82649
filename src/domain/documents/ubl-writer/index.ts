/** Invoices and credit notes as Peppol BIS Billing 3.0. */
export type { AttachedFiles } from "./references.ts"
export { type WrittenUbl, writeUbl } from "./write-ubl.ts"
