import { z } from "zod"
import { type DocumentDetail, findDocument } from "../../../domain/documents/index.ts"
import { listBookings, takeBackWriteOff, writeOff } from "../../../domain/ledger/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import { formatAmount, formatMoney } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, EmptyState, Field, PageHead } from "../../ui/index.ts"
import { BookingForm } from "../booking-form.tsx"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { AmountField, checkAmount } from "./amount-field.tsx"

const typedSchema = z.object({
  amount: z.string().max(100).catch(""),
  reason: z.string().max(1000).catch(""),
  requestKey: z.string().max(100).catch(""),
})
type Typed = z.infer<typeof typedSchema>
type Errors = Partial<Record<keyof Typed, string>>

const longestReason = 200

/** `GET /documents/:id/write-off`: all that is open, unless told otherwise. */
export async function askWriteOff(c: StaffContext): Promise<Response> {
  const document = await findAsked(c)
  if (!document) return showNothingHere(c)
  if (!canWriteOff(document)) return c.html(<NothingOpen c={c} document={document} />)
  const amount = formatAmount({ amount: document.balance, currency: document.currency }, c.var.language)
  const typed = { amount, reason: "", requestKey: newId() }
  return c.html(<WriteOffPage c={c} document={document} typed={typed} errors={{}} />)
}

/** Writes it off, once however often the button is pressed; what is wrong comes back at its field. */
export async function saveWriteOff(c: StaffContext): Promise<Response> {
  const document = await findAsked(c)
  if (!document) return showNothingHere(c)
  const { actor, language } = c.var
  const { staffLedger } = texts(language)
  const words = staffLedger.writeOff.errors
  const typed = typedSchema.parse(await c.req.parseBody())
  const refuse = (errors: Errors) =>
    c.html(<WriteOffPage c={c} document={document} typed={typed} errors={errors} />, 422)
  const { currency, id: documentId } = document
  const errors: Errors = {}
  const amount = checkAmount(typed.amount, currency, language)
  if (!amount.ok) errors.amount = amount.error
  const reason = typed.reason.replace(/\p{Cc}+/gu, " ").trim()
  if (reason.length === 0 || reason.length > longestReason) errors.reason = words.reason
  if (!isId(typed.requestKey)) errors.requestKey = staffLedger.form
  if (Object.keys(errors).length > 0 || !amount.ok) return refuse(errors)
  const { requestKey } = typed
  const outcome = await writeOff(actor, { documentId, amount: amount.amount, reason, requestKey })
  if (outcome.ok) return c.redirect(routes.staff.document.to({ id: documentId }, { done: "write_off" }), 303)
  if (outcome.reason === "key_of_another") return refuse({ requestKey: words.key_of_another })
  if (outcome.reason === "more_than_open") {
    return refuse({ amount: words.more_than_open(formatMoney({ amount: outcome.open, currency }, language)) })
  }
  return c.html(<NothingOpen c={c} document={document} />, 422)
}

/** `POST /documents/:id/write-offs/:writeOff/take-back`. Pressed twice, the second changes nothing. */
export async function saveWriteOffBack(c: StaffContext): Promise<Response> {
  const document = await findAsked(c)
  const writeOffId = c.req.param("writeOff") ?? ""
  const bookings = document && isId(writeOffId) ? await listBookings(c.var.actor, document.id) : []
  if (!document || !bookings.some((booking) => booking.writeOffId === writeOffId)) return showNothingHere(c)
  await takeBackWriteOff(c.var.actor, writeOffId)
  return c.redirect(routes.staff.document.to({ id: document.id }, { done: "write_off_back" }), 303)
}

async function findAsked(c: StaffContext): Promise<DocumentDetail | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findDocument(c.var.actor, id) : null
}

/** Whether there is something on a document that could be written off. */
export function canWriteOff({ kind, state, balance }: DocumentDetail): boolean {
  return kind === "invoice" && state === "issued" && balance > 0n
}

function NothingOpen({ c, document }: { c: StaffContext; document: DocumentDetail }) {
  const { staffLedger, shared } = texts(c.var.language)
  const words = staffLedger.writeOff
  return (
    <StaffPage c={c} title={words.nothingOpen} section="documents">
      <PageHead title={words.title(documentTitle(document, c.var.language))} />
      <EmptyState title={words.nothingOpen} icon="circle-check">
        <p>{words.nothingOpenText}</p>
        <Button href={routes.staff.document.to({ id: document.id })}>{shared.back}</Button>
      </EmptyState>
    </StaffPage>
  )
}

interface PageProps {
  c: StaffContext
  document: DocumentDetail
  typed: Typed
  errors: Errors
}

function WriteOffPage({ c, document, typed, errors }: PageProps) {
  const { language } = c.var
  const { staffLedger } = texts(language)
  const words = staffLedger.writeOff
  const { currency, id } = document
  const title = words.title(documentTitle(document, language))
  return (
    <BookingForm
      c={c}
      section="documents"
      title={title}
      intro={words.open(formatMoney({ amount: document.balance, currency }, language))}
      action={routes.staff.documentWriteOff.to({ id })}
      back={routes.staff.document.to({ id })}
      save={{ text: words.save, kind: "danger" }}
      errors={errors}
      problem={words.problem}
      requestKey={typed.requestKey}
    >
      <AmountField
        label={words.amount}
        value={typed.amount}
        error={errors.amount}
        currency={currency}
        language={language}
      />
      <Field
        name="reason"
        label={words.reason}
        hint={words.reasonHint}
        value={typed.reason}
        error={errors.reason}
        maxlength={longestReason}
        autocomplete="off"
        required
      />
      <p class="soft">{words.warning}</p>
    </BookingForm>
  )
}
