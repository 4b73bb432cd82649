import { sql } from "kysely"
import { createSystemActor, type WorkActor } from "../../../platform/database/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient, ProviderWebhook } from "../mobilepay/provider.ts"
import { tryOpenMobilePay } from "./open-mobilepay.ts"
import { registerWebhook, type WebhookProblem, webhookEvents } from "./register-webhook.ts"
import { removeAtProvider } from "./remove-webhook.ts"
import { connectionProblem } from "./test-connection.ts"

/** Once a day: the provider takes a registration away whose address was dead for two weeks. */
export const checkWebhooksJob = "payment.check_webhook"

/** How long a registration may be under way; one that is older lost its answer. */
const registeringMinutes = 10

/** Looks after the registrations of every business. One that cannot be looked at keeps no other from it. */
export async function checkWebhooks(
  environment: PaymentEnvironment,
  addressOf: (webhookId: string) => string,
): Promise<void> {
  const found = await environment.database.transaction(async (db) => {
    await sql`select set_config('role', 'kvit_jobs', true)`.execute(db)
    return sql<{ webhook_business_id: string }>`select * from businesses_with_webhooks()`.execute(db)
  })
  for (const { webhook_business_id: businessId } of found.rows) {
    try {
      await checkWebhook(environment, createSystemActor(environment, businessId, "job"), addressOf)
    } catch (error) {
      environment.log.error({ err: error, business: businessId }, "A webhook could not be checked.")
    }
  }
}

export type CheckOutcome = "none" | "good" | "registered_anew" | WebhookProblem

/**
 * Asks the provider whether it still knows what is registered, and registers it anew where it does not, or where the
 * portal has another address by now. Takes away what of ours nobody listens to.
 */
export async function checkWebhook(
  environment: PaymentEnvironment,
  actor: WorkActor,
  addressOf: (webhookId: string) => string,
): Promise<CheckOutcome> {
  const client = await tryOpenMobilePay(environment, actor)
  const active = await findActive(actor)
  if (typeof client === "string") return active ? note(actor, active.id, client) : "none"
  const list = await client.listWebhooks()
  if (!list.ok) return active ? note(actor, active.id, connectionProblem(list.problem)) : "none"
  await removeLeftovers(environment, actor, client, list.value)
  if (!active) return "none"
  const known = list.value.find((one) => one.id === active.provider_id)
  const isWhole = known?.url === active.url && webhookEvents.every((name) => known.events.includes(name))
  if (isWhole && active.url === addressOf(active.id)) return note(actor, active.id, null)
  const outcome = await registerWebhook(environment, actor, addressOf)
  if (outcome.ok) return "registered_anew"
  // Where it is known there still, only its address is not the portal's; else it is gone.
  await note(actor, active.id, isWhole ? outcome.problem : "gone")
  return outcome.problem
}

async function findActive(actor: WorkActor) {
  return actor.transaction((db) =>
    db
      .selectFrom("mobilepay_webhooks")
      .select(["id", "url", "provider_id"])
      .where("business_id", "=", actor.businessId)
      .where("state", "=", "active")
      .executeTakeFirst(),
  )
}

async function note<Word extends WebhookProblem | "gone" | null>(
  actor: WorkActor,
  webhookId: string,
  problem: Word,
): Promise<NonNullable<Word> | "good"> {
  await actor.transaction((db) =>
    db
      .updateTable("mobilepay_webhooks")
      .set({ checked_at: sql<Date>`now()`, problem })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", webhookId)
      .where("state", "=", "active")
      .execute(),
  )
  return problem ?? "good"
}

/** What the provider knows by an address of ours that counts no longer. Other programs' registrations are theirs. */
async function removeLeftovers(
  environment: PaymentEnvironment,
  actor: WorkActor,
  client: MobilePayClient,
  listed: readonly ProviderWebhook[],
): Promise<void> {
  const dead = await actor.transaction(async (db) => {
    await db
      .updateTable("mobilepay_webhooks")
      .set({ state: "removed" })
      .where("business_id", "=", actor.businessId)
      .where("state", "=", "registering")
      .where("created_at", "<", sql<Date>`now() - ${registeringMinutes} * interval '1 minute'`)
      .execute()
    return db
      .selectFrom("mobilepay_webhooks")
      .select("url")
      .where("business_id", "=", actor.businessId)
      .where("state", "=", "removed")
      .execute()
  })
  const addresses = new Set(dead.map((row) => row.url))
  const left = listed.filter((one) => addresses.has(one.url)).map((one) => one.id)
  await removeAtProvider(environment, client, left)
}
