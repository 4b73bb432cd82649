/** Documents and customers that come from other systems. */
export { type ImportedDocument, type IncomingDocument, importSet, setSize } from "./import-documents.ts"
export { importUbl, isPdf, type RefusedFile, type UblFile, type UblOutcome } from "./import-ubl.ts"
export { toSeller } from "./parties.ts"
