import type { Connection } from "../../../platform/database/index.ts"
import { asOwner } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { type KeyRow, keyColumns, openKeys } from "./open-mobilepay.ts"
import { openWebhookSecret } from "./sealed-keys.ts"

/** Which businesses have keys of MobilePay, or a webhook's secret, that this installation's secret does not open. */
export async function findUnsealableKeys(
  owner: Connection,
  secrets: Secrets,
): Promise<{ looked: number; unsealable: string[] }> {
  const { settings, webhooks } = await asOwner(owner, async (client) => ({
    settings: await client.query<KeyRow & { business_id: string }>(
      `select business_id, ${keyColumns.join(", ")} from mobilepay_settings`,
    ),
    webhooks: await client.query<{ business_id: string; id: string; sealed_secret: Buffer }>(
      "select business_id, id, sealed_secret from mobilepay_webhooks where state = 'active'",
    ),
  }))
  const closed = [
    ...settings.rows.filter((row) => !opens(() => openKeys(secrets, row.business_id, row))),
    ...webhooks.rows.filter(({ business_id: businessId, id: webhookId, sealed_secret: sealed }) => {
      return !opens(() => openWebhookSecret(secrets, { businessId, webhookId }, sealed))
    }),
  ]
  const unsealable = [...new Set(closed.map((row) => row.business_id))]
  return { looked: settings.rows.length + webhooks.rows.length, unsealable }
}

function opens(open: () => unknown): boolean {
  try {
    open()
    return true
  } catch {
    // Which key or row it was is all that can be known: what does not unseal says nothing.
    return false
  }
}
