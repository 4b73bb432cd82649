import { formatDate, formatMoney, type Language } from "../../../platform/language/index.ts"
import type { DocumentData } from "../document-data.ts"
import { findFikLine, groupAccount, isBic, paymentWay } from "../facts/payment-line.ts"
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
  const fik = findFikLine(means)
  if (fik !== undefined) return { label: words.fik, facts: stated([words.paymentLine, fik]) }
  return {
    label: means.text ?? meansLabel(means.code, words),
    facts: stated(
      [means.bank && isBic(means.bank) ? words.bic : words.bank, means.bank],
      [words.account, means.account && groupAccount(means.account)],
      [words.accountName, means.accountName],
      [words.card, means.cardNumber],
      [words.cardHolder, means.cardHolder],
      [words.mandate, means.mandate],
      [words.debited, means.debitedAccount],
      [words.reference, means.paymentId],
    ),
  }
}

function meansLabel(code: string, words: Texts["payment"]): string {
  const way = paymentWay(code)
  return way === "direct_debit" ? words.directDebit : words[way]
}
