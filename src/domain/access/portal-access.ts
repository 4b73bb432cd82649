import { sql } from "kysely"
import type { StaffActor } from "../../platform/database/index.ts"
import { recordEvent } from "../events/index.ts"
import { revokeTokenOfCustomer } from "./tokens/revoke-tokens.ts"

/**
 * Lets a customer into the portal or blocks them, over every way in. Blocking revokes the token and ends every
 * session at once. False where nothing changed.
 */
export async function setPortalAccess(
  actor: StaffActor,
  customerId: string,
  allowed: boolean,
): Promise<boolean> {
  return actor.transaction(async (db) => {
    const changed = await db
      .updateTable("customers")
      .set({ portal_access: allowed })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", customerId)
      .where("portal_access", "=", !allowed)
      .returning("id")
      .executeTakeFirst()
    if (!changed) return false
    if (!allowed) {
      await revokeTokenOfCustomer(db, actor, customerId)
      await db
        .updateTable("portal_sessions")
        .set({ ended_at: sql<Date>`now()` })
        .where("business_id", "=", actor.businessId)
        .where("customer_id", "=", customerId)
        .where("ended_at", "is", null)
        .execute()
    }
    await recordEvent(db, "customer.portal_access_changed", { customerId, data: { allowed } })
    return true
  })
}
