import { openPreview } from "../../../domain/access/index.ts"
import { findCustomerCard } from "../../../domain/customers/index.ts"
import { isPortalOpen } from "../../../domain/settings/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { haveOneOrigin } from "../../guards/origins.ts"
import { writePortalSecret } from "../../guards/portal-cookie.ts"
import { Button, Card } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { wordsOf } from "./settings-page.tsx"

/** `POST /customers/:id/preview`: the portal as this customer sees it, in this browser. */
export async function previewCustomer(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).portalSettings
  const { config } = c.var.kvit
  const customerId = c.req.param("id") ?? ""
  const customer = isId(customerId) ? await findCustomerCard(c.var.actor, customerId) : null
  if (!customer) return showNothingHere(c)
  const refuse = (title: string, text: string) => c.html(refusal(c, customerId, title, text), 409)
  if (config.edition === "desktop") return refuse(words.title, words.notInEdition)
  if (!haveOneOrigin(config)) return refuse(words.preview.twoHostsTitle, words.preview.twoHosts)
  if (!(await isPortalOpen(c.var.actor))) return refuse(words.preview.closedTitle, words.preview.closed)
  const session = await openPreview(c.var.actor, customerId)
  if (!session) return refuse(words.preview.blockedTitle, words.preview.blocked)
  writePortalSecret(c, session.secret, session.expiresAt)
  return c.redirect(routes.portal.home.to(), 303)
}

function refusal(c: StaffContext, customerId: string, title: string, text: string) {
  return (
    <StaffPage c={c} title={title} section="customers">
      <div class="narrow">
        <Card>
          <h1>{title}</h1>
          <p>{text}</p>
          <div class="actions">
            <Button href={routes.staff.customer.to({ id: customerId })}>{wordsOf(c).shared.back}</Button>
          </div>
        </Card>
      </div>
    </StaffPage>
  )
}
