import type { Language } from "../../platform/language/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { brandingOf } from "../documents/index.ts"
import type { Business } from "../settings/index.ts"
import type { Statement } from "./find-statement.ts"
import { mostPdfLines, renderStatementPdf } from "./pdf/render-statement-pdf.ts"
import { writeStatementCsv } from "./write-csv.ts"

export interface StatementFile {
  fileName: string
  mediaType: string
  bytes: Buffer
}

/** Whether the period is short enough for a PDF; a CSV has no end. */
export function isPrintable({ lines }: Statement): boolean {
  return lines.length <= mostPdfLines
}

/** The statement as a PDF, made anew each time: it is a reading, not a document. Throws `PdfError`. */
export async function makeStatementPdf(
  statement: Statement,
  business: Business,
  language: Language,
): Promise<StatementFile> {
  const branding = brandingOf(business)
  const bytes = await renderStatementPdf({ statement, branding, companyId: business.company_id, language })
  return {
    fileName: nameOf(statement, language, "pdf"),
    mediaType: "application/pdf",
    bytes: Buffer.from(bytes),
  }
}

export function makeStatementCsv(statement: Statement, language: Language): StatementFile {
  const bytes = Buffer.from(writeStatementCsv(statement, language), "utf8")
  return { fileName: nameOf(statement, language, "csv"), mediaType: "text/csv; charset=utf-8", bytes }
}

function nameOf({ customer, to }: Statement, language: Language, ending: string): string {
  const number = customer.number.replace(/[^\p{L}\p{N}.-]+/gu, "-")
  return `${texts(language).statement.fileName(number, to)}.${ending}`
}
