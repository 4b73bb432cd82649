import type { DocumentData } from "../document-data.ts"
import { allowanceCharge, monetaryTotal, taxTotals } from "./amounts.ts"
import { lineElement } from "./lines.ts"
import { leftOutParts, missingParts } from "./missing.ts"
import { buyerParty, delivery, payeeParty, sellerParty, taxRepresentativeParty } from "./parties.ts"
import { paymentElements } from "./payment.ts"
import { type AttachedFiles, referenceElements } from "./references.ts"
import { basic, group } from "./xml.ts"

export interface WrittenUbl {
  xml: string
  /** What the rules demand and the document does not say; such a file may be refused by its receiver. */
  missing: string[]
  /** What the document says and Peppol has no place for. */
  leftOut: string[]
}

const customization = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
const profile = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

/**
 * An invoice or credit note as UBL 2.1 by Peppol BIS Billing 3.0; null for quotes and orders, which it does
 * not know. Amounts are written as stated. The buyer is who is billed; a customer who is not stands as the
 * party goods were delivered to. The same document is the same text.
 */
export function writeUbl(data: DocumentData, files: AttachedFiles = []): WrittenUbl | null {
  if (data.kind !== "invoice" && data.kind !== "credit_note") return null
  const root = data.kind === "invoice" ? "Invoice" : "CreditNote"
  const common = "urn:oasis:names:specification:ubl:schema:xsd:Common"
  const content = [
    basic("CustomizationID", customization),
    basic("ProfileID", profile),
    header(data),
    referenceElements(data, files),
    sellerParty(data),
    buyerParty(data),
    payeeParty(data),
    taxRepresentativeParty(data),
    delivery(data),
    paymentElements(data),
    ...data.allowanceCharges.map((item) => allowanceCharge(item, item.vat, data.currency)),
    taxTotals(data),
    monetaryTotal(data),
    ...data.lines.map((line) => lineElement(line, data)),
  ]
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2"`,
    ` xmlns:cac="${common}AggregateComponents-2" xmlns:cbc="${common}BasicComponents-2">`,
    ...content,
    `</${root}>\n`,
  ]
  return { xml: xml.join(""), missing: missingParts(data), leftOut: leftOutParts(data) }
}

/** UBL 2.1 orders dates, type and note of an invoice and a credit note differently. */
function header(data: DocumentData): string {
  const { period, references } = data
  // One note is all that is allowed (PEPPOL-EN16931-R002).
  const note = basic("Note", data.notes.join("\n"))
  const taxPoint = basic("TaxPointDate", data.taxPointDate)
  const start =
    data.kind === "invoice"
      ? [basic("DueDate", data.dueDate), basic("InvoiceTypeCode", data.typeCode ?? "380"), note, taxPoint]
      : [taxPoint, basic("CreditNoteTypeCode", data.typeCode ?? "381"), note]
  return [
    basic("ID", data.number),
    basic("IssueDate", data.issueDate),
    ...start,
    basic("DocumentCurrencyCode", data.currency),
    basic("TaxCurrencyCode", data.vatAccounting?.currency),
    basic("AccountingCost", references.accountingCost),
    basic("BuyerReference", references.buyer),
    group("InvoicePeriod", basic("StartDate", period?.start), basic("EndDate", period?.end)),
  ].join("")
}
