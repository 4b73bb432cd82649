import { sql } from "kysely"
import type { Db, StaffActor, WorkActor } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { recordEvents } from "../../events/index.ts"
import { writeDocumentLink } from "./link-text.ts"

/** The text of a link, the same every time; null where it is closed, expired, or its key retired. */
export async function findDocumentLinkText(
  db: Db,
  secrets: Secrets,
  which: { businessId: string; linkId: string; issuer: string },
): Promise<string | null> {
  const row = await db
    .selectFrom("document_links")
    .select(["document_id", "customer_id", "key_id", "expires_at"])
    .where("business_id", "=", which.businessId)
    .where("id", "=", which.linkId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst()
  if (!row) return null
  return writeDocumentLink(secrets, {
    keyId: row.key_id,
    issuer: which.issuer,
    documentId: row.document_id,
    customerId: row.customer_id,
    linkId: which.linkId,
    expiresAtSeconds: row.expires_at.getTime() / 1000,
  })
}

/** Whose and which document's a link is; null where there is none. */
export async function findDocumentLink(
  actor: WorkActor,
  linkId: string,
): Promise<{ id: string; documentId: string; customerId: string } | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("document_links")
      .select(["id", "document_id as documentId", "customer_id as customerId"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", linkId)
      .executeTakeFirst(),
  )
  return row ?? null
}

/** Closes one link: it opens nothing from the next request on. False where it was closed or had expired. */
export async function closeDocumentLink(actor: StaffActor, linkId: string): Promise<boolean> {
  return actor.transaction(async (db) => (await close(db, actor, { linkId })) === 1)
}

/** Closes every living document link of a customer. Answers how many. */
export async function closeDocumentLinksOf(actor: StaffActor, customerId: string): Promise<number> {
  return actor.transaction((db) => close(db, actor, { customerId }))
}

/** The same within a transaction, for verbs that close more than links. */
export async function close(
  db: Db,
  actor: WorkActor,
  which: { linkId: string } | { customerId: string },
): Promise<number> {
  const closed = await db
    .updateTable("document_links")
    .set({ revoked_at: sql<Date>`now()`, revoked_by: actor.kind === "staff" ? actor.staffId : null })
    .where("business_id", "=", actor.businessId)
    .where("linkId" in which ? "id" : "customer_id", "=", "linkId" in which ? which.linkId : which.customerId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning(["id", "customer_id", "document_id"])
    .execute()
  await recordEvents(
    db,
    "document_link.closed",
    closed.map((link) => ({
      customerId: link.customer_id,
      documentId: link.document_id,
      data: { link: link.id },
    })),
  )
  return closed.length
}

/** How many document links of a customer live. */
export async function countDocumentLinksOf(actor: WorkActor, customerId: string): Promise<number> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("document_links")
      .select(sql<number>`count(*)::int`.as("count"))
      .where("business_id", "=", actor.businessId)
      .where("customer_id", "=", customerId)
      .where("revoked_at", "is", null)
      .where("expires_at", ">", sql<Date>`now()`)
      .executeTakeFirstOrThrow(),
  )
  return row.count
}
