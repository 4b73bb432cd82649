import type { Language } from "../language/index.ts"

/** What `renderPdf` sets: a template of `pdf-templates/` and the values it prints. The same job has the same bytes. */
export interface PdfJob {
  /** The file `pdf-templates/<template>.typ`. */
  template: string
  title: string
  author: string
  language: Language
  /** The date the PDF bears as its own, `YYYY-MM-DD`: the document's, so that no clock is in the bytes. */
  date: string
  /** JSON; every text in it is printed as plain text and never read as markup. */
  values: unknown
  images: Record<string, PdfImage>
  attachments: PdfAttachment[]
  /** Takes seconds; set beside the others. */
  isLong?: boolean
  /** Typst writes one standard at a time; documents are kept as `a-3a`. */
  standard?: PdfStandard
}

export type PdfStandard = "a-3a" | "ua-1"

export interface PdfImage {
  bytes: Uint8Array
  mediaType: "image/png" | "image/jpeg"
}

/** A file inside the PDF (ISO 19005-3, clause 6.8): `alternative` says the same, `data` and `source` what it was made from. */
export interface PdfAttachment {
  name: string
  mediaType: string
  bytes: Uint8Array
  description: string
  relationship: "alternative" | "data" | "source" | "supplement"
}

/**
 * Why there is no PDF: `busy` (too many waiting), `timeout`, `crashed` (the worker ended), `refused`
 * (the template, an image or an attachment cannot be set; the message says which).
 */
export class PdfError extends Error {
  readonly reason: PdfFailure

  constructor(reason: PdfFailure, message: string) {
    super(message)
    this.name = "PdfError"
    this.reason = reason
  }
}

export type PdfFailure = "busy" | "timeout" | "crashed" | "refused"
