import { closeDocumentLinksOf, countDocumentLinksOf, findToken } from "../../../domain/access/index.ts"
import { type CustomerCard, findCustomerCard } from "../../../domain/customers/index.ts"
import { shareByMail } from "../../../domain/sharing/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Card, Confirm } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { outcomeQuery } from "./share-notice.tsx"

async function findAsked(c: StaffContext): Promise<CustomerCard | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findCustomerCard(c.var.actor, id) : null
}

async function mail(c: StaffContext, customerId: string, what: "portal_token" | "sign_in_link") {
  const outcome = await shareByMail(c.var.actor, c.var.kvit.secrets, { what, customerId })
  return outcomeQuery(outcome)
}

/** `POST /customers/:id/portal-link/mail`. */
export async function mailPortalLink(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  const query = await mail(c, customer.id, "portal_token")
  return c.redirect(routes.staff.customer.to({ id: customer.id }, query), 303)
}

/** `POST /customers/:id/sign-in-link`. */
export async function mailSignInLink(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  const query = await mail(c, customer.id, "sign_in_link")
  return c.redirect(routes.staff.customer.to({ id: customer.id }, query), 303)
}

/** `POST /settings/portal/tokens/:id/mail`: leads back to the list of tokens. */
export async function mailTokenLink(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const token = isId(id) ? await findToken(c.var.actor, id) : null
  if (!token) return showNothingHere(c)
  const query = await mail(c, token.customer.id, "portal_token")
  return c.redirect(routes.staff.portalTokens.to(query), 303)
}

/** `GET /customers/:id/links/close`: says how many would stop. */
export async function askCloseAll(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  const { sharing, shared } = texts(c.var.language)
  const words = sharing.customer
  const links = await countDocumentLinksOf(c.var.actor, customer.id)
  const title = words.closeAllTitle(customer.name)
  const back = routes.staff.customer.to({ id: customer.id })
  return c.html(
    <StaffPage c={c} title={title} section="customers">
      {links === 0 ? (
        <div class="narrow">
          <Card>
            <p>{words.closeAllNone}</p>
            <div class="actions">
              <Button href={back}>{shared.back}</Button>
            </div>
          </Card>
        </div>
      ) : (
        <Confirm
          title={title}
          action={routes.staff.customerLinksClose.to({ id: customer.id })}
          confirm={words.closeAllConfirm}
          cancel={{ href: back, text: shared.cancel }}
          danger
        >
          <p>{words.closeAllText(links)}</p>
        </Confirm>
      )}
    </StaffPage>,
  )
}

/** `POST /customers/:id/links/close`. */
export async function closeAll(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  await closeDocumentLinksOf(c.var.actor, customer.id)
  return c.redirect(routes.staff.customer.to({ id: customer.id }, { done: "closed_all" }), 303)
}
