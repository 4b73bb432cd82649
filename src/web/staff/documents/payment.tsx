import { type DocumentDetail, findDocument } from "../../../domain/documents/index.ts"
import {
  findPaymentNotice,
  type PaymentNoticeFacts,
  paymentMethods,
  recordPayment,
} from "../../../domain/payments/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import { formatAmount, formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, EmptyState, Field, Notice, Select } from "../../ui/index.ts"
import { BookingForm } from "../booking-form.tsx"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { checkPayment, type PaymentErrors, readTyped, type TypedPayment } from "./payment-form.ts"

/** Asks for a payment that came in: all that is open, today, by bank, unless told otherwise. */
export async function showPaymentForm(c: StaffContext): Promise<Response> {
  const document = await findAsked(c)
  if (!document) return showNothingHere(c)
  if (!isOpen(document)) return c.html(<NothingOpen c={c} document={document} />)
  const { language, today } = c.var
  const notice = await findAskedNotice(c, document.id)
  const typed = {
    amount: formatAmount({ amount: document.balance, currency: document.currency }, language),
    receivedOn: notice && notice.paidOn < today ? notice.paidOn : today,
    method: "bank",
    reference: "",
    requestKey: newId(),
    notice: notice?.id ?? "",
  }
  return c.html(<PaymentPage c={c} document={document} typed={typed} errors={{}} />)
}

/** Records it, once however often the button is pressed; what is wrong comes back at its field. */
export async function savePayment(c: StaffContext): Promise<Response> {
  const { actor, language, today } = c.var
  const document = await findAsked(c)
  if (!document) return showNothingHere(c)
  const typed = readTyped(await c.req.parseBody())
  const refuse = (errors: PaymentErrors) =>
    c.html(<PaymentPage c={c} document={document} typed={typed} errors={errors} />, 422)
  const checked = checkPayment(typed, { currency: document.currency, language, today })
  if (!checked.ok) return refuse(checked.errors)
  const outcome = await recordPayment(actor, { ...checked.payment, documentId: document.id })
  if (outcome.ok) return c.redirect(routes.staff.document.to({ id: document.id }, { done: "payment" }), 303)
  if (outcome.reason === "key_of_another") {
    return refuse({ requestKey: texts(language).staffDocuments.payment.errors.key_of_another })
  }
  if (outcome.reason === "more_than_open") {
    const open = formatMoney({ amount: outcome.open, currency: document.currency }, language)
    return refuse({ amount: texts(language).staffDocuments.payment.errors.more_than_open(open) })
  }
  return c.html(<NothingOpen c={c} document={document} />, 422)
}

async function findAsked(c: StaffContext): Promise<DocumentDetail | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findDocument(c.var.actor, id) : null
}

/** What the customer said of this invoice, where the form was opened from that. */
async function findAskedNotice(c: StaffContext, documentId: string): Promise<PaymentNoticeFacts | null> {
  const id = c.req.query("notice") ?? ""
  const notice = isId(id) ? await findPaymentNotice(c.var.actor, id) : null
  return notice?.documentId === documentId ? notice : null
}

function isOpen({ kind, state, balance }: DocumentDetail): boolean {
  return kind === "invoice" && state === "issued" && balance > 0n
}

function NothingOpen({ c, document }: { c: StaffContext; document: DocumentDetail }) {
  const { staffDocuments, shared } = texts(c.var.language)
  const words = staffDocuments.payment
  return (
    <StaffPage c={c} title={words.nothingOpen} section="documents">
      <EmptyState title={words.nothingOpen} icon="circle-check">
        <p>{words.nothingOpenText}</p>
        <Button href={routes.staff.document.to({ id: document.id })}>{shared.back}</Button>
      </EmptyState>
    </StaffPage>
  )
}

interface PaymentPageProps {
  c: StaffContext
  document: DocumentDetail
  typed: TypedPayment
  errors: PaymentErrors
}

function PaymentPage({ c, document, typed, errors }: PaymentPageProps) {
  const { language, today } = c.var
  const { staffDocuments, staffPayments, shared } = texts(language)
  const words = staffDocuments.payment
  const { currency, id } = document
  const title = words.title(documentTitle(document, language))
  const open = formatMoney({ amount: document.balance, currency }, language)
  return (
    <BookingForm
      c={c}
      section="documents"
      title={title}
      intro={words.open(open)}
      action={routes.staff.documentPayments.to({ id })}
      back={routes.staff.document.to({ id })}
      save={{ text: words.record }}
      errors={errors}
      problem={words.problem}
      requestKey={typed.requestKey}
      hidden={typed.notice ? { notice: typed.notice } : {}}
    >
      {typed.notice && <Notice kind="info">{staffPayments.notices.asSaid}</Notice>}
      <Field
        name="amount"
        label={words.amount}
        hint={words.amountHint(formatAmount({ amount: 123_450n, currency }, language))}
        value={typed.amount}
        error={errors.amount}
        inputmode="decimal"
        autocomplete="off"
        after={currency === "DKK" ? "kr." : currency}
        required
      />
      <Field
        name="receivedOn"
        label={words.date}
        type="date"
        value={typed.receivedOn}
        max={today}
        error={errors.receivedOn}
        required
      />
      <Select
        name="method"
        label={words.method}
        value={typed.method}
        error={errors.method}
        options={paymentMethods.map((method) => ({ value: method, text: shared.methods[method] }))}
      />
      <Field
        name="reference"
        label={words.reference}
        hint={words.referenceHint}
        value={typed.reference}
        error={errors.reference}
        maxlength={200}
        autocomplete="off"
      />
    </BookingForm>
  )
}
