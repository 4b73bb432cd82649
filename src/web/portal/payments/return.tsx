import { enterPortal, findDocumentSession } from "../../../domain/access/index.ts"
import { findAttempt } from "../../../domain/payments/index.ts"
import type { CustomerActor } from "../../../platform/database/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { readDocumentSecret } from "../../guards/document-cookie.ts"
import { readPortalSecret } from "../../guards/portal-cookie.ts"
import { Card } from "../../ui/index.ts"
import { PortalPage } from "../portal-page.tsx"

/**
 * `GET /portal/payments/:id/return`: where the provider brings the payer to. On a phone that may be another browser
 * than the one they began in; there a page says that this one can be closed, and nothing of any payment.
 */
export async function showReturn(c: AnyContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  if (isId(id) && (await isOwn(c, id))) return c.redirect(routes.portal.payment.to({ id }), 303)
  const words = texts(c.var.language).portalPayments.returned
  return c.html(
    <PortalPage c={c} title={words.title}>
      <div class="gate">
        <Card>
          <h1>{words.title}</h1>
          <p>{words.text}</p>
        </Card>
      </div>
    </PortalPage>,
  )
}

/** Whether somebody in this browser may see the payment. */
async function isOwn(c: AnyContext, attemptId: string): Promise<boolean> {
  const { kvit, businessId } = c.var
  const [portalSecret, documentSecret] = [readPortalSecret(c), readDocumentSecret(c)]
  const sees = async (actor: CustomerActor | undefined) =>
    actor !== undefined && (await findAttempt(actor, attemptId)) !== null
  if (portalSecret) {
    const { session } = await enterPortal(kvit, businessId, portalSecret, [])
    if (await sees(session?.actor)) return true
  }
  if (!documentSecret) return false
  return sees((await findDocumentSession(kvit, businessId, documentSecret, null))?.actor)
}
