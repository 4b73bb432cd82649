import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient } from "../mobilepay/provider.ts"
import { tryOpenMobilePay } from "./open-mobilepay.ts"

/** Takes away what is registered, and what is remembered of tries that came to nothing; answers its ids at the provider. */
export async function retireWebhook(db: Db, actor: WorkActor): Promise<string[]> {
  const before = await db
    .selectFrom("mobilepay_webhooks")
    .select(["id", "provider_id"])
    .where("business_id", "=", actor.businessId)
    .where("state", "=", "active")
    .forUpdate()
    .execute()
  await db
    .updateTable("mobilepay_webhooks")
    .set({ state: "removed", problem: null })
    .where("business_id", "=", actor.businessId)
    .where((where) => where.or([where("state", "=", "active"), where("problem", "is not", null)]))
    .execute()
  return before.flatMap((row) => row.provider_id ?? [])
}

/**
 * Takes the registration away, here at once and then at the provider. False where there was none. Where the provider
 * cannot be asked, what it still sends is refused, and the daily check takes it away there.
 */
export async function removeWebhook(environment: PaymentEnvironment, actor: WorkActor): Promise<boolean> {
  const providerIds = await actor.transaction(async (db) => {
    const removed = await retireWebhook(db, actor)
    if (removed.length > 0)
      await recordEvent(db, "settings.changed", { data: { area: "mobilepay", changed: ["webhook"] } })
    return removed
  })
  if (providerIds.length === 0) return false
  const client = await tryOpenMobilePay(environment, actor)
  await removeAtProvider(environment, typeof client === "string" ? null : client, providerIds)
  return true
}

/** As well as can be: what stays there is refused here, and the provider gives up on it after two weeks. */
export async function removeAtProvider(
  environment: PaymentEnvironment,
  client: MobilePayClient | null,
  providerIds: readonly string[],
): Promise<void> {
  for (const id of providerIds) {
    const answer = await client?.removeWebhook(id)
    if (!answer?.ok)
      environment.log.warn(
        { webhook: id },
        "A webhook could not be removed at MobilePay; it is refused here.",
      )
  }
}
