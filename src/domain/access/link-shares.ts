import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvent } from "../events/index.ts"

export type SharedLink = "portal_token" | "document_link" | "sign_in_link"
export type ShareWay = "copy" | "mail" | "sms" | "command" | "api"

/** What was shared, with whose, to whom, by which way. */
export interface Share {
  what: SharedLink
  way: ShareWay
  customerId: string
  /** Null where it went to the customer's own address, or was copied. */
  contactId?: string | null
  documentId?: string | null
  documentLinkId?: string
  signInLinkId?: string
  tokenId?: string
  mailId?: string
}

/** Keeps that a link was shared just now, and records the event. Answers the share's id. */
export async function recordShare(db: Db, actor: WorkActor, share: Share): Promise<string> {
  const id = newId()
  await db
    .insertInto("link_shares")
    .values({
      business_id: actor.businessId,
      id,
      what: share.what,
      way: share.way,
      customer_id: share.customerId,
      contact_id: share.contactId ?? null,
      document_id: share.documentId ?? null,
      document_link_id: share.documentLinkId ?? null,
      sign_in_link_id: share.signInLinkId ?? null,
      token_id: share.tokenId ?? null,
      mail_id: share.mailId ?? null,
      created_by: actor.kind === "staff" ? actor.staffId : null,
      state: "shared",
    })
    .execute()
  await recordShareEvent(db, id, share)
  return id
}

/** The one event of a sharing: who (the actor), what, to whom, by which way. */
export async function recordShareEvent(db: Db, shareId: string, share: Share): Promise<void> {
  await recordEvent(db, "portal_link.shared", {
    customerId: share.customerId,
    documentId: share.documentId ?? undefined,
    data: {
      what: share.what,
      way: share.way,
      share: shareId,
      link: share.documentLinkId ?? share.signInLinkId ?? share.tokenId ?? null,
      contact: share.contactId ?? null,
    },
  })
}
