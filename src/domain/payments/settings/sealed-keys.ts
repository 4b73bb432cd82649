import { type Secrets, seal, unseal } from "../../../platform/secrets/index.ts"

/**
 * Sealed keys open only for the business, the environment and the field they were given for: a key of the test
 * environment is never told to production, whatever the row says.
 */
export interface KeyPlace {
  businessId: string
  environment: string
  field: "client_secret" | "subscription_key"
}

export function sealKey(secrets: Secrets, place: KeyPlace, text: string): Buffer {
  return seal(text, keysKey(secrets), boundToKey(place))
}

/** Throws where the row was changed, or was sealed with another KVIT_SECRET. */
export function openKey(secrets: Secrets, place: KeyPlace, sealed: Uint8Array): string {
  return unseal(sealed, keysKey(secrets), boundToKey(place))
}

export interface WebhookPlace {
  businessId: string
  webhookId: string
}

export function sealWebhookSecret(secrets: Secrets, place: WebhookPlace, text: string): Buffer {
  return seal(text, webhookKey(secrets), boundToWebhook(place))
}

export function openWebhookSecret(secrets: Secrets, place: WebhookPlace, sealed: Uint8Array): string {
  return unseal(sealed, webhookKey(secrets), boundToWebhook(place))
}

function keysKey(secrets: Secrets): Buffer {
  return secrets.deriveKey("mobilepay-keys/k1")
}

function webhookKey(secrets: Secrets): Buffer {
  return secrets.deriveKey("mobilepay-webhook/k1")
}

function boundToKey({ businessId, environment, field }: KeyPlace): string {
  return `mobilepay-keys:${businessId}:${environment}:${field}`
}

function boundToWebhook({ businessId, webhookId }: WebhookPlace): string {
  return `mobilepay-webhook:${businessId}:${webhookId}`
}
