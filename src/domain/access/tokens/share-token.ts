import { sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { recordShare } from "../link-shares.ts"
import { openSealedToken } from "./token-seal.ts"

/**
 * The active token of a customer, or by its own id, unsealed for copying; recorded as a shared link. Null where
 * there is none that is active. `way` says how it left: copied on a page, printed by the command, or mailed.
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
    const token = openSealedToken(secrets, actor.businessId, row)
    await recordShare(db, actor, { what: "portal_token", way, customerId: row.customer_id, tokenId: row.id })
    return { token, tokenId: row.id, customerId: row.customer_id, expiresAt: row.expires_at }
  })
}
