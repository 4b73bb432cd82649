import { sql } from "kysely"
import { type ActorEnvironment, createDoorActor, type Db } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { newSecret, type Secrets, sha256 } from "../../../platform/secrets/index.ts"
import { recordEvent } from "../../events/index.ts"
import { type Opener, recordOpening } from "../link-opening.ts"
import { readDocumentLink } from "./link-text.ts"

export interface DocumentLinkVisit {
  /** The link as it stands in the address. */
  link: string
  /** The portal's own origin, as configured. */
  issuer: string
  /** The session this browser holds already; the document is added to it. */
  heldSecret: string | undefined
  by: Opener
}

export interface OpenedDocumentLink {
  documentId: string
  secret: string
  /** The business asks for a sign-in before it shows the document; the session opens nothing meanwhile. */
  signInFirst: boolean
}

/**
 * Exchanges a document link for a session, or adds its document to the session held. Null for a link that opens
 * nothing: changed in any character, made for another purpose or portal, closed, expired, or its document no longer
 * this customer's or not shown. The caller tells these apart for nobody.
 */
export async function openDocumentLink(
  environment: ActorEnvironment,
  secrets: Secrets,
  businessId: string,
  visit: DocumentLinkVisit,
): Promise<OpenedDocumentLink | null> {
  const facts = readDocumentLink(secrets, visit.link, visit.issuer)
  if (!facts) return null
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const found = await sql<OpenedRow>`
      select * from open_document_link(${businessId}, ${facts.linkId}, ${facts.documentId}, ${facts.customerId},
        to_timestamp(${facts.expiresAtSeconds}), ${facts.keyId}, ${visit.by === "person"})`.execute(db)
    const opened = found.rows[0]
    if (!opened) {
      await recordEvent(db, "document_link.refused", { data: { link: facts.linkId } })
      return null
    }
    await recordOpening(db, visit.by, opened, {
      customerId: opened.customer_id,
      documentId: opened.document_id,
      data: { what: "document_link", link: facts.linkId },
    })
    const secret = await hold(db, businessId, facts.linkId, visit.heldSecret)
    return { documentId: opened.document_id, secret, signInFirst: opened.sign_in_first }
  })
}

interface OpenedRow {
  document_id: string
  customer_id: string
  sign_in_first: boolean
  was_first: boolean
  was_first_person: boolean
}

/**
 * Adds the link to the session held, or to a new one. The held one keeps its secret: links opened in two tabs at
 * once must find each other, and a cookie with the `__Host-` prefix cannot be planted by another site.
 */
async function hold(
  db: Db,
  businessId: string,
  linkId: string,
  heldSecret: string | undefined,
): Promise<string> {
  const held = heldSecret
    ? await db
        .updateTable("document_sessions")
        .set({ last_seen_at: sql<Date>`now()` })
        .where("business_id", "=", businessId)
        .where("secret_sha256", "=", sha256(heldSecret))
        .where("ended_at", "is", null)
        .where("last_seen_at", ">", sql<Date>`now() - interval '60 minutes'`)
        .returning("id")
        .executeTakeFirst()
    : undefined
  const secret = held && heldSecret ? heldSecret : newSecret()
  const sessionId = held?.id ?? newId()
  if (!held) {
    await db
      .insertInto("document_sessions")
      .values({ business_id: businessId, id: sessionId, secret_sha256: sha256(secret) })
      .execute()
  }
  await db
    .insertInto("document_session_links")
    .values({ business_id: businessId, session_id: sessionId, link_id: linkId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return secret
}
