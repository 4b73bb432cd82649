import type { Child } from "hono/jsx"
import { listPaymentNotices, sumPayments, sumUnderWay } from "../../../domain/payments/index.ts"
import { addDays } from "../../../platform/clock/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Figure } from "../../ui/index.ts"
import { money } from "./words.tsx"

const noticesCounted = 99

/** What came in in the last 30 days, and what is under way now. */
export async function PaymentSums({ c }: { c: StaffContext }) {
  const { actor, today, language, business } = c.var
  const words = texts(language).staffPayments
  const [received, underWay, notices] = await Promise.all([
    sumPayments(actor, addDays(today, -29)),
    sumUnderWay(actor),
    listPaymentNotices(actor, {}, { limit: noticesCounted }),
  ])
  const count = received.reduce((sum, one) => sum + one.count, 0)
  const underWayCount = underWay.reduce((sum, one) => sum + one.count, 0)
  const refunded = received.filter((one) => one.refunded > 0n)
  const nothing = [{ amount: 0n, currency: business.currency }]
  return (
    <div class="figures money-sums">
      <SumCard c={c} label={words.received30} sums={received.length > 0 ? received : nothing}>
        {words.receivedOf(count)}
        {refunded.map((one) => (
          <>
            {". "}
            {words.lessRefunds(money(c, one.refunded, one.currency))}
          </>
        ))}
      </SumCard>
      <SumCard c={c} label={words.underWayNow} sums={underWay.length > 0 ? underWay : nothing}>
        {underWayCount > 0 ? (
          <a href={routes.staff.payments.to({ list: "under_way" })}>{words.underWayCount(underWayCount)}</a>
        ) : (
          words.underWayCount(0)
        )}
      </SumCard>
      {notices.rows.length > 0 && (
        <section class="card">
          <h2 class="label-heading">{words.saidPaid}</h2>
          <Figure amount={`${notices.rows.length}${notices.next ? "+" : ""}`} />
          <p class="owed">
            <a href={routes.staff.payments.to({ list: "notices" })}>
              {words.saidPaidCount(notices.rows.length, notices.next !== null)}
            </a>
          </p>
        </section>
      )}
    </div>
  )
}

interface SumCardProps {
  c: StaffContext
  label: string
  sums: readonly { amount: bigint; currency: string }[]
  children?: Child
}

/** One figure, further currencies a line each. */
function SumCard({ c, label, sums, children }: SumCardProps) {
  const [first = "", ...others] = sums.map((sum) => money(c, sum.amount, sum.currency))
  return (
    <section class="card">
      <h2 class="label-heading">{label}</h2>
      <Figure amount={first} />
      {others.map((amount) => (
        <div class="figure-more">{amount}</div>
      ))}
      <p class="owed soft">{children}</p>
    </section>
  )
}
