import { listMails, type MailLine } from "../../../domain/notifications/index.ts"
import {
  askRefundAgain,
  findPaymentDetail,
  type PaymentBooking,
  type PaymentDetail,
  type PaymentRefund,
} from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoment, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, Card, DocumentLayout, Figure, KeyValue, Live, Notice, Table } from "../../ui/index.ts"
import { itemKey } from "../ledger/open-item.ts"
import { MailBadge } from "../mails/list.tsx"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { methodName, money, PaymentBadge, RefundBadge } from "./words.tsx"

const receiptsShown = 10

/** `GET /payments/:id`: what a payment was booked on, what of it was paid back, who was mailed a receipt. */
export async function showPayment(c: StaffContext): Promise<Response> {
  const payment = await findAskedPayment(c)
  if (!payment) return showNothingHere(c)
  const { mails } = await listMails(c.var.actor, { paymentId: payment.id, limit: receiptsShown })
  const words = texts(c.var.language).staffPayments.payment
  const title = words.title(money(c, payment.amount, payment.currency))
  return c.html(
    <StaffPage c={c} title={title} section="payments">
      <Done c={c} />
      <Live id="live-payment" events={routes.staff.events.to()}>
        <DocumentLayout
          first={<First c={c} payment={payment} />}
          sheet={
            <div class="column">
              <Bookings c={c} bookings={payment.bookings} currency={payment.currency} />
              <Refunds c={c} payment={payment} />
              <Receipts c={c} mails={mails} />
            </div>
          }
          rest={<Facts c={c} payment={payment} />}
        />
      </Live>
    </StaffPage>,
  )
}

/** The payment in the address; null where there is none. */
export async function findAskedPayment(c: StaffContext): Promise<PaymentDetail | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findPaymentDetail(c.var.actor, id) : null
}

/** `POST /payments/refunds/:id/again`: asks MobilePay once more about a refund it has not answered. */
export async function repeatRefund(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const asked = isId(id) ? await askRefundAgain(c.var.actor, id) : null
  const to = asked
    ? routes.staff.payment.to({ id: asked.paymentId }, { done: "asked_again" })
    : routes.staff.payments.to({ list: "refunds", done: "not_pending" })
  return c.redirect(to, 303)
}

/** What the form before did, by one of the words it may say. */
function Done({ c }: { c: StaffContext }) {
  const words = texts(c.var.language).staffPayments.payment
  switch (c.req.query("done")) {
    case "recorded":
      return <Notice kind="success">{words.recordedDone}</Notice>
    case "refunded":
      return <Notice kind="success">{words.refundedDone}</Notice>
    case "asked":
      return <Notice kind="info">{words.refundAsked}</Notice>
    case "asked_again":
      return <Notice kind="info">{words.askedAgain}</Notice>
    default:
      return null
  }
}

function First({ c, payment }: { c: StaffContext; payment: PaymentDetail }) {
  const words = texts(c.var.language).staffPayments.payment
  const { id, amount, refunded, refunding, onAccount, currency } = payment
  const left = amount - refunded - refunding
  const facts = [
    { label: words.refundedSum, sum: refunded },
    { label: words.refundingSum, sum: refunding },
    { label: words.onAccount, sum: onAccount },
  ].filter(({ sum }) => sum > 0n)
  return (
    <section class="card">
      <h1 class="label-heading">{words.facts}</h1>
      <Figure amount={money(c, amount, currency)} />
      <p class="standing">
        <PaymentBadge c={c} payment={payment} />
      </p>
      {facts.length > 0 && (
        <dl class="facts facts-inline">
          {facts.map(({ label, sum }) => (
            <div>
              <dt>{label}</dt>
              <dd>{money(c, sum, currency)}</dd>
            </div>
          ))}
        </dl>
      )}
      {c.var.actor.role !== "read_only" && (onAccount > 0n || (left > 0n && refunding === 0n)) && (
        <div class="actions">
          {onAccount > 0n && (
            <Button
              kind="primary"
              href={routes.staff.customerCredit.to(
                { id: payment.customerId },
                { from: itemKey({ paymentId: id }) },
              )}
            >
              {words.useIt}
            </Button>
          )}
          {left > 0n && refunding === 0n && (
            <Button href={routes.staff.paymentRefund.to({ id })}>{words.refund}</Button>
          )}
        </div>
      )}
    </section>
  )
}

