import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { recordEvent } from "../../events/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient, ProviderProblem } from "../mobilepay/provider.ts"
import { tryOpenMobilePay } from "./open-mobilepay.ts"
import { removeAtProvider, retireWebhook } from "./remove-webhook.ts"
import { sealWebhookSecret } from "./sealed-keys.ts"
import { type ConnectionProblem, connectionProblem } from "./test-connection.ts"
import { type AddressProblem, findAddressProblem } from "./webhook-address.ts"

/** Everything the provider tells of a payment (ePayment, webhook events). */
export const webhookEvents = [
  "epayments.payment.created.v1",
  "epayments.payment.authorized.v1",
  "epayments.payment.aborted.v1",
  "epayments.payment.expired.v1",
  "epayments.payment.terminated.v1",
  "epayments.payment.captured.v1",
  "epayments.payment.cancelled.v1",
  "epayments.payment.refunded.v1",
] as const

export type WebhookProblem = ConnectionProblem | AddressProblem
export type RegisterOutcome = { ok: true } | { ok: false; problem: WebhookProblem }

/**
 * Has the provider tell us of payments at `addressOf(id)`, an address with an id of its own. It is written down before
 * it is asked for, and counts once its secret is stored; the one before counts until then, and is taken away after.
 */
export async function registerWebhook(
  environment: PaymentEnvironment,
  actor: WorkActor,
  addressOf: (webhookId: string) => string,
): Promise<RegisterOutcome> {
  const webhookId = newId()
  const url = addressOf(webhookId)
  const problem = findAddressProblem(new URL(url).origin, environment.config.mobilePaySimulator)
  if (problem) return { ok: false, problem }
  const client = await tryOpenMobilePay(environment, actor)
  if (typeof client === "string") return { ok: false, problem: client }
  if (!(await writeDown(actor, webhookId, url))) return { ok: false, problem: "no_keys" }
  const answer = await client.registerWebhook(url, webhookEvents)
  if (!answer.ok) {
    const word = connectionProblem(answer.problem)
    await actor.transaction((db) => giveUp(db, actor, webhookId, word))
    if (mayBeDone(answer.problem)) await removeUnheard(environment, client, url)
    return { ok: false, problem: word }
  }
  const place = { businessId: actor.businessId, webhookId }
  const sealed = sealWebhookSecret(environment.secrets, place, answer.value.secret)
  const before = await actor.transaction((db) =>
    activate(db, actor, webhookId, { providerId: answer.value.id, sealed }),
  )
  // Another sales unit was set while the provider was asked: nobody wants this one any more.
  await removeAtProvider(environment, client, before ?? [answer.value.id])
  return before ? { ok: true } : { ok: false, problem: "no_keys" }
}

/** False where there is no sales unit to register for. */
async function writeDown(actor: WorkActor, webhookId: string, url: string): Promise<boolean> {
  const result = await actor.transaction((db) =>
    sql`insert into mobilepay_webhooks (business_id, id, url, environment, merchant_serial_number, state)
      select business_id, ${webhookId}, ${url}, environment, merchant_serial_number, 'registering'
      from mobilepay_settings where business_id = ${actor.businessId} and merchant_serial_number is not null`.execute(
      db,
    ),
  )
  return result.numAffectedRows === 1n
}

/** Answers the ids of those before it at the provider; null where the sales unit is another by now. */
async function activate(
  db: Db,
  actor: WorkActor,
  webhookId: string,
  made: { providerId: string; sealed: Buffer },
): Promise<string[] | null> {
  // Held until this is done, so that two registrations come one after the other.
  const unit = await db
    .selectFrom("mobilepay_settings")
    .select(["environment", "merchant_serial_number"])
    .where("business_id", "=", actor.businessId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const isWanted = await db
    .selectFrom("mobilepay_webhooks")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", webhookId)
    .where("environment", "=", unit.environment)
    .where("merchant_serial_number", "=", unit.merchant_serial_number ?? "")
    .executeTakeFirst()
  if (!isWanted) {
    await giveUp(db, actor, webhookId, null)
    return null
  }
  const before = await retireWebhook(db, actor)
  await db
    .updateTable("mobilepay_webhooks")
    .set({
      state: "active",
      provider_id: made.providerId,
      sealed_secret: made.sealed,
      registered_at: sql<Date>`now()`,
      checked_at: sql<Date>`now()`,
    })
    .where("business_id", "=", actor.businessId)
    .where("id", "=", webhookId)
    .execute()
  await recordEvent(db, "settings.changed", { data: { area: "mobilepay", changed: ["webhook"] } })
  return before
}

async function giveUp(
  db: Db,
  actor: WorkActor,
  webhookId: string,
  problem: WebhookProblem | null,
): Promise<void> {
  await db
    .updateTable("mobilepay_webhooks")
    .set({ state: "removed", problem })
    .where("business_id", "=", actor.businessId)
    .where("id", "=", webhookId)
    .execute()
}

function mayBeDone({ kind, status, cause }: ProviderProblem): boolean {
  if (kind === "busy") return status !== null && status >= 500
  return kind === "unreachable" && ["timeout", "connection_lost", "not_theirs"].includes(cause ?? "")
}

/** Where the answer was lost, it may be registered all the same, with a secret that nobody knows. */
async function removeUnheard(environment: PaymentEnvironment, client: MobilePayClient, url: string) {
  const list = await client.listWebhooks()
  const unheard = list.ok ? list.value.filter((one) => one.url === url).map((one) => one.id) : []
  await removeAtProvider(environment, client, unheard)
}
