import type { DocumentData } from "../document-data.ts"
import { lacksExemption } from "./amounts.ts"
import { buyerOf, companyIdOf, endpointOf } from "./parties.ts"
import { isAllowedPayment, writtenMeans } from "./payment.ts"

/** What the rules demand and the document does not say, in the words of the document's own fields, with the rule. */
export function missingParts(data: DocumentData): string[] {
  const { seller, references } = data
  const buyer = buyerOf(data)
  const lacks: [boolean, string][] = [
    [endpointOf(seller) === undefined, "seller.endpoint (PEPPOL-EN16931-R020)"],
    [endpointOf(buyer) === undefined, "buyer.endpoint (PEPPOL-EN16931-R010)"],
    [seller.address?.country === undefined, "seller.address.country (BR-09)"],
    [buyer.address?.country === undefined, "buyer.address.country (BR-11)"],
    [lacksDanishRegistration(data), "seller.companyId (DK-R-002, DK-R-014)"],
    [
      seller.vatId === undefined && data.lines.some((line) => line.vat?.category !== "O"),
      "seller.vatId (BR-S-02 and its kin)",
    ],
    [
      !references.buyer && !references.order && !references.salesOrder,
      "references.buyer or references.order (PEPPOL-EN16931-R003)",
    ],
    [data.vatSubtotals.length === 0, "vatSubtotals (BR-CO-18)"],
    [data.vatSubtotals.some(lacksExemption), "vatSubtotals.exemptionReason (BR-E-10)"],
    [data.lines.some((line) => line.netPrice === undefined), "lines.netPrice (BR-26)"],
    [data.lines.some((line) => line.vat === undefined), "lines.vat (BR-CO-04)"],
    [asksWithoutTerms(data), "dueDate or paymentTerms (BR-CO-25)"],
    [data.allowanceCharges.some((item) => item.vat === undefined), "allowanceCharges.vat (BR-32, BR-37)"],
    [writtenMeans(data).some((means) => !isAllowedPayment(means, data)), "paymentMeans.code (DK-R-005)"],
  ]
  return lacks.filter(([isMissing]) => isMissing).map(([, what]) => what)
}

/** What is said and cannot be written. */
export function leftOutParts(data: DocumentData): string[] {
  const leaves: [boolean, string][] = [
    [writtenMeans(data).length < data.paymentMeans.length, "paymentMeans other than the first (UBL-SR-47)"],
  ]
  return leaves.filter(([isLeftOut]) => isLeftOut).map(([, what]) => what)
}

function lacksDanishRegistration({ seller }: DocumentData): boolean {
  return seller.address?.country === "DK" && companyIdOf(seller)?.scheme !== "0184"
}

function asksWithoutTerms(data: DocumentData): boolean {
  const isAsking = data.kind === "invoice" && data.totals.payable > 0n
  return isAsking && data.dueDate === undefined && data.paymentTerms === undefined
}
