import { formatDate, formatMoney, type Language } from "../../../platform/language/index.ts"
import type { DocumentData } from "../document-data.ts"
import { type Fact, stated } from "./facts.ts"
import type { Texts } from "./texts/index.ts"

type PaymentMeans = DocumentData["paymentMeans"][number]

export interface PaymentBlock {
  heading: string
  terms: string[]
  means: { label: string; facts: Fact[] }[]
}

/** What is owed, by when and how, for an invoice; for the rest the terms and means as they are stated. */
export function paymentBlock(data: DocumentData, texts: Texts, language: Language): PaymentBlock | null {
  const words = texts.payment
  const terms = data.paymentTerms ? [data.paymentTerms] : []
  if (data.kind === "invoice" && data.totals.payable > 0n) terms.unshift(request(data, words, language))
  const means = data.paymentMeans
    .map((item) => meansBlock(item, words))
    .filter((block) => block.facts.length > 0)
  if (terms.length === 0 && means.length === 0) return null
  const isTermsOnly = means.length === 0 && data.kind !== "invoice"
  return { heading: isTermsOnly ? texts.terms : words.heading, terms, means }
}

function request(data: DocumentData, words: Texts["payment"], language: Language): string {
  const amount = formatMoney({ amount: data.totals.payable, currency: data.currency }, language)
  if (data.dueDate) return words.pleasePayBy(amount, formatDate(data.dueDate, language))
  return words.pleasePay(amount).replace(/\.\.$/, ".")
}

function meansBlock(means: PaymentMeans, words: Texts["payment"]): PaymentBlock["means"][number] {
  const fik = fikLine(means)
  if (fik !== undefined) return { label: words.fik, facts: stated([words.paymentLine, fik]) }
  const isBic = means.bank !== undefined && /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(means.bank)
  return {
    label: means.text ?? meansLabel(means.code, words),
    facts: stated(
      [isBic ? words.bic : words.bank, means.bank],
      [words.account, means.account && grouped(means.account)],
      [words.accountName, means.accountName],
      [words.card, means.cardNumber],
      [words.cardHolder, means.cardHolder],
      [words.mandate, means.mandate],
      [words.debited, means.debitedAccount],
      [words.reference, means.paymentId],
    ),
  }
}

/** UNCL4461. */
function meansLabel(code: string, words: Texts["payment"]): string {
  if (["30", "31", "42", "57", "58"].includes(code)) return words.transfer
  if (["48", "54", "55"].includes(code)) return words.card
  if (["49", "59"].includes(code)) return words.directDebit
  return code === "10" ? words.cash : words.other
}

/**
 * The line of a Danish payment slip, `+71<000000000100420+87654321<`: card type and payment id as
 * `71#000000000100420`, and the creditor's number as the account (Peppol BIS, code 93; OIOUBL, code 50 and 93).
 */
function fikLine(means: PaymentMeans): string | undefined {
  if (means.code !== "93" && means.code !== "50") return undefined
  const [, type, id] = /^\+?(01|04|15|71|73|75)[#<](\d*)$/.exec(means.paymentId ?? "") ?? []
  if (type === undefined || means.account === undefined || !/^\d{7,8}$/.test(means.account)) return undefined
  return `+${type}<${id}+${means.account}<`
}

/** An IBAN in groups of four, as banks print it; other accounts as they are. */
function grouped(account: string): string {
  const isIban = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(account)
  return isIban ? account.replaceAll(/(.{4})(?=.)/g, "$1\u00a0") : account
}