function Facts({ c, payment }: { c: StaffContext; payment: PaymentDetail }) {
  const { language, business } = c.var
  const words = texts(language).staffPayments
  const own = words.payment
  const recorded = formatMoment(payment.recordedAt, language, business.timeZone)
  const facts = [
    {
      label: own.customer,
      value: <a href={routes.staff.customer.to({ id: payment.customerId })}>{payment.customerName}</a>,
    },
    { label: own.method, value: methodName(c, payment.method) },
    { label: own.receivedOn, value: formatShortDate(payment.receivedOn, language) },
    {
      label: own.recorded,
      value: payment.recordedBy ? `${recorded}, ${words.by(payment.recordedBy)}` : recorded,
    },
    ...(payment.reference
      ? [{ label: own.reference, value: <span class="breakable">{payment.reference}</span> }]
      : []),
    ...(payment.attempt
      ? [
          {
            label: own.attempt,
            value: <a href={routes.staff.paymentAttempt.to({ id: payment.attempt.id })}>{own.showAttempt}</a>,
          },
        ]
      : []),
  ]
  return (
    <Card title={words.attempt.facts}>
      <KeyValue facts={facts} />
    </Card>
  )
}

interface BookingsProps {
  c: StaffContext
  bookings: readonly PaymentBooking[]
  currency: string
}

/** The entries of the ledger the payment stands in, in the order they were made. */
function Bookings({ c, bookings, currency }: BookingsProps) {
  const { language } = c.var
  const words = texts(language).staffPayments.payment
  return (
    <section class="block">
      <h2>{words.bookings}</h2>
      <Table
        caption={words.bookings}
        columns={[
          { label: words.date, short: true },
          { label: words.entry },
          { label: words.document },
          { label: words.amount, numeric: true },
        ]}
        rows={bookings.map(({ entryDate, kind, document, amount }) => [
          formatShortDate(entryDate, language),
          words.entries[kind] ?? kind,
          document ? (
            <a href={routes.staff.document.to({ id: document.id })}>{documentTitle(document, language)}</a>
          ) : (
            words.account
          ),
          money(c, amount, currency),
        ])}
      />
    </section>
  )
}

function Refunds({ c, payment }: { c: StaffContext; payment: PaymentDetail }) {
  const { language, business } = c.var
  const words = texts(language).staffPayments.payment
  if (payment.refunds.length === 0) return null
  return (
    <section class="block">
      <h2>{words.refunds}</h2>
      <Table
        caption={words.refunds}
        columns={[
          { label: words.asked, short: true },
          { label: words.state },
          { label: words.reason },
          { label: words.amount, numeric: true },
        ]}
        rows={payment.refunds.map((refund) => [
          formatMoment(refund.requestedAt, language, business.timeZone),
          <RefundState c={c} refund={refund} />,
          <RefundWords c={c} refund={refund} />,
          money(c, refund.amount, payment.currency),
        ])}
      />
    </section>
  )
}

function RefundState({ c, refund }: { c: StaffContext; refund: PaymentRefund }) {
  const { language, actor } = c.var
  const words = texts(language).staffPayments.payment
  return (
    <>
      <RefundBadge c={c} refund={refund} />
      {refund.state === "pending" && actor.role !== "read_only" && (
        <form method="post" action={routes.staff.refundAgain.to({ id: refund.id })} class="money-deeds">
          <Button kind="plain" icon="refresh-cw">
            {words.askAgain}
          </Button>
        </form>
      )}
    </>
  )
}

function RefundWords({ c, refund }: { c: StaffContext; refund: PaymentRefund }) {
  const words = texts(c.var.language).staffPayments
  const who = refund.origin === "provider" ? words.atProvider : refund.staffName && words.by(refund.staffName)
  return (
    <span class="two-lines">
      {refund.problem && <span>{words.refundProblems[refund.problem] ?? refund.problem}</span>}
      {refund.reason && <span>{refund.reason}</span>}
      {who && <span class="soft small">{who}</span>}
    </span>
  )
}

function Receipts({ c, mails }: { c: StaffContext; mails: readonly MailLine[] }) {
  const { language, business } = c.var
  const words = texts(language)
  const own = words.staffPayments.payment
  if (mails.length === 0) return null
  return (
    <section class="block">
      <h2>{own.receipts}</h2>
      <Table
        caption={own.receipts}
        columns={[
          { label: words.mail.list.columns.at, short: true },
          { label: words.mail.list.columns.to },
          { label: words.mail.list.columns.state, short: true },
        ]}
        rows={mails.map((mail) => [
          formatMoment(mail.finishedAt ?? mail.queuedAt, language, business.timeZone),
          <a class="breakable" href={routes.staff.mail.to({ id: mail.id })}>
            {mail.recipient ?? mail.customer.name}
          </a>,
          <MailBadge c={c} state={mail.state} />,
        ])}
      />
    </section>
  )
}
