/** Reads UBL 2.1 invoices, credit notes and orders. */
export type { EmbeddedFile } from "./attachments.ts"
export { readUbl, type UblDocument } from "./read-ubl.ts"
export { UblError } from "./ubl-error.ts"
