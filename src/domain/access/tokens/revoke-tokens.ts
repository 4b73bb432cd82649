import { sql } from "kysely"
import type { Db, StaffActor, WorkActor } from "../../../platform/database/index.ts"
import { recordEvents } from "../../events/index.ts"

type RevokeQuery = ReturnType<typeof startRevoke>

function startRevoke(db: Db, actor: WorkActor) {
  return db
    .updateTable("portal_tokens")
    .set({ revoked_at: sql<Date>`now()`, revoked_by: actor.kind === "staff" ? actor.staffId : null })
    .where("business_id", "=", actor.businessId)
    .where("revoked_at", "is", null)
}

/** Revokes tokens that still live, ends the sessions that came in by them, and records each. Answers how many. */
async function revokeLiving(
  db: Db,
  actor: WorkActor,
  narrow: (query: RevokeQuery) => RevokeQuery,
): Promise<number> {
  const revoked = await narrow(startRevoke(db, actor).where("expires_at", ">", sql<Date>`now()`))
    .returning(["id", "customer_id"])
    .execute()
  if (revoked.length === 0) return 0
  const ids = revoked.map((token) => token.id)
  await db
    .updateTable("portal_sessions")
    .set({ ended_at: sql<Date>`now()` })
    .where("business_id", "=", actor.businessId)
    .where("token_id", "=", sql<string>`any (${ids}::uuid[])`)
    .where("ended_at", "is", null)
    .execute()
  await recordEvents(
    db,
    "token.revoked",
    revoked.map((token) => ({ customerId: token.customer_id, data: { token: token.id } })),
  )
  return revoked.length
}

/** Revokes one token, and ends the sessions that came in by it. False where it was not active any more. */
export async function revokeToken(actor: WorkActor, tokenId: string): Promise<boolean> {
  return actor.transaction(
    async (db) => (await revokeLiving(db, actor, (query) => query.where("id", "=", tokenId))) === 1,
  )
}

/** Revokes the active token of one customer, if there is one. */
export async function revokeTokenOfCustomer(db: Db, actor: WorkActor, customerId: string): Promise<void> {
  await revokeLiving(db, actor, (query) => query.where("customer_id", "=", customerId))
}

/** Revokes every active token of the business. Answers how many. */
export async function revokeAllTokens(actor: StaffActor): Promise<number> {
  return actor.transaction((db) => revokeLiving(db, actor, (query) => query))
}

/**
 * Closes the rows of expired tokens, of one customer or of all, so that the index has room for new ones. They
 * stay "expired" in lists: nobody revoked them, so nothing is recorded.
 */
export async function makeRoom(db: Db, actor: WorkActor, customerId: string | null): Promise<void> {
  const expired = db
    .updateTable("portal_tokens")
    .set({ revoked_at: sql<Date>`now()` })
    .where("business_id", "=", actor.businessId)
    .where("revoked_at", "is", null)
    .where("expires_at", "<=", sql<Date>`now()`)
  await (customerId ? expired.where("customer_id", "=", customerId) : expired).execute()
}
