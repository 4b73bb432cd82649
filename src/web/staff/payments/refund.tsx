import { planRefund, type RefundPart } from "../../../domain/ledger/index.ts"
import { type PaymentDetail, type RefundInput, refundPayment } from "../../../domain/payments/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { formatAmount, formatDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, EmptyState, Field } from "../../ui/index.ts"
import { BookingForm } from "../booking-form.tsx"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { findAskedPayment } from "./payment.tsx"
import { checkRefund, leftOf, type RefundErrors, readTypedRefund, type TypedRefund } from "./refund-form.ts"
import { fill, money } from "./words.tsx"

/** `GET /payments/:id/refund`: asks how much to pay back; all that is left unless told otherwise. */
export async function showRefundForm(c: StaffContext): Promise<Response> {
  const payment = await findAskedPayment(c)
  if (!payment) return showNothingHere(c)
  if (leftOf(payment) <= 0n) return c.html(<NothingLeft c={c} payment={payment} />)
  const { language, today } = c.var
  const typed = {
    amount: formatAmount({ amount: leftOf(payment), currency: payment.currency }, language),
    refundedOn: today,
    reason: "",
    requestKey: newId(),
  }
  return c.html(<FormPage c={c} payment={payment} typed={typed} errors={{}} />)
}

/** `POST /payments/:id/refund`: what was typed is checked and shown with what it will be booked on; what was confirmed is done. */
export async function saveRefund(c: StaffContext): Promise<Response> {
  const payment = await findAskedPayment(c)
  if (!payment) return showNothingHere(c)
  const body = await c.req.parseBody()
  const typed = readTypedRefund(body)
  const refuse = (errors: RefundErrors) =>
    c.html(<FormPage c={c} payment={payment} typed={typed} errors={errors} />, 422)
  if (body.step === "change") return c.html(<FormPage c={c} payment={payment} typed={typed} errors={{}} />)
  if (body.step === "confirmed") return doRefund(c, payment, typed, refuse)
  const checked = checkRefund(typed, payment, c.var)
  if (!checked.ok)
    return leftOf(payment) > 0n
      ? refuse(checked.errors)
      : c.html(<NothingLeft c={c} payment={payment} />, 422)
  const parts = await planRefund(c.var.actor, payment.id, checked.refund.amount)
  return c.html(<ConfirmPage c={c} payment={payment} typed={typed} refund={checked.refund} parts={parts} />)
}

type Refuse = (errors: RefundErrors) => Response | Promise<Response>

/** Whether it is still possible is for the verb to say, which also knows a form that was sent twice. */
async function doRefund(
  c: StaffContext,
  payment: PaymentDetail,
  typed: TypedRefund,
  refuse: Refuse,
): Promise<Response> {
  const words = texts(c.var.language).staffPayments.refund.errors
  // As if nothing were paid back yet: a second press of the button must reach the verb, which counts.
  const checked = checkRefund(typed, { ...payment, refunded: 0n, refunding: 0n }, c.var)
  if (!checked.ok) return refuse(checked.errors)
  const outcome = await refundPayment(c.var.actor, checked.refund)
  if (outcome.ok) {
    const done = payment.attempt ? "asked" : "refunded"
    return c.redirect(routes.staff.payment.to({ id: payment.id }, { done }), 303)
  }
  switch (outcome.reason) {
    case "more_than_left":
      return refuse({ amount: words.more_than_left(money(c, outcome.left, payment.currency)) })
    case "nothing_left":
      return c.html(<NothingLeft c={c} payment={payment} />, 422)
    case "before_payment":
      return refuse({ refundedOn: words.before_payment })
    default:
      return refuse({ requestKey: words[outcome.reason] })
  }
}

function NothingLeft({ c, payment }: { c: StaffContext; payment: PaymentDetail }) {
  const { staffPayments, shared } = texts(c.var.language)
  const words = staffPayments.refund
  return (
    <StaffPage c={c} title={words.none} section="payments">
      <EmptyState title={words.none} icon="circle-check">
        <p>{words.noneText}</p>
        <Button href={routes.staff.payment.to({ id: payment.id })}>{shared.back}</Button>
      </EmptyState>
    </StaffPage>
  )
}

interface FormPageProps {
  c: StaffContext
  payment: PaymentDetail
  typed: TypedRefund
  errors: RefundErrors
}

function FormPage({ c, payment, typed, errors }: FormPageProps) {
  const { language, today } = c.var
  const { staffPayments } = texts(language)
  const words = staffPayments.refund
  const { currency, id } = payment
  return (
    <BookingForm
      c={c}
      section="payments"
      title={words.titleAny}
      intro={
        <>
          {staffPayments.payment.title(money(c, payment.amount, currency))}, {payment.customerName}.{" "}
          {words.left(money(c, leftOf(payment), currency))}
        </>
      }
      action={routes.staff.paymentRefund.to({ id })}
      back={routes.staff.payment.to({ id })}
      save={{ text: words.continue }}
      errors={errors}
      problem={words.problem}
      requestKey={typed.requestKey}
    >
      <Field
        name="amount"
        label={words.amount}
        hint={words.amountHint}
        value={typed.amount}
        error={errors.amount}
        inputmode="decimal"
        autocomplete="off"
        after={currency === "DKK" ? "kr." : currency}
        required
      />
      {!payment.attempt && (
        <Field
          name="refundedOn"
          label={words.date}
          hint={words.dateHint}
          type="date"
          value={typed.refundedOn}
          min={payment.receivedOn}
          max={today}
          error={errors.refundedOn}
          required
        />
      )}
      <Field
        name="reason"
        label={words.reason}
        hint={words.reasonHint}
        value={typed.reason}
        error={errors.reason}
        maxlength={200}
        autocomplete="off"
      />
    </BookingForm>
  )
}

interface ConfirmPageProps {
  c: StaffContext
  payment: PaymentDetail
  typed: TypedRefund
  refund: RefundInput
  parts: readonly RefundPart[]
}

function ConfirmPage({ c, payment, typed, refund, parts }: ConfirmPageProps) {
  const { language } = c.var
  const words = texts(language).staffPayments.refund
  const { id, currency, customerName } = payment
  const amount = money(c, refund.amount, currency)
  const title = words.confirmTitle(amount, customerName)
  return (
    <StaffPage c={c} title={title} section="payments">
      <section class="card narrow">
        <h1>{title}</h1>
        <form method="post" action={routes.staff.paymentRefund.to({ id })} class="stack">
          {Object.entries(typed).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <p>{payment.attempt ? words.byProvider : words.byHand(formatDate(refund.refundedOn, language))}</p>
          <div>
            <h2 class="label-heading">{words.bookedOn}</h2>
            <dl class="facts facts-inline">
              {parts.map((part) => (
                <div>
                  <dt>{partText(c, part)}</dt>
                  <dd>{money(c, part.amount, currency)}</dd>
                </div>
              ))}
            </dl>
          </div>
          <div class="actions">
            <Button kind="danger" name="step" value="confirmed">
              {payment.attempt ? words.doProvider(amount) : words.doHand(amount)}
            </Button>
            <Button name="step" value="change">
              {words.change}
            </Button>
            <Button kind="plain" href={routes.staff.payment.to({ id })}>
              {texts(language).shared.cancel}
            </Button>
          </div>
        </form>
      </section>
    </StaffPage>
  )
}

/** What a part is booked on, in words. */
function partText(c: StaffContext, { kind, number }: RefundPart): string {
  const words = texts(c.var.language).staffPayments.refund.parts
  return fill(words[kind], { number: number ?? "" })
}
