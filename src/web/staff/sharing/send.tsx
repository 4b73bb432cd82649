import { documentLinkDays } from "../../../domain/access/index.ts"
import type { DocumentDetail } from "../../../domain/documents/index.ts"
import { draftMail } from "../../../domain/notifications/index.ts"
import {
  chooseRecipient,
  listRecipients,
  type Recipient,
  recipientKey,
  sendDocument,
} from "../../../domain/sharing/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, Checkbox, Field, Notice, Switch, TextArea } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { findAskedDocument, hintOf } from "./actions.tsx"

interface Typed {
  to: readonly string[]
  subject: string
  text: string
  attachPdf: boolean
  requestKey: string
}

type Problems = Partial<Record<"to" | "subject" | "text", string>>

const longest = { subject: 300, text: 10_000 } as const

/** `GET /documents/:id/send`: the mail as the template has it, to be changed. */
export async function showSender(c: StaffContext): Promise<Response> {
  const document = await findAskedDocument(c)
  if (!document) return showNothingHere(c)
  const recipients = await listRecipients(c.var.actor, { documentId: document.id })
  const first = chooseRecipient(recipients)
  const drafted = first ? await draft(c, document, first) : { subject: "", text: "" }
  const typed = { ...drafted, to: first ? [recipientKey(first)] : [], attachPdf: true, requestKey: newId() }
  return c.html(<SenderPage c={c} document={document} recipients={recipients} typed={typed} problems={{}} />)
}

function draft(c: StaffContext, { id, kind }: DocumentDetail, to: Recipient) {
  const template = kind === "invoice" ? "sales_invoice" : "document_link"
  const { customerId, contactId } = to
  return draftMail(c.var.actor, { template, customerId, contactId, documentId: id })
}

/** `POST /documents/:id/send`: mails it to the chosen, once however often the button is pressed. */
export async function sendMail(c: StaffContext): Promise<Response> {
  const document = await findAskedDocument(c)
  if (!document) return showNothingHere(c)
  const recipients = await listRecipients(c.var.actor, { documentId: document.id })
  const typed = readTyped(await c.req.parseBody({ all: true }))
  const words = texts(c.var.language).sharing
  const problems = findProblems(typed, recipients, words)
  const refuse = (found: Problems) =>
    c.html(
      <SenderPage c={c} document={document} recipients={recipients} typed={typed} problems={found} />,
      422,
    )
  if (Object.keys(problems).length > 0) return refuse(problems)
  const outcome = await sendDocument(c.var.actor, {
    documentId: document.id,
    to: typed.to,
    ...(await findOwnWords(c, document, recipients, typed)),
    attachPdf: typed.attachPdf,
    days: documentLinkDays.default,
    requestKey: typed.requestKey,
  })
  if (!outcome.ok) return refuse({ to: words.refused[outcome.reason] })
  return c.redirect(routes.staff.document.to({ id: document.id }, { done: "sent" }), 303)
}

/** Where nothing was changed the template writes each mail, with each recipient's own name. */
async function findOwnWords(
  c: StaffContext,
  document: DocumentDetail,
  recipients: readonly Recipient[],
  { subject, text }: Typed,
): Promise<{ subject?: string; text?: string }> {
  const first = chooseRecipient(recipients)
  const drafted = first ? await draft(c, document, first) : null
  return drafted?.subject === subject && drafted.text === text ? {} : { subject, text }
}

function readTyped(body: Record<string, unknown>): Typed {
  const text = (name: string) =>
    (typeof body[name] === "string" ? body[name] : "").replaceAll("\r\n", "\n").trim()
  const to = [body.to].flat().filter((one) => typeof one === "string")
  const requestKey = text("requestKey")
  return {
    to: [...new Set(to)],
    subject: text("subject"),
    text: text("text"),
    attachPdf: body.attachPdf === "on",
    requestKey: isId(requestKey) ? requestKey : newId(),
  }
}

function findProblems(
  typed: Typed,
  recipients: readonly Recipient[],
  words: ReturnType<typeof texts>["sharing"],
): Problems {
  const problems: Problems = {}
  const known = recipients.map(recipientKey)
  if (typed.to.length === 0 || typed.to.some((one) => !known.includes(one)))
    problems.to = words.chooser.toProblem
  if (typed.subject === "" || typed.subject.length > longest.subject)
    problems.subject = words.sender.subjectProblem
  if (typed.text === "" || typed.text.length > longest.text) problems.text = words.sender.textProblem
  return problems
}

interface SenderProps {
  c: StaffContext
  document: DocumentDetail
  recipients: readonly Recipient[]
  typed: Typed
  problems: Problems
}

function SenderPage({ c, document, recipients, typed, problems }: SenderProps) {
  const { sharing, shared } = texts(c.var.language)
  const words = sharing.sender
  const title = words.title(documentTitle(document, c.var.language))
  const back = routes.staff.document.to({ id: document.id })
  return (
    <StaffPage c={c} title={title} section="documents">
      <section class="card narrow">
        <h1>{title}</h1>
        {document.state === "draft" && <Notice kind="warning">{sharing.refused.no_document}</Notice>}
        {Object.keys(problems).length > 0 && (
          <Notice kind="problem" title={words.problem}>
            {problems.to}
          </Notice>
        )}
        <form method="post" action={routes.staff.documentSend.to({ id: document.id })} class="form">
          <input type="hidden" name="requestKey" value={typed.requestKey} />
          <fieldset class="field">
            <legend class="label">{words.to}</legend>
            {recipients.length === 0 && <p class="soft">{sharing.nobody}</p>}
            {recipients.map((one) => (
              <Checkbox
                id={`to-${recipientKey(one)}`}
                name="to"
                value={recipientKey(one)}
                label={`${one.name} · ${one.address}`}
                hint={hintOf(one, recipients, sharing.chooser)}
                checked={typed.to.includes(recipientKey(one))}
              />
            ))}
          </fieldset>
          <Field
            name="subject"
            label={words.subject}
            value={typed.subject}
            error={problems.subject}
            maxlength={longest.subject}
            required
          />
          <TextArea
            name="text"
            label={words.text}
            hint={words.textHint}
            value={typed.text}
            error={problems.text}
            rows={12}
            maxlength={longest.text}
            required
          />
          <Switch name="attachPdf" label={words.attachPdf} checked={typed.attachPdf} />
          <div class="actions">
            <Button kind="primary" icon="mail">
              {words.submit}
            </Button>
            <Button href={back}>{shared.cancel}</Button>
          </div>
        </form>
      </section>
    </StaffPage>
  )
}
