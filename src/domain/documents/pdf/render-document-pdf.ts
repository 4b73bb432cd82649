import { formatDecimal, type Language } from "../../../platform/language/index.ts"
import { type PdfAttachment, type PdfJob, type PdfStandard, renderPdf } from "../../../platform/pdf/index.ts"
import type { DocumentData } from "../document-data.ts"
import { addressLines } from "../facts/parties.ts"
import type { Branding } from "./branding.ts"
import { documentFacts, stated } from "./facts.ts"
import { accountLine, letterhead } from "./letterhead.ts"
import { linesTable } from "./lines.ts"
import { otherParties, recipientBlock, registrationLines } from "./parties.ts"
import { paymentBlock } from "./payment.ts"
import { type Texts, texts } from "./texts/index.ts"
import { totalRows } from "./totals.ts"

export interface DocumentPdfInput {
  data: DocumentData
  branding: Branding
  language: Language
  attachments?: PdfAttachment[]
  /** `a-3a` is what is kept. */
  standard?: PdfStandard
}

/** A quote, order, invoice or credit note as a letter. The same input gives the same bytes; throws `PdfError`. */
export function renderDocumentPdf(input: DocumentPdfInput): Promise<Uint8Array> {
  return renderPdf(documentPdfJob(input))
}

/** From here on a PDF takes longer than people like to wait behind. */
const longDocumentLines = 500

/** What the template is given: every value a text, named one by one, so that nothing gets out by accident. */
export function documentPdfJob(input: DocumentPdfInput): PdfJob {
  const { data, branding, language } = input
  const words = texts[language]
  return {
    template: "document",
    title: `${words.kinds[data.kind]} ${data.number}`,
    author: branding.name,
    language,
    date: data.issueDate,
    images: branding.logo ? { logo: branding.logo } : {},
    attachments: input.attachments ?? [],
    isLong: data.lines.length > longDocumentLines,
    standard: input.standard ?? "a-3a",
    values: {
      pageWords: words.page,
      brand: letterhead(branding),
      facts: documentFacts(data, words.facts, language),
      recipient: recipientBlock(data, words.parties, language),
      parties: otherParties(data, words.parties, language),
      vehicle: vehicleBand(data.vehicle, words, language),
      lines: linesTable(data, words, language),
      totals: totalRows(data, words, language),
      payment: paymentBlock(data, words, language),
      notes: data.notes.length > 0 ? { heading: words.notes, texts: data.notes } : null,
      footer: footerLines(data, branding, words, language),
    },
  }
}

function vehicleBand(vehicle: DocumentData["vehicle"], texts: Texts, language: Language) {
  if (vehicle === undefined) return null
  const words = texts.vehicle
  const model = [vehicle.make, vehicle.model].filter((part) => part !== undefined).join(" ")
  const odometer = vehicle.odometerKm
  return {
    registration: vehicle.registration ?? null,
    model: model || null,
    facts: stated(
      [words.year, vehicle.year],
      [
        words.odometer,
        odometer === undefined ? undefined : `${formatDecimal(String(odometer), language)} km`,
      ],
      [words.vin, vehicle.vin],
    ),
  }
}

/** Who the seller is by law, and where the money goes. */
function footerLines(data: DocumentData, branding: Branding, texts: Texts, language: Language): string[] {
  const { seller } = data
  const legal = [
    seller.name,
    ...addressLines(seller.address, data, language),
    ...registrationLines(seller, texts.parties),
  ]
  return [legal, accountLine(branding), [seller.legalForm], [branding.footerText]]
    .map((parts) => parts.filter((part) => part !== undefined && part !== "").join(" · "))
    .filter((line) => line !== "")
}
