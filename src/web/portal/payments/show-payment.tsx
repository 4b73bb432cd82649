import {
  type AttemptView,
  brands,
  cancelAttempt,
  findAttempt,
  findMobilePaySettings,
  isPaymentPage,
} from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { Button, Card } from "../../ui/index.ts"
import { showNothingHere } from "../dead-ends.tsx"
import { findOwnCustomers, PortalPage } from "../portal-page.tsx"
import type { BrandName } from "./pay-form.tsx"
import { PaymentPage } from "./payment-page.tsx"

/** `GET /portal/payments/:id`: how it stands, kept right while it is open. */
export async function showPayment(c: PortalContext): Promise<Response> {
  const attempt = await findAsked(c)
  if (!attempt) return showNothingHere(c)
  if (attempt.replacedById) return c.redirect(routes.portal.payment.to({ id: attempt.replacedById }), 303)
  const [customers, brand] = await Promise.all([findOwnCustomers(c), findBrand(c)])
  const name = customers.find((customer) => customer.id === attempt.customerId)?.name
  return c.html(<PaymentPage c={c} attempt={attempt} brand={brand} customers={customers} customer={name} />)
}

/** `POST /portal/payments/:id/cancel`: what the payer has not approved. What they have approved meanwhile counts. */
export async function cancelPayment(c: PortalContext): Promise<Response> {
  const attempt = await findAsked(c)
  if (!attempt) return showNothingHere(c)
  await cancelAttempt(c.var.kvit, c.var.actor, attempt.id)
  return c.redirect(routes.portal.payment.to({ id: attempt.id }), 303)
}

/** How long the way to the provider waits for it to answer, before it leads to the page of the payment. */
const patienceMs = 60_000

/**
 * `GET /portal/payments/:id/go`: goes on to the provider's page, which is open beside ours. A page of ours that leads
 * there, since a form may be answered by no other host (security page, CSP); and to no page but the provider's own.
 */
export async function goToProvider(c: PortalContext): Promise<Response> {
  const attempt = await findAsked(c)
  if (!attempt) return showNothingHere(c)
  const { kvit } = c.var
  if (attempt.replacedById) return c.redirect(routes.portal.paymentGo.to({ id: attempt.replacedById }), 303)
  const { redirectUrl, stage } = attempt
  const isAsked = stage === "waiting" && attempt.state === "starting"
  const isRecent = kvit.clock.now().getTime() - attempt.startedAt.getTime() < patienceMs
  if (stage === "waiting" && redirectUrl && isPaymentPage(redirectUrl, kvit.config.mobilePaySimulator))
    return c.html(<GoPage c={c} brand={await findBrand(c)} to={new URL(redirectUrl).href} />)
  if (isAsked && isRecent) return c.html(<GoPage c={c} brand={await findBrand(c)} to={null} />)
  return c.redirect(routes.portal.payment.to({ id: attempt.id }), 303)
}

/** `to` is null while the provider has not answered yet. */
function GoPage({ c, brand, to }: { c: PortalContext; brand: BrandName; to: string | null }) {
  const words = texts(c.var.language).portalPayments
  const { name } = brands[brand]
  const title = to ? words.go.title(name) : words.payment.asking(name)
  return (
    <PortalPage c={c} title={title} goesOn={to ? { to } : { againInSeconds: 2 }}>
      <div class="gate">
        <Card>
          <h1>{title}</h1>
          <p>{to ? words.go.text(name) : words.payment.askingText}</p>
          {to && (
            <div class="card-actions">
              <Button kind="pay" provider={brand} href={to}>
                {words.go.link(name)}
              </Button>
            </div>
          )}
        </Card>
      </div>
    </PortalPage>
  )
}

async function findAsked(c: PortalContext): Promise<AttemptView | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findAttempt(c.var.actor, id) : null
}

async function findBrand(c: PortalContext): Promise<BrandName> {
  return (await findMobilePaySettings(c.var.actor))?.brand ?? "mobilepay"
}
