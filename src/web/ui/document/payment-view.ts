import {
  type DocumentData,
  type DocumentDetail,
  findEpcText,
  findFikLine,
  groupAccount,
  groupMeans,
  isBic,
  isIban,
  paymentWay,
  withWaysToPay,
} from "../../../domain/documents/index.ts"
import type { BankDetails } from "../../../domain/settings/index.ts"
import { formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { toDecimal } from "../../../platform/money/index.ts"
import { drawQr, type QrShape } from "../../../platform/qr/index.ts"

export interface PaymentFact {
  label: string
  value: string
  /** A code to copy: an account, an IBAN, a payment line. */
  isCode: boolean
  /** What is copied, where it is written otherwise: the amount as a bank takes it. */
  copied?: string
}

export interface PaymentView {
  heading: string
  /** What is open, to be copied too; null when nothing is. */
  amount: PaymentFact | null
  means: { label: string; facts: PaymentFact[] }[]
  /** Of euro: what a banking app reads with its camera. */
  qr: { heading: string; hint: string; label: string; shape: QrShape } | null
}

/**
 * The ways to pay an invoice: as it states them, and where one of the business's own states none, those of `bank`.
 * Null where there are none.
 */
export function paymentView(
  detail: DocumentDetail,
  bank: BankDetails | null,
  language: Language,
): PaymentView | null {
  const data = withWaysToPay(detail.data, detail.isOwn ? bank : null)
  const means = groupMeans(data.paymentMeans)
    .map((group) => meansView(group, language))
    .filter((block) => block.facts.length > 0)
  if (means.length === 0) return null
  return {
    heading: texts(language).document.howToPay,
    amount: amountFact(detail, language),
    means,
    qr: qrView(data, detail.balance, language),
  }
}

function amountFact({ kind, balance, currency }: DocumentDetail, language: Language): PaymentFact | null {
  if (kind !== "invoice" || balance <= 0n) return null
  const decimal = toDecimal(balance, currency)
  return {
    label: texts(language).document.amount,
    value: formatMoney({ amount: balance, currency }, language),
    isCode: true,
    copied: language === "da" ? decimal.replace(".", ",") : decimal,
  }
}

function qrView(data: DocumentData, open: bigint, language: Language): PaymentView["qr"] {
  const words = texts(language).document.epc
  const text = findEpcText(data, open)
  const shape = text && drawQr(text)
  return shape ? { ...words, shape } : null
}

type PaymentMeans = DocumentData["paymentMeans"][number]

function meansView(group: readonly PaymentMeans[], language: Language): PaymentView["means"][number] {
  const words = texts(language).document
  const [means] = group
  if (!means) return { label: "", facts: [] }
  const fik = findFikLine(means)
  if (fik !== undefined) return { label: words.ways.fik, facts: [code(words.paymentLine, fik)] }
  const facts = [
    ...group.flatMap((each) => accountFacts(each, language)),
    plain(words.accountName, means.accountName),
    plain(words.card, means.cardNumber),
    plain(words.cardHolder, means.cardHolder),
    plain(words.mandate, means.mandate),
    plain(words.debited, means.debitedAccount),
    means.paymentId && code(words.paymentReference, means.paymentId),
  ]
  return {
    label: means.text ?? words.ways[paymentWay(means.code)],
    facts: facts.filter((fact) => typeof fact === "object"),
  }
}

function accountFacts({ account, bank }: PaymentMeans, language: Language) {
  const words = texts(language).document
  return [
    bank && !isBic(bank) && code(words.registrationNumber, bank),
    account && code(isIban(account) ? words.iban : words.account, groupAccount(account, " ")),
    bank && isBic(bank) && code(words.bic, bank),
  ]
}

function code(label: string, value: string): PaymentFact {
  return { label, value, isCode: true }
}

function plain(label: string, value: string | undefined): PaymentFact | undefined {
  return value === undefined ? undefined : { label, value, isCode: false }
}
