import {
  type DocumentData,
  findFikLine,
  groupAccount,
  isBic,
  isIban,
  paymentWay,
} from "../../../domain/documents/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"

export interface PaymentFact {
  label: string
  value: string
  /** A code to copy: an account, an IBAN, a payment line. */
  isCode: boolean
}

export interface PaymentView {
  heading: string
  means: { label: string; facts: PaymentFact[] }[]
}

/** The ways to pay a document states; null where it states none. */
export function paymentView(data: DocumentData, language: Language): PaymentView | null {
  const means = data.paymentMeans
    .map((item) => meansView(item, language))
    .filter((block) => block.facts.length > 0)
  return means.length === 0 ? null : { heading: texts(language).document.howToPay, means }
}

function meansView(
  means: DocumentData["paymentMeans"][number],
  language: Language,
): PaymentView["means"][number] {
  const words = texts(language).document
  const fik = findFikLine(means)
  if (fik !== undefined) return { label: words.ways.fik, facts: [code(words.paymentLine, fik)] }
  const { account, bank, paymentId } = means
  const facts = [
    bank && !isBic(bank) && code(words.registrationNumber, bank),
    account && code(isIban(account) ? words.iban : words.account, groupAccount(account, " ")),
    bank && isBic(bank) && code(words.bic, bank),
    plain(words.accountName, means.accountName),
    plain(words.card, means.cardNumber),
    plain(words.cardHolder, means.cardHolder),
    plain(words.mandate, means.mandate),
    plain(words.debited, means.debitedAccount),
    paymentId && code(words.paymentReference, paymentId),
  ]
  return {
    label: means.text ?? words.ways[paymentWay(means.code)],
    facts: facts.filter((fact) => typeof fact === "object"),
  }
}

function code(label: string, value: string): PaymentFact {
  return { label, value, isCode: true }
}

function plain(label: string, value: string | undefined): PaymentFact | undefined {
  return value === undefined ? undefined : { label, value, isCode: false }
}
