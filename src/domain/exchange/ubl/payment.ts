import type { DocumentData } from "../../documents/index.ts"
import { children, findAt, findBasic, findFirst, findProse, findText, getText, passOver } from "./element.ts"
import { findDate, present } from "./values.ts"
import type { XmlElement } from "./xml-tree.ts"

type PaymentMeans = DocumentData["paymentMeans"][number]

/** How to pay (BG-16 to BG-19), one entry for each way. */
export function readPaymentMeans(root: XmlElement): PaymentMeans[] {
  return children(root, "PaymentMeans").map((means) => {
    const payee = findFirst(means, "PayeeFinancialAccount")
    const card = findFirst(means, "CardAccount")
    const mandate = findFirst(means, "PaymentMandate")
    passOver(means, "ID", "PaymentChannelCode")
    passOver(card, "NetworkID", "CardTypeCode")
    return present({
      code: getText(means, "PaymentMeansCode"),
      text: findBasic(means, "PaymentMeansCode")?.attributes.get("name")?.trim() || undefined,
      paymentId: findPaymentId(means) ?? findText(payee, "PaymentNote"),
      // OIOUBL puts the creditor number of a FIK or giro payment into an account of its own.
      account: findText(payee, "ID") ?? findText(findFirst(means, "CreditAccount"), "AccountID"),
      accountName: findText(payee, "Name"),
      bank: findBank(payee),
      cardNumber: findText(card, "PrimaryAccountNumberID"),
      cardHolder: findText(card, "HolderName"),
      mandate: findText(mandate, "ID"),
      debitedAccount:
        findText(findFirst(mandate, "PayerFinancialAccount"), "ID") ??
        findText(findFirst(means, "PayerFinancialAccount"), "ID"),
    })
  })
}

/** When it is due (BT-9); a credit note and OIOUBL say it with the first way to pay that has a date. */
export function findDueDate(root: XmlElement): string | undefined {
  const stated = findDate(root, "DueDate")
  const withMeans = children(root, "PaymentMeans").map((each) => findDate(each, "PaymentDueDate"))
  return stated ?? withMeans.find((each) => each !== undefined)
}

/** Terms of payment (BT-20), several below each other. */
export function findPaymentTerms(root: XmlElement): string | undefined {
  const terms = children(root, "PaymentTerms")
  for (const each of terms) passOver(each, "ID", "PaymentMeansID")
  return terms.flatMap((each) => findProse(each, "Note") ?? []).join("\n") || undefined
}

/**
 * Remittance information (BT-83). OIOUBL states card type and payment id of a FIK or giro payment apart;
 * they are put together as Peppol writes them, `71#123456789012345`.
 */
function findPaymentId(means: XmlElement): string | undefined {
  const payment = findProse(means, "PaymentID")?.replace(/\s+/g, " ")
  const instruction = findText(means, "InstructionID")
  if (instruction === undefined) return payment
  return payment !== undefined && /^\d{2}$/.test(payment)
    ? `${payment}#${instruction}`
    : (payment ?? instruction)
}

function findBank(account: XmlElement | undefined): string | undefined {
  const branch = findFirst(account, "FinancialInstitutionBranch")
  const institution = findAt(branch, "FinancialInstitution")
  return findText(branch, "ID") ?? findText(institution, "ID")
}
