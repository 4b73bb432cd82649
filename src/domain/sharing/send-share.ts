import {
  type ActorEnvironment,
  createStaffActor,
  createSystemActor,
  type WorkActor,
} from "../../platform/database/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"
import { ensureToken, recordShareEvent, type SharedLink } from "../access/index.ts"
import { queueMail } from "../notifications/index.ts"
import { templateOf } from "./share-by-mail.ts"

/**
 * Hands a share's mail over once its ten seconds are up, in the name of who pressed the button, and records the
 * sharing. Safe to repeat; does nothing where it was undone. A customer blocked meanwhile gets nothing.
 */
export async function sendShare(
  environment: ActorEnvironment,
  secrets: Secrets,
  job: { businessId: string; shareId: string },
): Promise<void> {
  const system = createSystemActor(environment, job.businessId, "job")
  const share = await findWaiting(system, job.shareId)
  if (!share) return
  const actor = inTheNameOf(environment, job.businessId, share.created_by)
  const token =
    share.what === "portal_token" ? await ensureToken(system, secrets, share.customer_id) : undefined
  await actor.transaction(async (db) => {
    const taken = await db
      .updateTable("link_shares")
      .set({ state: token === null ? "failed" : "shared", token_id: token?.tokenId ?? null })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", job.shareId)
      .where("state", "=", "waiting")
      .returning("id")
      .executeTakeFirst()
    if (!taken || token === null) return
    const linkId = share.document_link_id ?? share.sign_in_link_id
    const { mailId } = await queueMail(db, actor, {
      template: templateOf[share.what as SharedLink],
      customerId: share.customer_id,
      contactId: share.contact_id,
      ...(share.document_id ? { documentId: share.document_id } : {}),
      ...(linkId ? { linkId } : {}),
      ...(token ? { tokenId: token.tokenId } : {}),
      key: `share:${job.shareId}`,
    })
    await db
      .updateTable("link_shares")
      .set({ mail_id: mailId })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", job.shareId)
      .execute()
    await recordShareEvent(db, job.shareId, {
      what: share.what as SharedLink,
      way: "mail",
      customerId: share.customer_id,
      contactId: share.contact_id,
      documentId: share.document_id,
      ...(share.document_link_id ? { documentLinkId: share.document_link_id } : {}),
      ...(share.sign_in_link_id ? { signInLinkId: share.sign_in_link_id } : {}),
      ...(token ? { tokenId: token.tokenId } : {}),
    })
  })
}

function findWaiting(system: WorkActor, shareId: string) {
  return system.transaction((db) =>
    db
      .selectFrom("link_shares")
      .select([
        "what",
        "customer_id",
        "contact_id",
        "document_id",
        "document_link_id",
        "sign_in_link_id",
        "created_by",
      ])
      .where("business_id", "=", system.businessId)
      .where("id", "=", shareId)
      .where("state", "=", "waiting")
      .executeTakeFirst(),
  )
}

/** A job does what a member of staff asked for, and events say so; without one it is the program's own. */
export function inTheNameOf(
  environment: ActorEnvironment,
  businessId: string,
  staffId: string | null,
): WorkActor {
  if (!staffId) return createSystemActor(environment, businessId, "job")
  return createStaffActor(environment, { businessId, staffId, role: "staff", name: "" })
}
