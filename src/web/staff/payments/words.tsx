import type { AttemptDetail, AttemptRow, PaymentRow, RefundRow } from "../../../domain/payments/index.ts"
import { formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { StaffContext } from "../../context.ts"
import { Badge, type Tone } from "../../ui/index.ts"

type PaymentState = "received" | "on_account" | "refunding" | "part_refunded" | "refunded"

const paymentTones: Readonly<Record<PaymentState, Tone>> = {
  received: "good",
  on_account: "waiting",
  refunding: "waiting",
  part_refunded: "quiet",
  refunded: "quiet",
}

type Standing = Pick<PaymentRow, "amount" | "refunded" | "refunding" | "onAccount">

/** What a payment asks of its reader: nothing, or to look where its money is. */
export function PaymentBadge({ c, payment }: { c: StaffContext; payment: Standing }) {
  const state = stateOf(payment)
  return <Badge tone={paymentTones[state]} text={texts(c.var.language).staffPayments.states[state]} />
}

function stateOf({ amount, refunded, refunding, onAccount }: Standing): PaymentState {
  if (refunding > 0n) return "refunding"
  if (refunded >= amount) return "refunded"
  if (onAccount > 0n) return "on_account"
  return refunded > 0n ? "part_refunded" : "received"
}

const attemptTones: Readonly<Record<string, Tone>> = {
  starting: "open",
  pending: "open",
  authorized: "waiting",
  completed: "good",
  declined: "quiet",
  expired: "quiet",
  cancelled: "quiet",
  failed: "late",
}

export function AttemptBadge({
  c,
  attempt,
}: {
  c: StaffContext
  attempt: Pick<AttemptRow | AttemptDetail, "state" | "captureRule">
}) {
  const words = texts(c.var.language).staffPayments.attemptStates
  const isReserved = attempt.state === "authorized" && attempt.captureRule === "by_hand"
  const text = words[isReserved ? "reserved" : attempt.state] ?? attempt.state
  return <Badge tone={attemptTones[attempt.state] ?? "quiet"} text={text} />
}

const refundTones = { pending: "waiting", completed: "good", failed: "late" } as const

export function RefundBadge({ c, refund }: { c: StaffContext; refund: Pick<RefundRow, "state"> }) {
  return (
    <Badge
      tone={refundTones[refund.state]}
      text={texts(c.var.language).staffPayments.refundStates[refund.state]}
    />
  )
}

/** How an amount is written on these pages. */
export function money(c: StaffContext, amount: bigint, currency: string): string {
  return formatMoney({ amount, currency }, c.var.language)
}

/** "Invoice 10042, 10043, 10044 and 2 more"; null for none. */
export function documentNumbers(
  c: StaffContext,
  { documents, documentCount }: Pick<PaymentRow, "documents" | "documentCount">,
): string | null {
  if (documents.length === 0) return null
  const words = texts(c.var.language).staffPayments
  const numbers = documents.map(({ number }) => number).join(", ")
  const rest = documentCount - documents.length
  return [words.invoice(numbers), rest > 0 && words.andMore(rest)].filter(Boolean).join(" ")
}

export function methodName(c: StaffContext, method: string): string {
  return texts(c.var.language).staffPayments.methods[method] ?? method
}

/** A template's words with values put in where its braces name them. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
