import { createHmac } from "node:crypto"
import { isEqual, sha256 } from "../../../platform/secrets/index.ts"
import { parseJson } from "./problem.ts"
import type { ProviderPaymentEvent } from "./provider.ts"
import { webhookBodyShape } from "./shapes.ts"

export interface WebhookDelivery {
  /** As the provider gave it at registration; its characters are the key, and are not decoded. */
  secret: string
  /** The address that was registered. What a proxy made of it does not count. */
  url: string
  /** The bytes as they came. */
  body: Uint8Array
  headers: Pick<Headers, "get">
}

/**
 * Whether a delivery was signed by the provider with this secret, for this address (Webhooks API, request
 * authentication). Its age does not count: deliveries are repeated for a week, and each thing is taken once.
 */
export function verifyWebhook({ secret, url, body, headers }: WebhookDelivery): boolean {
  const date = headers.get("x-ms-date")
  const givenHash = headers.get("x-ms-content-sha256")
  if (date === null || givenHash === null) return false
  const hash = sha256(body).toString("base64")
  const { host, pathname, search } = new URL(url)
  const signed = `POST\n${pathname}${search}\n${date};${host};${hash}`
  const signature = createHmac("sha256", secret).update(signed, "utf8").digest("base64")
  const expected = `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`
  // Some servers keep `Authorization` to themselves; a proxy may be set to pass it on under the other name.
  const authorizations = [headers.get("authorization"), headers.get("x-vipps-authorization")]
  return isSame(givenHash, hash) && authorizations.some((given) => given !== null && isSame(given, expected))
}

/** In the same time wherever they differ. */
function isSame(given: string, expected: string): boolean {
  return isEqual(sha256(given), sha256(expected))
}

export interface ProviderWebhookEvent extends ProviderPaymentEvent {
  merchantSerialNumber: string
}

/** What a delivery says, or null where it is no event of a payment. Verify it first. */
export function parseWebhook(body: Uint8Array): ProviderWebhookEvent | null {
  const parsed = webhookBodyShape.safeParse(parseJson(Buffer.from(body).toString("utf8")))
  return parsed.success ? parsed.data : null
}
