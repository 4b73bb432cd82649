import { findBusinessOfWebhook, receiveWebhook } from "../../domain/payments/index.ts"
import { isId } from "../../platform/ids/index.ts"
import type { AnyContext } from "../context.ts"

/**
 * Takes a webhook, of the business whose registration its address names whatever host it came to, and answers as soon as it is stored: 200 for what is verified, whatever we make of it, since the
 * provider holds back all that follows until then; 401 for what is not, with nothing said of why.
 */
export async function receiveMobilePay(c: AnyContext): Promise<Response> {
  const { kvit } = c.var
  const body = Buffer.from(await c.req.arrayBuffer())
  const webhookId = c.req.param("id") ?? ""
  const businessId = isId(webhookId) ? await findBusinessOfWebhook(kvit, webhookId) : null
  if (!businessId) return c.body(null, 401)
  const outcome = await receiveWebhook(kvit, businessId, {
    webhookId,
    body,
    headers: c.req.raw.headers,
  })
  if (outcome === "not_verified") return c.body(null, 401)
  if (outcome === "unreadable")
    kvit.log.warn({ request: c.var.requestId, webhook: webhookId }, "A webhook says nothing Kvit can read.")
  return c.body(null, 200)
}
