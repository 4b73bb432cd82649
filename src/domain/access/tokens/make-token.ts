import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { recordEvent, recordEvents } from "../../events/index.ts"
import { currentKeyId } from "../keys/signing-keys.ts"
import { makeRoom, revokeTokenOfCustomer } from "./revoke-tokens.ts"
import { drawToken } from "./token-seal.ts"

export type MakeTokenOutcome =
  | { ok: true; tokenId: string; token: string; expiresAt: Date }
  | { ok: false; reason: "has_active" | "no_customer" | "blocked" }

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
  return actor.transaction(async (db) => {
    // Whoever makes a token or blocks the customer waits here for one another.
    const customer = await db
      .selectFrom("customers")
      .select("portal_access")
      .where("business_id", "=", actor.businessId)
      .where("id", "=", customerId)
      .where("merged_into", "is", null)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!customer) return { ok: false, reason: "no_customer" }
    if (!customer.portal_access) return { ok: false, reason: "blocked" }
    if (options.replace) await revokeTokenOfCustomer(db, actor, customerId)
    await makeRoom(db, actor, customerId)
    return insertToken(db, actor, secrets, customerId)
  })
}

async function insertToken(
  db: Db,
  actor: WorkActor,
  secrets: Secrets,
  customerId: string,
): Promise<MakeTokenOutcome> {
  const drawn = drawToken(secrets, actor.businessId, await currentKeyId(db))
  const row = await db
    .insertInto("portal_tokens")
    .values({
      business_id: actor.businessId,
      id: drawn.tokenId,
      customer_id: customerId,
      token_sha256: drawn.hash,
      sealed: drawn.sealed,
      key_id: drawn.keyId,
      created_by: staffIdOf(actor),
      expires_at: expiresAt(actor),
    })
    .onConflict((conflict) =>
      conflict.columns(["business_id", "customer_id"]).where("revoked_at", "is", null).doNothing(),
    )
    .returning("expires_at")
    .executeTakeFirst()
  if (!row) return { ok: false, reason: "has_active" }
  await recordEvent(db, "token.created", { customerId, data: { token: drawn.tokenId } })
  return { ok: true, tokenId: drawn.tokenId, token: drawn.token, expiresAt: row.expires_at }
}

const setSize = 500

/**
 * Makes a token for every customer who may come in and has none. Answers how many were made. One who gets a token
 * from somebody else meanwhile keeps that one.
 */
export async function makeMissingTokens(actor: WorkActor, secrets: Secrets): Promise<number> {
  return actor.transaction(async (db) => {
    await makeRoom(db, actor, null)
    const customers = await customersWithoutToken(db, actor).select("c.id").forNoKeyUpdate().execute()
    let made = 0
    for (let from = 0; from < customers.length; from += setSize) {
      made += await insertTokens(db, actor, secrets, customers.slice(from, from + setSize))
    }
    return made
  })
}

async function insertTokens(
  db: Db,
  actor: WorkActor,
  secrets: Secrets,
  customers: readonly { id: string }[],
): Promise<number> {
  const keyId = await currentKeyId(db)
  const rows = customers.map((customer) => {
    const drawn = drawToken(secrets, actor.businessId, keyId)
    return {
      id: drawn.tokenId,
      customer_id: customer.id,
      hash: drawn.hash.toString("hex"),
      sealed: drawn.sealed.toString("hex"),
      key_id: drawn.keyId,
    }
  })
  const made = await sql<{ id: string; customer_id: string }>`
    insert into portal_tokens (business_id, id, customer_id, token_sha256, sealed, key_id, created_by, expires_at)
    select ${actor.businessId}::uuid, id, customer_id, decode(hash, 'hex'), decode(sealed, 'hex'), key_id,
      ${staffIdOf(actor)}::uuid, ${expiresAt(actor)}
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as drawn (id uuid, customer_id uuid, hash text, sealed text, key_id text)
    on conflict (business_id, customer_id) where revoked_at is null do nothing
    returning id, customer_id`.execute(db)
  await recordEvents(
    db,
    "token.created",
    made.rows.map((row) => ({ customerId: row.customer_id, data: { token: row.id } })),
  )
  return made.rows.length
}

/** Days count from now; a setting changed later leaves the tokens that were made as they are. */
function expiresAt(actor: WorkActor) {
  return sql<Date>`now() + (select token_expiry_days from portal_settings where business_id = ${actor.businessId}) * interval '1 day'`
}

function staffIdOf(actor: WorkActor): string | null {
  return actor.kind === "staff" ? actor.staffId : null
}

function customersWithoutToken(db: Db, actor: WorkActor) {
  return db
    .selectFrom("customers as c")
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
}

/** How many customers `makeMissingTokens` would make one for. */
export async function countCustomersWithoutToken(actor: WorkActor): Promise<number> {
  const row = await actor.transaction((db) =>
    customersWithoutToken(db, actor).select(sql<number>`count(*)::int`.as("count")).executeTakeFirstOrThrow(),
  )
  return row.count
}
