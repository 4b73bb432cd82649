import { sql } from "kysely"
import type { Db, StaffActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { queueJob } from "../../platform/jobs/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"
import {
  type MakeDocumentLinkOutcome,
  makeDocumentLink,
  makeSignInLink,
  type SharedLink,
} from "../access/index.ts"
import { chooseRecipient, findRecipients, type Recipient } from "./recipients.ts"

/** For so long a mail can be called off after the button was pressed. */
export const undoSeconds = 10
export const sendShareJob = "link_share.send"

/** What is mailed: the link of one document, the customer's portal link, or a link to the sign-in. */
export type MailedLink =
  | { what: "document_link"; documentId: string; days: number }
  | { what: "portal_token"; customerId: string }
  | { what: "sign_in_link"; customerId: string }

export type ShareOutcome =
  | { ok: true; shareId: string; recipient: Recipient }
  | {
      ok: false
      reason: Extract<MakeDocumentLinkOutcome, { ok: false }>["reason"] | "nobody" | "not_a_recipient"
    }

/**
 * Mails a link in ten seconds, unless it is undone: to whom it goes by itself (`listRecipients`), or to `to`, who
 * must be one of those. Pressed twice it goes once. Refuses where nobody can be reached, and what the link would
 * not open.
 */
export async function shareByMail(
  actor: StaffActor,
  secrets: Secrets,
  link: MailedLink,
  to?: { customerId: string; contactId: string | null },
): Promise<ShareOutcome> {
  return actor.transaction(async (db) => {
    const known = await findRecipients(db, actor, link)
    const recipients = link.what === "portal_token" ? known.filter((one) => one.maySeeAll) : known
    const recipient = to
      ? recipients.find((one) => one.customerId === to.customerId && one.contactId === to.contactId)
      : chooseRecipient(recipients)
    if (!recipient) return { ok: false, reason: to ? "not_a_recipient" : "nobody" }
    await lockCustomer(db, actor, recipient.customerId)
    const waiting = await findWaiting(db, actor, link, recipient)
    if (waiting) return { ok: true, shareId: waiting.id, recipient }
    const made = await makeLink(db, actor, secrets, link, recipient)
    if (!made.ok) return made
    const shareId = newId()
    await db
      .insertInto("link_shares")
      .values({
        business_id: actor.businessId,
        id: shareId,
        what: link.what,
        way: "mail",
        customer_id: recipient.customerId,
        contact_id: recipient.contactId,
        document_id: link.what === "document_link" ? link.documentId : null,
        document_link_id: link.what === "document_link" ? made.linkId : null,
        sign_in_link_id: link.what === "sign_in_link" ? made.linkId : null,
        created_by: actor.staffId,
        send_at: sql<Date>`now() + ${undoSeconds} * interval '1 second'`,
        state: "waiting",
      })
      .execute()
    const data = { businessId: actor.businessId, shareId }
    await queueJob(db, sendShareJob, data, { startAfterSeconds: undoSeconds, key: shareId })
    return { ok: true, shareId, recipient }
  })
}

/** Two who press at once wait here for one another. */
async function lockCustomer(db: Db, actor: StaffActor, customerId: string): Promise<void> {
  await db
    .selectFrom("customers")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", customerId)
    .forNoKeyUpdate()
    .execute()
}

function findWaiting(db: Db, actor: StaffActor, link: MailedLink, recipient: Recipient) {
  return db
    .selectFrom("link_shares")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("state", "=", "waiting")
    .where("what", "=", link.what)
    .where("customer_id", "=", recipient.customerId)
    .where("contact_id", "is not distinct from", recipient.contactId)
    .where("document_id", "is not distinct from", link.what === "document_link" ? link.documentId : null)
    .executeTakeFirst()
}

async function makeLink(
  db: Db,
  actor: StaffActor,
  secrets: Secrets,
  link: MailedLink,
  { customerId, contactId }: Recipient,
): Promise<{ ok: true; linkId: string | null } | Extract<MakeDocumentLinkOutcome, { ok: false }>> {
  switch (link.what) {
    case "portal_token":
      return { ok: true, linkId: null }
    case "sign_in_link":
      return makeSignInLink(db, actor, secrets, { customerId, contactId })
    case "document_link":
      return makeDocumentLink(db, actor, {
        documentId: link.documentId,
        customerId,
        recipient: contactId ? { kind: "contact", contactId } : { kind: "customer" },
        days: link.days,
      })
  }
}

/** Calls a mail off that has not gone out yet; its link is closed. False where it was too late. */
export async function undoShare(actor: StaffActor, shareId: string): Promise<boolean> {
  return actor.transaction(async (db) => {
    const undone = await db
      .updateTable("link_shares")
      .set({ state: "undone" })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", shareId)
      .where("state", "=", "waiting")
      .returning(["document_link_id", "sign_in_link_id"])
      .executeTakeFirst()
    if (!undone) return false
    for (const [table, id] of [
      ["document_links", undone.document_link_id],
      ["sign_in_links", undone.sign_in_link_id],
    ] as const) {
      if (!id) continue
      await db
        .updateTable(table)
        .set({ revoked_at: sql<Date>`now()` })
        .where("business_id", "=", actor.businessId)
        .where("id", "=", id)
        .execute()
    }
    return true
  })
}

/** Which template the mail with each link is written by. */
export const templateOf: Readonly<Record<SharedLink, "portal_link" | "document_link" | "sign_in_link">> = {
  portal_token: "portal_link",
  document_link: "document_link",
  sign_in_link: "sign_in_link",
}
