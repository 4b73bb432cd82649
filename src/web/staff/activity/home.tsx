import type { PropsWithChildren } from "hono/jsx"
import { countAccessRequests } from "../../../domain/access/index.ts"
import { type CustomerDay, listCustomerDay, listEvents } from "../../../domain/events/index.ts"
import { findReceivables, type Receivables } from "../../../domain/ledger/index.ts"
import { type PaymentSum, sumPayments } from "../../../domain/payments/index.ts"
import { addDays } from "../../../platform/clock/index.ts"
import { formatMoment, formatMoney, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Card, Figure, Live, Notice, PageHead } from "../../ui/index.ts"
import { WarningNotice } from "../payments/warnings.tsx"
import { StaffPage } from "../staff-page.tsx"
import { Feed } from "./feed.tsx"

const customersShown = 8
const eventsShown = 12

/** What a member of staff sees first: what is owed, what came in, who was here. */
export async function showHome(c: StaffContext): Promise<Response> {
  const { actor, today, language, business } = c.var
  const words = texts(language).staffActivity
  const [receivables, received, day, latest, requests, paymentWarnings] = await Promise.all([
    findReceivables(actor, today),
    sumPayments(actor, addDays(today, -29)),
    listCustomerDay(actor, { today, timeZone: business.timeZone, limit: customersShown }),
    listEvents(actor, { limit: eventsShown }),
    countAccessRequests(actor),
    WarningNotice({ c }),
  ])
  return c.html(
    <StaffPage c={c} title={words.home} section="home">
      <PageHead title={business.name} />
      {requests > 0 && (
        <Notice kind="info">
          <a href={`${routes.staff.activity.to()}#requests`}>{words.requestsWaiting(requests)}</a>
        </Notice>
      )}
      <Live id="live-figures" events={routes.staff.events.to()}>
        {paymentWarnings}
        <div class="figures">
          <Outstanding receivables={receivables} language={language} />
          <Overdue receivables={receivables} language={language} currency={business.currency} />
          <Received sums={received} language={language} currency={business.currency} />
        </div>
      </Live>
      <Live id="live-latest" events={routes.staff.events.to()}>
        <div class="halves">
          <Card title={words.today}>
            <Today c={c} day={day} />
          </Card>
          <Card title={words.latest}>
            {latest.events.length > 0 ? (
              <Feed c={c} events={latest.events} />
            ) : (
              <p class="soft">{words.none}</p>
            )}
            {latest.older && (
              <p class="card-more">
                <a href={routes.staff.activity.to()}>{words.everything}</a>
              </p>
            )}
          </Card>
        </div>
      </Live>
    </StaffPage>,
  )
}

/** One figure with its name above and what it is made of below; further currencies are a line each. */
function FigureCard(props: PropsWithChildren<{ label: string; amounts: readonly string[] }>) {
  const [first = "", ...others] = props.amounts
  return (
    <section class="card">
      <h2 class="label-heading">{props.label}</h2>
      <Figure amount={first} />
      {others.map((amount) => (
        <div class="figure-more">{amount}</div>
      ))}
      {props.children}
    </section>
  )
}

function Outstanding({ receivables, language }: { receivables: Receivables; language: Language }) {
  const words = texts(language).staffActivity
  if (receivables.sums.length === 0) {
    return (
      <section class="card">
        <h2 class="label-heading">{words.outstanding}</h2>
        <p class="figure-none">{words.nothingOutstanding}</p>
      </section>
    )
  }
  return (
    <FigureCard
      label={words.outstanding}
      amounts={receivables.sums.map((one) =>
        formatMoney({ amount: one.outstanding, currency: one.currency }, language),
      )}
    >
      <p class="owed">
        <a href={routes.staff.documents.to({ status: "unpaid" })}>{words.owedBy(receivables.customers)}</a>
      </p>
    </FigureCard>
  )
}

interface SumProps {
  language: Language
  currency: string
}

function Overdue({ receivables, language, currency }: SumProps & { receivables: Receivables }) {
  const words = texts(language).staffActivity
  const late = receivables.sums.filter((one) => one.overdue > 0n)
  const invoices = late.reduce((count, one) => count + one.overdueCount, 0)
  const amounts = late.map((one) => formatMoney({ amount: one.overdue, currency: one.currency }, language))
  return (
    <FigureCard label={words.overdue} amounts={orNothing(amounts, { language, currency })}>
      {invoices > 0 ? (
        <p class="owed">
          <a href={routes.staff.documents.to({ status: "overdue" })}>{words.overdueInvoices(invoices)}</a>
        </p>
      ) : (
        <span class="soft">{words.overdueInvoices(0)}</span>
      )}
    </FigureCard>
  )
}

function Received({ sums, language, currency }: SumProps & { sums: readonly PaymentSum[] }) {
  const words = texts(language).staffActivity
  const payments = sums.reduce((count, one) => count + one.count, 0)
  return (
    <FigureCard
      label={words.received}
      amounts={orNothing(
        sums.map((sum) => formatMoney(sum, language)),
        { language, currency },
      )}
    >
      <p class="owed">
        {payments > 0 ? (
          <a href={routes.staff.payments.to()}>{words.receivedPayments(payments)}</a>
        ) : (
          <span class="soft">{words.receivedPayments(payments)}</span>
        )}
      </p>
      {sums
        .filter((sum) => sum.refunded > 0n)
        .map((sum) => (
          <span class="soft small">
            {texts(language).staffPayments.lessRefunds(
              formatMoney({ amount: sum.refunded, currency: sum.currency }, language),
            )}
          </span>
        ))}
    </FigureCard>
  )
}

function orNothing(amounts: readonly string[], { language, currency }: SumProps): readonly string[] {
  return amounts.length > 0 ? amounts : [formatMoney({ amount: 0n, currency }, language)]
}

function Today({ c, day }: { c: StaffContext; day: readonly CustomerDay[] }) {
  const { language, business } = c.var
  const words = texts(language).staffActivity
  if (day.length === 0) return <p class="soft">{words.nobodyToday}</p>
  return (
    <ol class="feed">
      {day.map((one) => (
        <li>
          <span>
            <a href={routes.staff.customer.to({ id: one.customer.id })}>{one.customer.name}</a>{" "}
            {deedsOf(one, language)}
          </span>
          <time datetime={one.last.toISOString()}>{formatMoment(one.last, language, business.timeZone)}</time>
        </li>
      ))}
    </ol>
  )
}

function deedsOf(day: CustomerDay, language: Language): string {
  const words = texts(language).staffActivity
  return [
    day.signIns > 0 && words.signIns(day.signIns),
    day.views > 0 && words.views(day.views),
    day.downloads > 0 && words.downloads(day.downloads),
  ]
    .filter(Boolean)
    .join(", ")
}
