import { listAttempts, listPaymentsReceived } from "../../../domain/payments/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button } from "../../ui/index.ts"
import { attemptRow, paymentRow } from "./list-rows.tsx"
import { MoneyRows } from "./money-rows.tsx"

const paymentsShown = 5
const attemptsShown = 10

/** On a customer's card: payments that are under way, and the last that came in. */
export async function CustomerPayments({ c, customerId }: { c: StaffContext; customerId: string }) {
  const { actor, business, language } = c.var
  const options = { currency: business.currency, timeZone: business.timeZone }
  const [underWay, received] = await Promise.all([
    listAttempts(actor, { customer: customerId, state: "under_way" }, { ...options, limit: attemptsShown }),
    listPaymentsReceived(actor, { customer: customerId }, { ...options, limit: paymentsShown }),
  ])
  const words = texts(language).staffPayments
  const all = routes.staff.payments.to({ customer: customerId })
  return (
    <section class="block">
      <div class="block-head">
        <h2>{words.cards.payments}</h2>
        {actor.role !== "read_only" && (
          <Button href={routes.staff.customerPayments.to({ id: customerId })} icon="landmark">
            {words.account.button}
          </Button>
        )}
      </div>
      {underWay.rows.length > 0 && (
        <MoneyRows
          label={words.cards.underWay}
          rows={underWay.rows.map((row) => attemptRow(c, row, { of: customerId }))}
        />
      )}
      {received.rows.length > 0 ? (
        <MoneyRows
          label={words.cards.payments}
          rows={received.rows.map((row) => paymentRow(c, row, { of: customerId }))}
        />
      ) : (
        <p class="soft">{words.cards.none}</p>
      )}
      {received.next && (
        <p class="card-more">
          <a href={all}>{words.cards.all}</a>
        </p>
      )}
    </section>
  )
}

/** On an invoice's page: attempts to pay it that have not ended. What came of others stands in its ledger. */
export async function DocumentAttempts({ c, documentId }: { c: StaffContext; documentId: string }) {
  const { actor, business, language } = c.var
  const attempts = await listAttempts(
    actor,
    { documentId },
    { currency: business.currency, timeZone: business.timeZone, limit: attemptsShown },
  )
  const shown = attempts.rows.filter((row) => row.state !== "completed")
  if (shown.length === 0) return null
  const words = texts(language).staffPayments.cards
  return (
    <section class="block">
      <h2>{words.attempts}</h2>
      <MoneyRows
        label={words.attempts}
        rows={shown.map((row) => attemptRow(c, row, { of: row.customerId, isDocument: true }))}
      />
    </section>
  )
}
