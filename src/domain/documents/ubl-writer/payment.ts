import type { DocumentData } from "../document-data.ts"
import { basic, group } from "./xml.ts"

type PaymentMeans = DocumentData["paymentMeans"][number]

export function paymentElements(data: DocumentData): string {
  return [
    ...writtenMeans(data).map((means, index) => meansElement(means, data, index === 0)),
    group("PaymentTerms", basic("Note", data.paymentTerms)),
  ].join("")
}

/**
 * The means that are written: EN 16931 knows one kind of payment and one remittance text a document
 * (UBL-SR-44, UBL-SR-47), so those that differ from the first are for the letter only.
 */
export function writtenMeans(data: DocumentData): PaymentMeans[] {
  const [first] = data.paymentMeans
  return data.paymentMeans.filter(
    (means) =>
      first !== undefined &&
      paymentCode(means, data) === paymentCode(first, data) &&
      means.paymentId === first.paymentId,
  )
}

/** The name of the means and the due date of a credit note (BT-9) stand once (UBL-SR-45, UBL-SR-46). */
function meansElement(means: PaymentMeans, data: DocumentData, isFirst: boolean): string {
  const dueDate = isFirst && data.kind === "credit_note" ? data.dueDate : undefined
  const mandate = group(
    "PaymentMandate",
    basic("ID", means.mandate),
    group("PayerFinancialAccount", basic("ID", means.debitedAccount)),
  )
  return group(
    "PaymentMeans",
    basic("PaymentMeansCode", paymentCode(means, data), { name: isFirst ? means.text : undefined }),
    basic("PaymentDueDate", dueDate),
    basic("PaymentID", means.paymentId),
    means.cardNumber &&
      group(
        "CardAccount",
        basic("PrimaryAccountNumberID", means.cardNumber),
        // UBL wants a network; EN 16931 knows none.
        basic("NetworkID", "NA"),
        basic("HolderName", means.cardHolder),
      ),
    means.account &&
      group(
        "PayeeFinancialAccount",
        basic("ID", means.account),
        basic("Name", means.accountName),
        group("FinancialInstitutionBranch", basic("ID", means.bank)),
      ),
    mandate,
  )
}

/** The codes Danish suppliers may use (DK-R-005). */
const danishCodes = ["1", "10", "31", "42", "48", "49", "50", "58", "59", "93", "97"]

/**
 * Danish suppliers may not say "credit transfer" (30): with an IBAN it is 58 to them, with a registration
 * number and account 42 (DK-R-005, DK-R-006).
 */
export function paymentCode(means: PaymentMeans, data: DocumentData): string {
  if (means.code !== "30" || data.seller.address?.country !== "DK") return means.code
  if (/^[A-Z]{2}\d{2}/.test(means.account ?? "")) return "58"
  return means.bank !== undefined && means.account !== undefined ? "42" : means.code
}

export function isAllowedPayment(means: PaymentMeans, data: DocumentData): boolean {
  return data.seller.address?.country !== "DK" || danishCodes.includes(paymentCode(means, data))
}
