import type { WorkActor } from "../../../platform/database/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import { openWebhookSecret } from "./sealed-keys.ts"

/** What is registered, as staff see it. */
export interface WebhookStatus {
  url: string
  /** False where the last try to register came to nothing and none was there before. */
  isActive: boolean
  registeredAt: Date | null
  lastReceivedAt: Date | null
  checkedAt: Date | null
  problem: string | null
}

/** The registration that counts, else the last that came to nothing; null where none was ever tried. */
export async function findWebhookStatus(actor: WorkActor): Promise<WebhookStatus | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("mobilepay_webhooks")
      .select(["url", "state", "registered_at", "last_received_at", "checked_at", "problem"])
      .where("business_id", "=", actor.businessId)
      .where((where) => where.or([where("state", "<>", "removed"), where("problem", "is not", null)]))
      .orderBy((order) => order.case().when("state", "=", "active").then(0).else(1).end())
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirst(),
  )
  if (!row) return null
  return {
    url: row.url,
    isActive: row.state === "active",
    registeredAt: row.registered_at,
    lastReceivedAt: row.last_received_at,
    checkedAt: row.checked_at,
    problem: row.problem,
  }
}

/** What a delivery to this registration is verified with; null where there is none, or it counts no longer. */
export async function findWebhook(
  environment: Pick<PaymentEnvironment, "secrets">,
  actor: WorkActor,
  webhookId: string,
): Promise<{ id: string; url: string; secret: string } | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("mobilepay_webhooks")
      .select(["id", "url", "sealed_secret"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", webhookId)
      .where("state", "=", "active")
      .executeTakeFirst(),
  )
  if (!row?.sealed_secret) return null
  const place = { businessId: actor.businessId, webhookId }
  return {
    id: row.id,
    url: row.url,
    secret: openWebhookSecret(environment.secrets, place, row.sealed_secret),
  }
}
