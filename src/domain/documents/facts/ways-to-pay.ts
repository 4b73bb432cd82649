import type { BankDetails } from "../../settings/index.ts"
import type { DocumentData } from "../document-data.ts"
import { paymentWay } from "./payment-line.ts"
import { findSlipPaymentId } from "./payment-slip.ts"

type PaymentMeans = DocumentData["paymentMeans"][number]

/**
 * The document with the ways to pay it in `paymentMeans`: those it states, a transfer always with a reference; and
 * where an invoice of the business's own states none, the payment slip and the accounts of the business. `bank` is
 * null for documents of another seller, to whom the business's accounts are nothing.
 */
export function withWaysToPay(data: DocumentData, bank: BankDetails | null): DocumentData {
  if (data.kind !== "invoice" || data.totals.payable <= 0n) return data
  if (bank === null || !data.paymentMeans.every(saysNothing)) {
    return { ...data, paymentMeans: data.paymentMeans.map((means) => withReference(means, data)) }
  }
  const own = ownMeans(data, bank)
  return own.length === 0 ? data : { ...data, paymentMeans: own }
}

/**
 * The means as people read them: the accounts of one bank transfer, which share reference and holder, stand together.
 * Each group has at least one.
 */
export function groupMeans(means: readonly PaymentMeans[]): PaymentMeans[][] {
  const groups: PaymentMeans[][] = []
  for (const each of means) {
    const group = groups.at(-1)
    const [first] = group ?? []
    if (group && first && isSameTransfer(first, each)) group.push(each)
    else groups.push([each])
  }
  return groups
}

function isSameTransfer(one: PaymentMeans, other: PaymentMeans): boolean {
  const whole = ({ code, paymentId, accountName, text, mandate, debitedAccount }: PaymentMeans) =>
    JSON.stringify([paymentWay(code), paymentId, accountName, text, mandate, debitedAccount])
  return paymentWay(one.code) === "transfer" && whole(one) === whole(other)
}

/** "By transfer", and nothing of whereto. */
function saysNothing(means: PaymentMeans): boolean {
  return ["transfer", "other"].includes(paymentWay(means.code)) && !means.account && !means.paymentId
}

/** What the payer writes, so that the money is recognised. */
function withReference(means: PaymentMeans, data: DocumentData): PaymentMeans {
  const isTransfer = paymentWay(means.code) === "transfer" && means.account !== undefined
  return isTransfer && means.paymentId === undefined ? { ...means, paymentId: data.number } : means
}

/** Payment slips and registration numbers are for kroner within Denmark; an IBAN is for everybody. */
function ownMeans(data: DocumentData, bank: BankDetails): PaymentMeans[] {
  const slipId = bank.creditorNumber && findSlipPaymentId(data.number, bank.creditorMask)
  const transfer = { paymentId: data.number, accountName: bank.name }
  const isDanish = data.currency === "DKK"
  const all: (PaymentMeans | false | null | "")[] = [
    isDanish && slipId && { code: "93", paymentId: `71#${slipId}`, account: bank.creditorNumber ?? "" },
    isDanish &&
      bank.registration &&
      bank.account && { code: "42", bank: bank.registration, account: bank.account, ...transfer },
    bank.iban && { code: "58", account: bank.iban, ...(bank.bic ? { bank: bank.bic } : {}), ...transfer },
  ]
  return all.filter((means) => typeof means === "object" && means !== null)
}
