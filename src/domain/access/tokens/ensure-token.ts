import { sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { makeToken } from "./make-token.ts"
import { openSealedToken } from "./token-seal.ts"

/**
 * The customer's active portal token, made now where there is none: mails carry it, so it must live when they go
 * out. Null for a customer who is blocked or merged. Nothing is recorded but a token that is made; who sends the
 * mail records the sharing.
 */
export async function ensureToken(
  actor: WorkActor,
  secrets: Secrets,
  customerId: string,
): Promise<{ token: string; tokenId: string } | null> {
  const active = await findActive(actor, secrets, customerId)
  if (active) return active
  const made = await makeToken(actor, secrets, customerId, { replace: false })
  if (made.ok) return { token: made.token, tokenId: made.tokenId }
  // Somebody else made one at the same time: that one is the customer's.
  return made.reason === "has_active" ? findActive(actor, secrets, customerId) : null
}

async function findActive(actor: WorkActor, secrets: Secrets, customerId: string) {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("portal_tokens as t")
      .innerJoin("customers as c", (join) =>
        join.onRef("c.business_id", "=", "t.business_id").onRef("c.id", "=", "t.customer_id"),
      )
      .select(["t.id", "t.sealed", "t.key_id"])
      .where("t.business_id", "=", actor.businessId)
      .where("t.customer_id", "=", customerId)
      .where("t.revoked_at", "is", null)
      .where("t.expires_at", ">", sql<Date>`now()`)
      .where("c.portal_access", "=", true)
      .executeTakeFirst(),
  )
  return row ? { token: openSealedToken(secrets, actor.businessId, row), tokenId: row.id } : null
}
