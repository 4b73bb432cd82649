import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { currentKeyId } from "../keys/signing-keys.ts"

export const documentLinkDays = { least: 1, most: 365, default: 90 } as const

/** Whom a link is made for. */
export type LinkRecipient =
  | { kind: "contact"; contactId: string }
  | { kind: "customer" }
  /** To be copied. */
  | { kind: "nobody" }

export interface NewDocumentLink {
  documentId: string
  /** One of the document's own: its recipient or who owes it. */
  customerId: string
  recipient: LinkRecipient
  /** 1 to 365. */
  days: number
}

export type MakeDocumentLinkOutcome =
  | { ok: true; linkId: string; expiresAt: Date }
  | { ok: false; reason: "no_document" | "not_shown" | "blocked" | "portal_off" }

/**
 * Makes the row of a link that opens one document for one of its customers. Refuses what the link would not open:
 * a draft or another's document (`no_document`), a kind that is not shown, a blocked customer, a portal that is off.
 */
export async function makeDocumentLink(
  db: Db,
  actor: WorkActor,
  wanted: NewDocumentLink,
): Promise<MakeDocumentLinkOutcome> {
  const hindrance = await findHindrance(db, actor, wanted)
  if (hindrance) return { ok: false, reason: hindrance }
  if (wanted.recipient.kind === "nobody") {
    const copied = await findLinkToCopy(db, actor, wanted)
    if (copied) return { ok: true, linkId: copied.id, expiresAt: copied.expires_at }
  }
  const row = await db
    .insertInto("document_links")
    .values({
      business_id: actor.businessId,
      id: newId(),
      document_id: wanted.documentId,
      customer_id: wanted.customerId,
      key_id: await currentKeyId(db),
      recipient: wanted.recipient.kind,
      contact_id: wanted.recipient.kind === "contact" ? wanted.recipient.contactId : null,
      created_by: actor.kind === "staff" ? actor.staffId : null,
      expires_at: sql<Date>`date_trunc('second', now()) + ${wanted.days} * interval '1 day'`,
    })
    .returning(["id", "expires_at"])
    .executeTakeFirstOrThrow()
  return { ok: true, linkId: row.id, expiresAt: row.expires_at }
}

async function findHindrance(
  db: Db,
  actor: WorkActor,
  { documentId, customerId }: NewDocumentLink,
): Promise<"no_document" | "not_shown" | "blocked" | "portal_off" | null> {
  const found = await sql<{ isOpen: boolean; isShown: boolean; isLetIn: boolean }>`
    select p.enabled and f.enabled as "isOpen", c.portal_access and c.merged_into is null as "isLetIn",
      case v.kind when 'quote' then p.show_quotes when 'order' then p.show_orders
        when 'credit_note' then p.show_credit_notes else true end as "isShown"
    from document_viewers v
    join customers c on c.business_id = v.business_id and c.id = v.customer_id
    join portal_settings p on p.business_id = v.business_id
    join features f on f.business_id = v.business_id and f.feature = 'customer_portal'
    where v.business_id = ${actor.businessId} and v.document_id = ${documentId} and v.customer_id = ${customerId}
    for share of c`.execute(db)
  const [row] = found.rows
  if (!row) return "no_document"
  if (!row.isOpen) return "portal_off"
  if (!row.isLetIn) return "blocked"
  return row.isShown ? null : "not_shown"
}

/** A link made to be copied an hour ago is copied again, so that pressing twice does not leave two to look after. */
function findLinkToCopy(db: Db, actor: WorkActor, { documentId, customerId, days }: NewDocumentLink) {
  return db
    .selectFrom("document_links")
    .select(["id", "expires_at"])
    .where("business_id", "=", actor.businessId)
    .where("document_id", "=", documentId)
    .where("customer_id", "=", customerId)
    .where("recipient", "=", "nobody")
    .where("key_id", "=", sql<string>`signing_key()`)
    .where("created_by", "is not distinct from", actor.kind === "staff" ? actor.staffId : null)
    .where("revoked_at", "is", null)
    .where("created_at", ">", sql<Date>`now() - interval '1 hour'`)
    .where("expires_at", "=", sql<Date>`date_trunc('second', created_at) + ${days} * interval '1 day'`)
    .orderBy("id", "desc")
    .executeTakeFirst()
}
