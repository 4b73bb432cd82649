import { closeDocumentLink, documentLinkDays, findDocumentLink } from "../../../domain/access/index.ts"
import { type DocumentDetail, findDocument } from "../../../domain/documents/index.ts"
import { getPortalSettings } from "../../../domain/settings/index.ts"
import { type CopiedLink, copyDocumentLink, copyNewDocumentLink } from "../../../domain/sharing/index.ts"
import { dateIn } from "../../../platform/clock/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { portalOrigin } from "../../guards/origins.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, Card, CopyButton, Notice } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"

function issuingOf(c: StaffContext) {
  return { secrets: c.var.kvit.secrets, issuer: portalOrigin(c) }
}

/** `POST /documents/:id/links`: makes a link and shows it on this one page. */
export async function copyNewLink(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const document = isId(id) ? await findDocument(c.var.actor, id) : null
  return document ? showNewLink(c, document, documentLinkDays.default) : showNothingHere(c)
}

export async function showNewLink(
  c: StaffContext,
  document: DocumentDetail,
  days: number,
): Promise<Response> {
  const { id } = document
  const outcome = await copyNewDocumentLink(c.var.actor, issuingOf(c), { documentId: id, days })
  if (!outcome.ok) return c.redirect(routes.staff.document.to({ id }, { refused: outcome.reason }), 303)
  return showLink(c, document, outcome)
}

async function findAsked(c: StaffContext) {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findDocumentLink(c.var.actor, id) : null
}

/** `POST /document-links/:id/copy`: the same link once more. */
export async function copyLink(c: StaffContext): Promise<Response> {
  const link = await findAsked(c)
  const document = link && (await findDocument(c.var.actor, link.documentId))
  if (!link || !document) return showNothingHere(c)
  const copied = await copyDocumentLink(c.var.actor, issuingOf(c), link.id)
  if (!copied) return c.redirect(routes.staff.document.to({ id: document.id }, { done: "not_active" }), 303)
  return showLink(c, document, copied)
}

/** `POST /document-links/:id/close`. */
export async function closeLink(c: StaffContext): Promise<Response> {
  const link = await findAsked(c)
  if (!link) return showNothingHere(c)
  const done = (await closeDocumentLink(c.var.actor, link.id)) ? "closed" : "not_active"
  return c.redirect(routes.staff.document.to({ id: link.documentId }, { done }), 303)
}

/** A link to copy. One press marks all of it where there is no JavaScript. */
async function showLink(c: StaffContext, document: DocumentDetail, link: CopiedLink): Promise<Response> {
  const { language, business } = c.var
  const { sharing, shared } = texts(language)
  const words = sharing.link
  const title = words.title(documentTitle(document, language))
  const { signInFirst } = await getPortalSettings(c.var.actor)
  const until = formatDate(dateIn(business.timeZone, link.expiresAt), language)
  return c.html(
    <StaffPage c={c} title={title} section="documents">
      <div class="narrow stack">
        <Card title={title}>
          <div class="secret">
            <output aria-label={words.label}>{link.address}</output>
            <CopyButton
              value={link.address}
              texts={shared.copy}
              label={`${shared.copy.copy}: ${words.label}`}
            />
          </div>
          <p class="soft small">{words.note(until)}</p>
          {signInFirst && <Notice kind="info">{words.signInFirst}</Notice>}
          <div class="actions">
            <Button href={routes.staff.document.to({ id: document.id })}>{words.back}</Button>
          </div>
        </Card>
      </div>
    </StaffPage>,
  )
}
