import type { Db, StaffActor } from "../../platform/database/index.ts"
import { type MakeDocumentLinkOutcome, makeDocumentLink, recordShare } from "../access/index.ts"
import { queueMail } from "../notifications/index.ts"
import { findRecipients, type Recipient } from "./recipients.ts"

export interface DocumentToSend {
  documentId: string
  /** Whom of `listRecipients`, by contact id, or by customer id for a customer's own address. */
  to: readonly string[]
  /** Written by staff in place of the template's; without them the template writes each mail. */
  subject?: string
  text?: string
  attachPdf: boolean
  /** How long the link in it works, 1 to 365. */
  days: number
  /** The form's own: the same form sent again sends nothing more. */
  requestKey: string
}

export type SendDocumentOutcome =
  | { ok: true; sentTo: number }
  | {
      ok: false
      reason: Extract<MakeDocumentLinkOutcome, { ok: false }>["reason"] | "nobody" | "not_a_recipient"
    }

/**
 * Mails a document to chosen contacts: each gets a mail and a link of their own, so that it can be told who opened
 * theirs. All or none. Refuses those who are no recipients of the document, and what the link would not open.
 */
export async function sendDocument(actor: StaffActor, wanted: DocumentToSend): Promise<SendDocumentOutcome> {
  if (wanted.to.length === 0) return { ok: false, reason: "nobody" }
  return actor.transaction(async (db) => {
    const kind = await findKind(db, actor, wanted.documentId)
    if (!kind) return { ok: false, reason: "no_document" }
    const known = await findRecipients(db, actor, { documentId: wanted.documentId })
    const chosen = known.filter((one) => wanted.to.includes(recipientKey(one)))
    if (chosen.length !== new Set(wanted.to).size) return { ok: false, reason: "not_a_recipient" }
    if (await wasSent(db, actor, wanted.requestKey)) return { ok: true, sentTo: chosen.length }
    for (const recipient of chosen) {
      const made = await makeDocumentLink(db, actor, {
        documentId: wanted.documentId,
        customerId: recipient.customerId,
        recipient: recipient.contactId
          ? { kind: "contact", contactId: recipient.contactId }
          : { kind: "customer" },
        days: wanted.days,
      })
      // Nothing has been written yet where the first is refused; the others are refused for the same reasons.
      if (!made.ok) return made
      await mailTo(db, actor, wanted, { recipient, linkId: made.linkId, kind })
    }
    return { ok: true, sentTo: chosen.length }
  })
}

/** What names a recipient in a form. */
export function recipientKey({ contactId, customerId }: Pick<Recipient, "contactId" | "customerId">): string {
  return contactId ?? customerId
}

async function mailTo(
  db: Db,
  actor: StaffActor,
  wanted: DocumentToSend,
  { recipient, linkId, kind }: { recipient: Recipient; linkId: string; kind: string },
): Promise<void> {
  const { mailId } = await queueMail(db, actor, {
    template: kind === "invoice" ? "sales_invoice" : "document_link",
    customerId: recipient.customerId,
    contactId: recipient.contactId,
    documentId: wanted.documentId,
    linkId,
    ...(wanted.subject === undefined ? {} : { subject: wanted.subject }),
    ...(wanted.text === undefined ? {} : { text: wanted.text }),
    attachPdf: wanted.attachPdf,
    key: `send:${wanted.requestKey}:${recipientKey(recipient)}`,
  })
  await recordShare(db, actor, {
    what: "document_link",
    way: "mail",
    customerId: recipient.customerId,
    contactId: recipient.contactId,
    documentId: wanted.documentId,
    documentLinkId: linkId,
    mailId,
  })
}

async function findKind(db: Db, actor: StaffActor, documentId: string): Promise<string | null> {
  const row = await db
    .selectFrom("documents")
    .select("kind")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", documentId)
    // Two forms sent at once wait here for one another.
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row?.kind ?? null
}

async function wasSent(db: Db, actor: StaffActor, requestKey: string): Promise<boolean> {
  const row = await db
    .selectFrom("mails")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("key", "like", `send:${requestKey}:%`)
    .executeTakeFirst()
  return row !== undefined
}
