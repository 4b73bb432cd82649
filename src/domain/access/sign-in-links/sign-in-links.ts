import { sql } from "kysely"
import {
  type ActorEnvironment,
  createDoorActor,
  type Db,
  type WorkActor,
} from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { type Secrets, seal, sha256, unseal } from "../../../platform/secrets/index.ts"
import { isToken, newToken } from "../../../platform/tokens/index.ts"
import { currentKeyId } from "../keys/signing-keys.ts"
import { type Opener, recordOpening } from "../link-opening.ts"

/**
 * Makes a link that leads to the sign-in page with the customer's or contact's address filled in, for 30 days. It
 * signs nobody in. Refuses a customer who is not let in.
 */
export async function makeSignInLink(
  db: Db,
  actor: WorkActor,
  secrets: Secrets,
  whose: { customerId: string; contactId: string | null },
): Promise<{ ok: true; linkId: string } | { ok: false; reason: "blocked" }> {
  const customer = await db
    .selectFrom("customers")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", whose.customerId)
    .where("portal_access", "=", true)
    .where("merged_into", "is", null)
    .forShare()
    .executeTakeFirst()
  if (!customer) return { ok: false, reason: "blocked" }
  const linkId = newId()
  const token = newToken("kvl")
  const keyId = await currentKeyId(db)
  await db
    .insertInto("sign_in_links")
    .values({
      business_id: actor.businessId,
      id: linkId,
      customer_id: whose.customerId,
      contact_id: whose.contactId,
      token_sha256: sha256(token),
      sealed: seal(token, sealKey(secrets, keyId), boundTo(actor.businessId, linkId)),
      key_id: keyId,
      created_by: actor.kind === "staff" ? actor.staffId : null,
    })
    .execute()
  return { ok: true, linkId }
}

/** The token of a sign-in link, for the mail; null where it leads nowhere any more. */
export async function findSignInLinkToken(
  db: Db,
  secrets: Secrets,
  which: { businessId: string; linkId: string },
): Promise<string | null> {
  const row = await db
    .selectFrom("sign_in_links")
    .select(["sealed", "key_id"])
    .where("business_id", "=", which.businessId)
    .where("id", "=", which.linkId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst()
  return row
    ? unseal(row.sealed, sealKey(secrets, row.key_id), boundTo(which.businessId, which.linkId))
    : null
}

/** Counts that a sign-in link was opened. False where it leads nowhere: unknown, revoked or expired. */
export async function openSignInLink(
  environment: ActorEnvironment,
  businessId: string,
  token: string,
  by: Opener,
): Promise<boolean> {
  if (!isToken("kvl", token)) return false
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const result = await sql<{
      link_id: string
      customer_id: string
      was_first: boolean
      was_first_person: boolean
    }>`select * from open_sign_in_link(${businessId}, ${sha256(token)}, ${by === "person"})`.execute(db)
    const opened = result.rows[0]
    if (!opened) return false
    await recordOpening(db, by, opened, {
      customerId: opened.customer_id,
      data: { what: "sign_in_link", link: opened.link_id },
    })
    return true
  })
}

/**
 * The address to fill in on the sign-in page: the one staff sent a sign-in link to, or the newest document link this
 * browser's session holds. Null where there is none; it never says whether an address is known.
 */
export async function findFilledAddress(
  environment: ActorEnvironment,
  businessId: string,
  known: { signInToken: string | undefined; documentSecret: string | undefined },
): Promise<string | null> {
  const { signInToken, documentSecret } = known
  if (!signInToken && !documentSecret) return null
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const result = await sql<{ address: string | null }>`select filled_address(${businessId},
      ${signInToken ? sha256(signInToken) : null}, ${documentSecret ? sha256(documentSecret) : null}) as address`.execute(
      db,
    )
    return result.rows[0]?.address ?? null
  })
}

function sealKey(secrets: Secrets, keyId: string): Buffer {
  return secrets.deriveKey(`sign-in-link/${keyId}`)
}

function boundTo(businessId: string, linkId: string): string {
  return `sign-in-link:${businessId}:${linkId}`
}
