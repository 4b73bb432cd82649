import { createHash, createHmac } from "node:crypto"

/**
 * The headers that prove who sent a webhook. The key is the UTF-8 bytes of the secret as it was told; path, query and
 * host are those of the registered address. (Vipps MobilePay, Webhooks API, "Request authentication".)
 */
export function signWebhook(url: string, secret: string, body: Buffer, at: Date): Record<string, string> {
  const { pathname, search, host } = new URL(url)
  const date = at.toUTCString()
  const contentHash = createHash("sha256").update(body).digest("base64")
  const signed = `POST\n${pathname}${search}\n${date};${host};${contentHash}`
  const signature = createHmac("sha256", secret).update(signed).digest("base64")
  return {
    "x-ms-date": date,
    "x-ms-content-sha256": contentHash,
    Authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
  }
}
