import { formatDate, formatMoney, type Language } from "../../../platform/language/index.ts"
import { drawQr, type QrShape } from "../../../platform/qr/index.ts"
import type { DocumentData } from "../document-data.ts"
import { findEpcText } from "../facts/epc-code.ts"
import { findFikLine, groupAccount, isBic, isIban, paymentWay } from "../facts/payment-line.ts"
import { groupMeans } from "../facts/ways-to-pay.ts"
import { type Fact, stated } from "./facts.ts"
import type { Texts } from "./texts/index.ts"

type PaymentMeans = DocumentData["paymentMeans"][number]

export interface PaymentBlock {
  heading: string
  terms: string[]
  means: { label: string; facts: Fact[] }[]
  /** Of euro: what a banking app reads with its camera, for the amount the version asks. */
  qr: { label: string; shape: QrShape } | null
}

/** What is owed, by when and how, for an invoice; for the rest the terms and means as they are stated. */
export function paymentBlock(data: DocumentData, texts: Texts, language: Language): PaymentBlock | null {
  const words = texts.payment
  const terms = data.paymentTerms ? [data.paymentTerms] : []
  if (data.kind === "invoice" && data.totals.payable > 0n) terms.unshift(request(data, words, language))
  const means = groupMeans(data.paymentMeans)
    .map((group) => meansBlock(group, words))
    .filter((block) => block.facts.length > 0)
  if (terms.length === 0 && means.length === 0) return null
  const isTermsOnly = means.length === 0 && data.kind !== "invoice"
  return { heading: isTermsOnly ? texts.terms : words.heading, terms, means, qr: qrOf(data, words) }
}

function qrOf(data: DocumentData, words: Texts["payment"]): PaymentBlock["qr"] {
  const text = data.kind === "invoice" ? findEpcText(data, data.totals.payable) : null
  const shape = text && drawQr(text)
  return shape ? { label: words.scan, shape } : null
}

function request(data: DocumentData, words: Texts["payment"], language: Language): string {
  const amount = formatMoney({ amount: data.totals.payable, currency: data.currency }, language)
  if (data.dueDate) return words.pleasePayBy(amount, formatDate(data.dueDate, language))
  return words.pleasePay(amount).replace(/\.\.$/, ".")
}

function meansBlock(group: readonly PaymentMeans[], words: Texts["payment"]): PaymentBlock["means"][number] {
  const [means] = group
  if (!means) return { label: "", facts: [] }
  const fik = findFikLine(means)
  if (fik !== undefined) return { label: words.fik, facts: stated([words.paymentLine, fik]) }
  return {
    label: means.text ?? meansLabel(means.code, words),
    facts: [
      ...group.flatMap((each) => accountFacts(each, words)),
      ...stated(
        [words.accountName, means.accountName],
        [words.card, means.cardNumber],
        [words.cardHolder, means.cardHolder],
        [words.mandate, means.mandate],
        [words.debited, means.debitedAccount],
        [words.reference, means.paymentId],
      ),
    ],
  }
}

function accountFacts({ account, bank }: PaymentMeans, words: Texts["payment"]): Fact[] {
  const isByBic = bank !== undefined && isBic(bank)
  const label = account && isIban(account) ? words.iban : words.account
  return stated(
    [bank && /^\d{4}$/.test(bank) ? words.registration : words.bank, isByBic ? undefined : bank],
    [label, account && groupAccount(account)],
    [words.bic, isByBic ? bank : undefined],
  )
}

function meansLabel(code: string, words: Texts["payment"]): string {
  const way = paymentWay(code)
  return way === "direct_debit" ? words.directDebit : words[way]
}
