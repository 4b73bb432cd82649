import { findPaymentWarnings, type PaymentWarning } from "../../../domain/payments/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Notice } from "../../ui/index.ts"
import { fill, money } from "./words.tsx"

/** What about payments wants a person's eye, each with the way to it; nothing where all is well. */
export async function Warnings({ c }: { c: StaffContext }) {
  const warnings = await findPaymentWarnings(c.var.actor)
  if (warnings.length === 0) return null
  return (
    <Notice kind="warning" title={texts(c.var.language).staffPayments.warnings.title}>
      <ul class="warning-list">
        {warnings.map((warning) => (
          <li>
            <WarningLine c={c} warning={warning} />
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** On the staff's home: that there is something to look at. */
export async function WarningNotice({ c }: { c: StaffContext }) {
  const warnings = await findPaymentWarnings(c.var.actor)
  if (warnings.length === 0) return null
  const words = texts(c.var.language).staffPayments.warnings
  return (
    <Notice kind="warning">
      <a href={routes.staff.payments.to()}>{words.home(warnings.length)}</a>
    </Notice>
  )
}

function WarningLine({ c, warning }: { c: StaffContext; warning: PaymentWarning }) {
  const { language, business } = c.var
  const words = texts(language).staffPayments.warnings
  const { kind, amount, currency, customerName, since } = warning
  const text = fill(words.of[kind] ?? kind, {
    amount: amount !== null && currency ? money(c, amount, currency) : "",
    name: customerName ?? "",
    since: since ? formatMoment(since, language, business.timeZone) : "",
  })
  const href = addressOf(warning)
  return href ? <a href={href}>{text}</a> : <span>{text}</span>
}

function addressOf({ kind, attemptId, paymentId }: PaymentWarning): string | null {
  const isOfPayment = kind === "refund_failed" || kind === "refund_open" || kind === "surplus"
  if (isOfPayment && paymentId) return routes.staff.payment.to({ id: paymentId })
  if (kind === "webhook_gone" || kind === "webhook_silent") return routes.staff.mobilePaySettings.to()
  return attemptId ? routes.staff.paymentAttempt.to({ id: attemptId }) : null
}
