import type { PaymentDetail, RefundInput } from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { checkAmount, findDateError, oneLine, readText } from "./typed-payment.ts"

/** What was typed, kept as it was, so that a form that comes back has it all. */
export interface TypedRefund {
  amount: string
  refundedOn: string
  reason: string
  requestKey: string
}

export type RefundErrors = Partial<Record<keyof TypedRefund, string>>

export function readTypedRefund(body: Record<string, unknown>): TypedRefund {
  return {
    amount: readText(body, "amount", 100),
    refundedOn: readText(body, "refundedOn", 100),
    reason: readText(body, "reason"),
    requestKey: readText(body, "requestKey", 100),
  }
}

export function leftOf({ amount, refunded, refunding }: PaymentDetail): bigint {
  return amount - refunded - refunding
}

const longestReason = 200

/** The refund that was typed, or what is wrong with it, at each field. */
export function checkRefund(
  typed: TypedRefund,
  payment: PaymentDetail,
  { language, today }: { language: Language; today: string },
): { ok: true; refund: RefundInput } | { ok: false; errors: RefundErrors } {
  const words = texts(language).staffPayments.refund.errors
  const { currency } = payment
  const errors: RefundErrors = {}
  const amount = checkAmount(typed.amount, { currency, language })
  const left = leftOf(payment)
  if (!amount.ok) errors.amount = amount.error
  else if (amount.amount > left)
    errors.amount = words.more_than_left(formatMoney({ amount: left, currency }, language))
  // MobilePay pays back itself, on the day it does.
  const refundedOn = payment.attempt ? today : typed.refundedOn
  const dateError = findDateError(refundedOn, { language, today })
  if (dateError) errors.refundedOn = dateError
  else if (refundedOn < payment.receivedOn && !payment.attempt) errors.refundedOn = words.before_payment
  const reason = oneLine(typed.reason)
  if (reason.length > longestReason) errors.reason = words.reason
  if (!isId(typed.requestKey)) errors.requestKey = words.form
  if (Object.keys(errors).length > 0 || !amount.ok) return { ok: false, errors }
  const { requestKey } = typed
  return {
    ok: true,
    refund: {
      paymentId: payment.id,
      amount: amount.amount,
      refundedOn,
      reason: reason || undefined,
      requestKey,
    },
  }
}
