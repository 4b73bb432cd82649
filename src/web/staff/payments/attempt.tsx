import { type AttemptDetail, type AttemptStep, formatPhoneNumber } from "../../../domain/payments/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Card, DocumentLayout, Figure, KeyValue, Live, Notice, Table } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { findAskedAttempt } from "./asked.ts"
import { AttemptActions } from "./attempt-actions.tsx"
import { AttemptBadge, fill, money } from "./words.tsx"

/** `GET /payments/attempts/:id`: how an attempt stands, what happened, and what may be done now. */
export async function showAttempt(c: StaffContext): Promise<Response> {
  const attempt = await findAskedAttempt(c)
  if (!attempt) return showNothingHere(c)
  const words = texts(c.var.language).staffPayments.attempt
  const title = words.title(money(c, attempt.amount, attempt.currency))
  const done = words.done[c.req.query("done") ?? ""]
  return c.html(
    <StaffPage c={c} title={title} section="payments">
      {done && <Notice kind="info">{done}</Notice>}
      <Live id="live-attempt" events={routes.staff.events.to()}>
        <DocumentLayout
          first={<First c={c} attempt={attempt} />}
          sheet={
            <div class="column">
              <Items c={c} attempt={attempt} />
              <Timeline c={c} attempt={attempt} />
            </div>
          }
          rest={
            <>
              <Facts c={c} attempt={attempt} />
              <Amounts c={c} attempt={attempt} />
            </>
          }
        />
      </Live>
    </StaffPage>,
  )
}

function First({ c, attempt }: { c: StaffContext; attempt: AttemptDetail }) {
  const { language, business } = c.var
  const words = texts(language).staffPayments.attempt
  const { state, problem, captureRule, captureAskedAt, checkedAt, checkProblem } = attempt
  const waitsForHand = state === "authorized" && captureRule === "by_hand" && !captureAskedAt
  const moment = (at: Date) => formatMoment(at, language, business.timeZone)
  return (
    <section class="card stack">
      <div>
        <h1 class="label-heading">{words.label}</h1>
        <Figure amount={money(c, attempt.amount, attempt.currency)} />
        <p class="standing">
          <AttemptBadge c={c} attempt={attempt} />
        </p>
      </div>
      <p>{words.explained[waitsForHand ? "authorized_by_hand" : state]}</p>
      {problem && words.problems[problem] && <p>{words.problems[problem]}</p>}
      {state === "pending" && <p class="soft">{words.willExpire(moment(attempt.expiresAt))}</p>}
      {checkProblem && checkedAt ? (
        <Notice kind="warning">
          {words.lastAskedInVain(moment(checkedAt))} {words.checkProblems[checkProblem] ?? ""}
        </Notice>
      ) : (
        checkedAt && <p class="soft small">{words.lastAsked(moment(checkedAt))}</p>
      )}
      <AttemptActions c={c} attempt={attempt} />
    </section>
  )
}

/** What it pays: invoices, and the credits that are used for them. */
function Items({ c, attempt }: { c: StaffContext; attempt: AttemptDetail }) {
  const { language } = c.var
  const words = texts(language).staffPayments
  const own = words.attempt
  return (
    <section class="block">
      <h2>{own.pays}</h2>
      <Table
        caption={own.pays}
        columns={[{ label: words.account.invoice }, { label: words.payment.amount, numeric: true }]}
        rows={[
          ...attempt.items.map(({ document, paymentId, amount }) => [
            document ? (
              <a href={routes.staff.document.to({ id: document.id })}>{documentTitle(document, language)}</a>
            ) : (
              <a href={routes.staff.payment.to({ id: paymentId ?? "" })}>{own.credit}</a>
            ),
            money(c, amount, attempt.currency),
          ]),
          ...(attempt.items.length > 1
            ? [[<strong>{own.sum}</strong>, <strong>{money(c, attempt.amount, attempt.currency)}</strong>]]
            : []),
        ]}
      />
    </section>
  )
}

function Timeline({ c, attempt }: { c: StaffContext; attempt: AttemptDetail }) {
  const { language, business } = c.var
  const words = texts(language).staffPayments.attempt
  return (
    <Card title={words.timeline}>
      <ol class="feed">
        {attempt.steps.map((step) => (
          <li>
            <span>
              {stepText(c, step, attempt.currency)}
              <span class="soft small"> · {words.sources[step.by]}</span>
              {!step.success && <strong class="late"> {words.notSucceeded}</strong>}
            </span>
            <time datetime={step.at.toISOString()} title={step.at.toISOString()}>
              {formatMoment(step.at, language, business.timeZone)}
            </time>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function stepText(c: StaffContext, step: AttemptStep, currency: string): string {
  const words = texts(c.var.language).staffPayments.attempt.steps
  return fill(words[step.what] ?? step.what, { amount: money(c, step.amount ?? 0n, currency) })
}

function Facts({ c, attempt }: { c: StaffContext; attempt: AttemptDetail }) {
  const words = texts(c.var.language).staffPayments.attempt
  const customerLink = (id: string, name: string) => <a href={routes.staff.customer.to({ id })}>{name}</a>
  const facts = [
    { label: words.customer, value: customerLink(attempt.customerId, attempt.customerName) },
    ...(attempt.payerId !== attempt.customerId
      ? [{ label: words.payer, value: customerLink(attempt.payerId, attempt.payerName) }]
      : []),
    {
      label: words.phone,
      value: attempt.phoneNumber ? formatPhoneNumber(attempt.phoneNumber) : words.noPhone,
    },
    { label: words.reference, value: <span class="breakable">{attempt.reference}</span> },
    { label: words.method, value: words.methods[attempt.method] ?? attempt.method },
    { label: words.flow, value: words.flows[attempt.flow] ?? attempt.flow },
    { label: words.captureRule, value: words.captureRules[attempt.captureRule] ?? attempt.captureRule },
    ...(attempt.problemCode ? [{ label: words.code, value: attempt.problemCode }] : []),
    ...(attempt.traceId
      ? [{ label: words.traceId, value: <span class="breakable">{attempt.traceId}</span> }]
      : []),
    { label: words.salesUnit, value: attempt.merchantSerialNumber },
    { label: words.environment, value: words.environments[attempt.environment] ?? attempt.environment },
  ]
  return (
    <Card title={words.facts}>
      <KeyValue facts={facts} />
    </Card>
  )
}

function Amounts({ c, attempt }: { c: StaffContext; attempt: AttemptDetail }) {
  const words = texts(c.var.language).staffPayments.attempt
  const amounts = [
    { label: words.authorized, sum: attempt.authorizedAmount },
    { label: words.captured, sum: attempt.capturedAmount },
    { label: words.released, sum: attempt.cancelledAmount },
    { label: words.refunded, sum: attempt.refundedAmount },
  ].filter(({ sum }) => sum > 0n)
  if (amounts.length === 0) return null
  const booked = attempt.payments.map(({ id, amount }) => ({
    label: words.booked,
    value: (
      <a href={routes.staff.payment.to({ id })}>{words.paymentOf(money(c, amount, attempt.currency))}</a>
    ),
  }))
  return (
    <Card title={words.amounts}>
      <dl class="facts facts-inline">
        {amounts.map(({ label, sum }) => (
          <div>
            <dt>{label}</dt>
            <dd>{money(c, sum, attempt.currency)}</dd>
          </div>
        ))}
      </dl>
      {booked.length > 0 && <KeyValue facts={booked} />}
    </Card>
  )
}
