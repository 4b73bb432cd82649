import { sql } from "kysely"
import type { Db, StaffActor, WorkActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { type Secrets, seal, sha256, unseal } from "../../../platform/secrets/index.ts"
import { newToken } from "../../../platform/tokens/index.ts"
import { recordEvent } from "../../events/index.ts"

/** Which key seals new tokens. Rows name theirs, so that keys can follow one another. */
const currentKey = "k1"

function tokenKey(secrets: Secrets, keyId: string): Buffer {
  return secrets.deriveKey(`portal-token/${keyId}`)
}

function boundTo(businessId: string, tokenId: string): string {
  return `portal-token:${businessId}:${tokenId}`
}

export type MakeTokenOutcome =
  | { ok: true; tokenId: string; token: string; expiresAt: Date }
  | { ok: false; reason: "has_active" | "no_customer" | "blocked" }

const uniqueViolation = "23505"

/**
 * Makes the customer's portal token, valid for the days the business set. Refuses where one is active
 * (`has_active`), unless `replace` is asked: then the old one dies in the same transaction.
 */
export async function makeToken(
  actor: WorkActor,
  secrets: Secrets,
  customerId: string,
  options: { replace: boolean },
): Promise<MakeTokenOutcome> {
  try {
    return await actor.transaction((db) => makeTokenIn(db, actor, secrets, customerId, options))
  } catch (error) {
    // Two asked at once: the index let one through.
    if (error instanceof Error && "code" in error && error.code === uniqueViolation)
      return { ok: false, reason: "has_active" }
    throw error
  }
}

async function makeTokenIn(
  db: Db,
  actor: WorkActor,
  secrets: Secrets,
  customerId: string,
  options: { replace: boolean },
): Promise<MakeTokenOutcome> {
  const customer = await db
    .selectFrom("customers")
    .select("portal_access")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", customerId)
    .where("merged_into", "is", null)
    .forUpdate()
    .executeTakeFirst()
  if (!customer) return { ok: false, reason: "no_customer" }
  if (!customer.portal_access) return { ok: false, reason: "blocked" }
  // An expired token makes room by itself; an active one only where it is to be replaced.
  await revokeWhere(db, actor, (query) =>
    options.replace
      ? query.where("customer_id", "=", customerId)
      : query.where("customer_id", "=", customerId).where("expires_at", "<=", sql<Date>`now()`),
  )
  const active = await db
    .selectFrom("portal_tokens")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("customer_id", "=", customerId)
    .where("revoked_at", "is", null)
    .executeTakeFirst()
  if (active) return { ok: false, reason: "has_active" }
  return insertToken(db, actor, secrets, customerId)
}

/** Writes a new token for a customer known to have none. For verbs of this module. */
export async function insertToken(db: Db, actor: WorkActor, secrets: Secrets, customerId: string) {
  const token = newToken("kvt")
  const tokenId = newId()
  const row = await db
    .insertInto("portal_tokens")
    .values({
      business_id: actor.businessId,
      id: tokenId,
      customer_id: customerId,
      token_sha256: sha256(token),
      sealed: seal(token, tokenKey(secrets, currentKey), boundTo(actor.businessId, tokenId)),
      key_id: currentKey,
      created_by: actor.kind === "staff" ? actor.staffId : null,
      expires_at: sql<Date>`now() + (select token_expiry_days from portal_settings where business_id = ${actor.businessId}) * interval '1 day'`,
    })
    .returning("expires_at")
    .executeTakeFirstOrThrow()
  await recordEvent(db, "token.created", { customerId, data: { token: tokenId } })
  return { ok: true as const, tokenId, token, expiresAt: row.expires_at }
}

type RevokeQuery = ReturnType<typeof startRevoke>

function startRevoke(db: Db, actor: WorkActor) {
  return db
    .updateTable("portal_tokens")
    .set({ revoked_at: sql<Date>`now()`, revoked_by: actor.kind === "staff" ? actor.staffId : null })
    .where("business_id", "=", actor.businessId)
    .where("revoked_at", "is", null)
}

async function revokeWhere(
  db: Db,
  actor: WorkActor,
  narrow: (query: RevokeQuery) => RevokeQuery,
): Promise<number> {
  const revoked = await narrow(startRevoke(db, actor)).returning(["id", "customer_id"]).execute()
  if (revoked.length === 0) return 0
  await db
    .updateTable("portal_sessions")
    .set({ ended_at: sql<Date>`now()` })
    .where("business_id", "=", actor.businessId)
    .where(
      "token_id",
      "in",
      revoked.map((token) => token.id),
    )
    .where("ended_at", "is", null)
    .execute()
  for (const token of revoked) {
    await recordEvent(db, "token.revoked", { customerId: token.customer_id, data: { token: token.id } })
  }
  return revoked.length
}

/** Revokes one token, and ends the sessions that came in by it. False where it was not active any more. */
export async function revokeToken(actor: WorkActor, tokenId: string): Promise<boolean> {
  return actor.transaction(
    async (db) => (await revokeWhere(db, actor, (query) => query.where("id", "=", tokenId))) === 1,
  )
}

/** Revokes the active token of one customer, if there is one. */
export async function revokeTokenOfCustomer(db: Db, actor: WorkActor, customerId: string): Promise<void> {
  await revokeWhere(db, actor, (query) => query.where("customer_id", "=", customerId))
}

/** Revokes every active token of the business. Answers how many. */
export async function revokeAllTokens(actor: StaffActor): Promise<number> {
  return actor.transaction((db) => revokeWhere(db, actor, (query) => query))
}

/** Makes a token for every customer who may come in and has none. Answers how many were made. */
export async function makeMissingTokens(actor: WorkActor, secrets: Secrets): Promise<number> {
  return actor.transaction(async (db) => {
    await revokeWhere(db, actor, (query) => query.where("expires_at", "<=", sql<Date>`now()`))
    const customers = await findCustomersWithoutToken(db, actor)
    for (const customer of customers) await insertToken(db, actor, secrets, customer.id)
    return customers.length
  })
}

function findCustomersWithoutToken(db: Db, actor: WorkActor) {
  return db
    .selectFrom("customers as c")
    .select("c.id")
    .where("c.business_id", "=", actor.businessId)
    .where("c.portal_access", "=", true)
    .where("c.merged_into", "is", null)
    .where((b) =>
      b.not(
        b.exists(
          b
            .selectFrom("portal_tokens as t")
            .select("t.id")
            .whereRef("t.business_id", "=", "c.business_id")
            .whereRef("t.customer_id", "=", "c.id")
            .where("t.revoked_at", "is", null)
            .where("t.expires_at", ">", sql<Date>`now()`),
        ),
      ),
    )
    .forUpdate()
    .execute()
}

/** How many customers `makeMissingTokens` would make one for. */
export async function countCustomersWithoutToken(actor: WorkActor): Promise<number> {
  return (await actor.transaction((db) => findCustomersWithoutToken(db, actor))).length
}

/**
 * The active token of a customer, or by its own id, unsealed for copying; recorded as a shared link. Null where
 * there is none that is active. `way` says how it left: copied on a page, or printed by the command.
 */
export async function shareToken(
  actor: WorkActor,
  secrets: Secrets,
  which: { tokenId: string } | { customerId: string },
  way: "copy" | "command",
): Promise<{ token: string; tokenId: string; customerId: string; expiresAt: Date } | null> {
  return actor.transaction(async (db) => {
    let query = db
      .selectFrom("portal_tokens")
      .select(["id", "customer_id", "sealed", "key_id", "expires_at"])
      .where("business_id", "=", actor.businessId)
      .where("revoked_at", "is", null)
      .where("expires_at", ">", sql<Date>`now()`)
    query =
      "tokenId" in which
        ? query.where("id", "=", which.tokenId)
        : query.where("customer_id", "=", which.customerId)
    const row = await query.executeTakeFirst()
    if (!row) return null
    const token = unseal(row.sealed, tokenKey(secrets, row.key_id), boundTo(actor.businessId, row.id))
    await recordEvent(db, "portal_link.shared", {
      customerId: row.customer_id,
      data: { what: "portal_token", way, token: row.id },
    })
    return { token, tokenId: row.id, customerId: row.customer_id, expiresAt: row.expires_at }
  })
}
