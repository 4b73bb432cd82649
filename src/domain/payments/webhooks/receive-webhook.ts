import { sql } from "kysely"
import { createSystemActor, type Db, type WorkActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { queueJob } from "../../../platform/jobs/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import { followJob } from "../follow/follow-payment.ts"
import type { ProviderPaymentEvent } from "../mobilepay/provider.ts"
import { parseWebhook, verifyWebhook } from "../mobilepay/webhook.ts"
import { findWebhook } from "../settings/index.ts"

export interface ReceivedWebhook {
  /** The registration the address names. */
  webhookId: string
  /** The bytes as they came; never parsed and written again. */
  body: Buffer
  headers: Headers
}

export type WebhookOutcome = "stored" | "not_verified" | "unreadable"

/** The business whose webhook this is; null where it is nobody's, or counts no longer. */
export async function findBusinessOfWebhook(
  { database }: Pick<PaymentEnvironment, "database">,
  webhookId: string,
): Promise<string | null> {
  return database.transaction(async (db) => {
    await sql`select set_config('role', 'kvit_door', true)`.execute(db)
    const found = await sql<{ id: string | null }>`select business_of_webhook(${webhookId}) as id`.execute(db)
    return found.rows[0]?.id ?? null
  })
}

/**
 * Takes what the provider tells: verified on the raw bytes against the registered address (R47), stored, and the payment
 * queued to be read at the provider, all in one transaction; nothing is decided on the webhook's own word (R48). What
 * is told of a payment we do not know is stored too and accepted, since a refusal would hold up all that follows (R49).
 */
export async function receiveWebhook(
  environment: PaymentEnvironment,
  businessId: string,
  received: ReceivedWebhook,
): Promise<WebhookOutcome> {
  const actor = createSystemActor(environment, businessId, "job")
  const webhook = await findWebhook(environment, actor, received.webhookId)
  if (!webhook) return "not_verified"
  const { body, headers } = received
  if (!verifyWebhook({ secret: webhook.secret, url: webhook.url, body, headers })) return "not_verified"
  const event = parseWebhook(body)
  if (!event) return "unreadable"
  await actor.transaction(async (db) => {
    await db
      .updateTable("mobilepay_webhooks")
      .set({ last_received_at: sql<Date>`now()` })
      .where("business_id", "=", businessId)
      .where("id", "=", received.webhookId)
      // Said now and then: webhooks that come together do not wait for each other here.
      .where(sql<boolean>`coalesce(last_received_at < now() - interval '10 seconds', true)`)
      .execute()
    const attemptId = await storeEvent(db, actor, event, "webhook")
    if (attemptId) await queueJob(db, followJob, { businessId, attemptId })
  })
  return "stored"
}

/** Keeps what was told, once, and answers whose attempt it is of. */
export async function storeEvent(
  db: Db,
  actor: WorkActor,
  event: ProviderPaymentEvent,
  source: "webhook" | "poll",
): Promise<string | null> {
  const attempt = await db
    .selectFrom("payment_attempts")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("reference", "=", event.reference)
    .executeTakeFirst()
  await db
    .insertInto("provider_events")
    .values({
      business_id: actor.businessId,
      id: newId(),
      attempt_id: attempt?.id ?? null,
      reference: event.reference,
      name: event.name,
      psp_reference: event.pspReference,
      source,
      amount: event.amount.value,
      currency: event.amount.currency,
      success: event.success,
      occurred_at: event.timestamp,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return attempt?.id ?? null
}
