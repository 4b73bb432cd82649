/** Setting PDFs with Typst: no network, no files but the templates, and the same bytes every time. */
export {
  type PdfAttachment,
  PdfError,
  type PdfImage,
  type PdfJob,
  type PdfStandard,
} from "./pdf-job.ts"
export { renderPdf } from "./render-pdf.ts"
