import type { AttemptItemView } from "../../../domain/payments/index.ts"
import { formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PaymentProps } from "./payment-head.tsx"

/** What a payment pays, line by line: invoices, less the credits that are used, and the sum. */
export function PaymentItems({ c, attempt }: PaymentProps) {
  const { language } = c.var
  const words = texts(language).portalPayments
  const money = (amount: bigint) => formatMoney({ amount, currency: attempt.currency }, language)
  return (
    <dl class="totals whole">
      {attempt.items.map((item) => (
        <div>
          <dt>
            {item.documentId ? (
              <a href={routes.portal.document.to({ id: item.documentId })}>{nameOf(item, language)}</a>
            ) : (
              nameOf(item, language)
            )}
          </dt>
          <dd>{money(item.amount)}</dd>
        </div>
      ))}
      {attempt.items.length > 1 && (
        <div class="total">
          <dt>{words.payment.amount}</dt>
          <dd>{money(attempt.amount)}</dd>
        </div>
      )}
    </dl>
  )
}

/** What the visitor may not see has no number, and is not named. */
function nameOf({ kind, number }: AttemptItemView, language: Language): string {
  const { shared, portalPayments } = texts(language)
  if (kind === "on_account" || (kind === "credit_note" && !number)) return portalPayments.account.hiddenCredit
  if (!number) return portalPayments.payment.unknownInvoice
  return `${shared.kinds[kind]} ${number}`
}
