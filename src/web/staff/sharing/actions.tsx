import { documentLinkDays } from "../../../domain/access/index.ts"
import { type DocumentDetail, findDocument } from "../../../domain/documents/index.ts"
import {
  chooseRecipient,
  findShare,
  listRecipients,
  type Recipient,
  recipientKey,
  shareByMail,
  undoShare,
} from "../../../domain/sharing/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, Field, RadioGroup } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { showNewLink } from "./links.tsx"
import { outcomeQuery } from "./share-notice.tsx"

export async function findAskedDocument(c: StaffContext): Promise<DocumentDetail | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findDocument(c.var.actor, id) : null
}

/** `POST /documents/:id/share`: mails a link to whom it goes by itself, in ten seconds. */
export async function shareAtOnce(c: StaffContext): Promise<Response> {
  const document = await findAskedDocument(c)
  if (!document) return showNothingHere(c)
  const { id } = document
  const link = { what: "document_link", documentId: id, days: documentLinkDays.default } as const
  const outcome = await shareByMail(c.var.actor, c.var.kvit.secrets, link)
  return c.redirect(routes.staff.document.to({ id }, outcomeQuery(outcome)), 303)
}

/** `POST /shares/:id/undo`. */
export async function undo(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const share = isId(id) ? await findShare(c.var.actor, id) : null
  if (!share) return showNothingHere(c)
  const undone = await undoShare(c.var.actor, id)
  const query = { share: id, ...(undone || share.state === "undone" ? {} : { done: "too_late" }) }
  const to = share.document
    ? routes.staff.document.to({ id: share.document.id }, query)
    : routes.staff.customer.to({ id: share.customerId }, query)
  return c.redirect(to, 303)
}

interface Typed {
  to: string
  days: string
}

/** `GET /documents/:id/sharing`. */
export async function chooseSharing(c: StaffContext): Promise<Response> {
  const document = await findAskedDocument(c)
  if (!document) return showNothingHere(c)
  const recipients = await listRecipients(c.var.actor, { documentId: document.id })
  const first = chooseRecipient(recipients)
  const typed = { to: first ? recipientKey(first) : toCopy, days: String(documentLinkDays.default) }
  return c.html(<ChooserPage c={c} document={document} recipients={recipients} typed={typed} />)
}

const toCopy = "copy"

/** `POST /documents/:id/sharing`: mails it to the chosen, or shows the link to copy. */
export async function shareChosen(c: StaffContext): Promise<Response> {
  const document = await findAskedDocument(c)
  if (!document) return showNothingHere(c)
  const { id } = document
  const body = await c.req.parseBody()
  const typed = { to: String(body.to ?? ""), days: String(body.days ?? "").trim() }
  const recipients = await listRecipients(c.var.actor, { documentId: id })
  const recipient = recipients.find((one) => recipientKey(one) === typed.to)
  const days = /^\d{1,3}$/.test(typed.days) ? Number(typed.days) : 0
  const words = texts(c.var.language).sharing.chooser
  const problems = {
    to: recipient || typed.to === toCopy ? undefined : words.toProblem,
    days: days >= documentLinkDays.least && days <= documentLinkDays.most ? undefined : words.daysProblem,
  }
  if (problems.to || problems.days) {
    return c.html(
      <ChooserPage c={c} document={document} recipients={recipients} typed={typed} problems={problems} />,
      422,
    )
  }
  if (!recipient) return showNewLink(c, document, days)
  const link = { what: "document_link", documentId: id, days } as const
  const outcome = await shareByMail(c.var.actor, c.var.kvit.secrets, link, recipient)
  return c.redirect(routes.staff.document.to({ id }, outcomeQuery(outcome)), 303)
}

interface ChooserProps {
  c: StaffContext
  document: DocumentDetail
  recipients: readonly Recipient[]
  typed: Typed
  problems?: { to: string | undefined; days: string | undefined } | undefined
}

function ChooserPage({ c, document, recipients, typed, problems }: ChooserProps) {
  const { sharing, shared } = texts(c.var.language)
  const words = sharing.chooser
  const title = words.title(documentTitle(document, c.var.language))
  return (
    <StaffPage c={c} title={title} section="documents">
      <section class="card narrow">
        <h1>{title}</h1>
        <form method="post" action={routes.staff.documentSharing.to({ id: document.id })} class="form">
          <RadioGroup
            name="to"
            label={words.to}
            value={typed.to}
            error={problems?.to}
            options={[
              ...recipients.map((one) => ({
                value: recipientKey(one),
                text: `${one.name} · ${one.address}`,
                hint: hintOf(one, recipients, words),
              })),
              { value: toCopy, text: words.copy },
            ]}
          />
          <div class="field-short">
            <Field
              name="days"
              type="number"
              inputmode="numeric"
              min={documentLinkDays.least}
              max={documentLinkDays.most}
              label={words.days}
              hint={words.daysHint}
              value={typed.days}
              error={problems?.days}
              required
            />
          </div>
          <div class="actions">
            <Button kind="primary">{words.submit}</Button>
            <Button href={routes.staff.document.to({ id: document.id })}>{shared.cancel}</Button>
          </div>
        </form>
      </section>
    </StaffPage>
  )
}

/** What tells recipients apart: a refused address, the main contact, and whose contact it is where there are two. */
export function hintOf(
  one: Recipient,
  all: readonly Recipient[],
  words: { refusedAddress: string; main: string },
): string | undefined {
  const isOfTwo = all.some((other) => other.customerId !== one.customerId)
  const parts = [
    isOfTwo ? one.customerName : "",
    one.isMain ? words.main : "",
    one.isRefused ? words.refusedAddress : "",
  ]
  return parts.filter((part) => part !== "").join(" · ") || undefined
}
