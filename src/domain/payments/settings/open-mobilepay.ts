import type { Selectable } from "kysely"
import type { Database, DB, WorkActor } from "../../../platform/database/index.ts"
import { type Secrets, sha256 } from "../../../platform/secrets/index.ts"
import { kvitVersion, type PaymentEnvironment } from "../environment.ts"
import { openMobilePayClient } from "../mobilepay/open-client.ts"
import type { MobilePayClient, MobilePayKeys } from "../mobilepay/provider.ts"
import { openKey } from "./sealed-keys.ts"

const addresses = { test: "https://apitest.vipps.no", production: "https://api.vipps.no" } as const

/** What of a row names the keys. */
export type KeyRow = Pick<
  Selectable<DB["mobilepay_settings"]>,
  "environment" | "merchant_serial_number" | "client_id" | "sealed_client_secret" | "sealed_subscription_key"
>

export const keyColumns = [
  "environment",
  "merchant_serial_number",
  "client_id",
  "sealed_client_secret",
  "sealed_subscription_key",
] as const

/**
 * The provider, with this business's keys; null where some are missing. Switched off or not makes no difference: what
 * was begun is followed to its end. Throws where the keys cannot be unsealed (`kvit doctor` says so too).
 */
export async function openMobilePay(
  environment: PaymentEnvironment,
  actor: WorkActor,
): Promise<MobilePayClient | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("mobilepay_settings")
      .select(keyColumns)
      .where("business_id", "=", actor.businessId)
      .executeTakeFirst(),
  )
  return row ? openWithRow(environment, actor.businessId, row) : null
}

/** The same for those who say plainly why not, such as a page where new keys can be typed. */
export async function tryOpenMobilePay(
  environment: PaymentEnvironment,
  actor: WorkActor,
): Promise<MobilePayClient | "no_keys" | "unsealable"> {
  try {
    return (await openMobilePay(environment, actor)) ?? "no_keys"
  } catch (error) {
    environment.log.error(
      { err: error, business: actor.businessId },
      "The keys of MobilePay cannot be unsealed.",
    )
    return "unsealable"
  }
}

export function openWithRow(
  environment: PaymentEnvironment,
  businessId: string,
  row: KeyRow,
): MobilePayClient | null {
  const secrets = openKeys(environment.secrets, businessId, row)
  if (!secrets) return null
  const baseUrl =
    environment.config.mobilePaySimulator ??
    addresses[row.environment === "production" ? "production" : "test"]
  return keepClient(environment, businessId, { baseUrl, ...secrets })
}

/** Null where some are missing. Throws where one cannot be unsealed. */
export function openKeys(
  secrets: Secrets,
  businessId: string,
  row: KeyRow,
): Omit<MobilePayKeys, "baseUrl"> | null {
  const { environment, merchant_serial_number: merchantSerialNumber, client_id: clientId } = row
  const { sealed_client_secret: clientSecret, sealed_subscription_key: subscriptionKey } = row
  if (!merchantSerialNumber || !clientId || !clientSecret || !subscriptionKey) return null
  return {
    merchantSerialNumber,
    clientId,
    clientSecret: openKey(secrets, { businessId, environment, field: "client_secret" }, clientSecret),
    subscriptionKey: openKey(
      secrets,
      { businessId, environment, field: "subscription_key" },
      subscriptionKey,
    ),
  }
}

/** Of each business the client of its newest keys, since a client keeps the token it was given. */
const clients = new WeakMap<Database, Map<string, { fingerprint: string; client: MobilePayClient }>>()

function keepClient(
  { database, log, clock }: PaymentEnvironment,
  businessId: string,
  keys: MobilePayKeys,
): MobilePayClient {
  const kept = clients.get(database) ?? new Map<string, { fingerprint: string; client: MobilePayClient }>()
  clients.set(database, kept)
  const fingerprint = sha256(JSON.stringify(keys)).toString("base64")
  const known = kept.get(businessId)
  if (known?.fingerprint === fingerprint) return known.client
  const client = openMobilePayClient(keys, { log, now: () => clock.now(), version: kvitVersion })
  kept.set(businessId, { fingerprint, client })
  return client
}
