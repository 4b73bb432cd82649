import type { Db, StaffActor } from "../../platform/database/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"
import {
  documentLinkDays,
  findDocumentLinkText,
  type MakeDocumentLinkOutcome,
  makeDocumentLink,
  recordShare,
} from "../access/index.ts"
import { documentLinkAddress } from "./link-makers.ts"

export interface CopiedLink {
  address: string
  documentId: string
  expiresAt: Date
}

interface Issuing {
  secrets: Secrets
  /** The portal's origin, as configured. */
  issuer: string
}

/**
 * Makes a link of a document to be copied, for its recipient, else for who owes it; recorded as shared. Refuses what
 * it would not open.
 */
export async function copyNewDocumentLink(
  actor: StaffActor,
  { secrets, issuer }: Issuing,
  wanted: { documentId: string; days?: number },
): Promise<({ ok: true } & CopiedLink) | Extract<MakeDocumentLinkOutcome, { ok: false }>> {
  return actor.transaction(async (db) => {
    const document = await db
      .selectFrom("documents")
      .select(["customer_id", "bill_to_id"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", wanted.documentId)
      .executeTakeFirst()
    if (!document) return { ok: false, reason: "no_document" }
    const make = (customerId: string) =>
      makeDocumentLink(db, actor, {
        documentId: wanted.documentId,
        customerId,
        recipient: { kind: "nobody" },
        days: wanted.days ?? documentLinkDays.default,
      })
    let customerId = document.customer_id
    let made = await make(customerId)
    if (!made.ok && made.reason === "blocked" && document.bill_to_id !== customerId) {
      customerId = document.bill_to_id
      made = await make(customerId)
    }
    if (!made.ok) return made
    const copied = await share(db, actor, { secrets, issuer }, made.linkId)
    if (!copied) throw new Error("A link that was just made cannot be written.")
    return { ok: true, ...copied }
  })
}

/** Copies a link that was made before, the same as it was; recorded as shared. Null where it opens nothing any more. */
export async function copyDocumentLink(
  actor: StaffActor,
  issuing: Issuing,
  linkId: string,
): Promise<CopiedLink | null> {
  return actor.transaction((db) => share(db, actor, issuing, linkId))
}

async function share(
  db: Db,
  actor: StaffActor,
  { secrets, issuer }: Issuing,
  linkId: string,
): Promise<CopiedLink | null> {
  const text = await findDocumentLinkText(db, secrets, { businessId: actor.businessId, linkId, issuer })
  if (!text) return null
  const link = await db
    .selectFrom("document_links")
    .select(["document_id", "customer_id", "expires_at"])
    .where("business_id", "=", actor.businessId)
    .where("id", "=", linkId)
    .executeTakeFirstOrThrow()
  await recordShare(db, actor, {
    what: "document_link",
    way: "copy",
    customerId: link.customer_id,
    documentId: link.document_id,
    documentLinkId: linkId,
  })
  return {
    address: documentLinkAddress(issuer, text),
    documentId: link.document_id,
    expiresAt: link.expires_at,
  }
}
