import type { PropsWithChildren } from "hono/jsx"
import { countDeadLink, findFilledAddress } from "../../domain/access/index.ts"
import { isPortalOpen } from "../../domain/settings/index.ts"
import { createDoorActor } from "../../platform/database/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { AnyContext } from "../context.ts"
import { readDocumentSecret } from "../guards/document-cookie.ts"
import { safeNext } from "../guards/next-path.ts"
import { forgetPortalSecret, readPortalSecret } from "../guards/portal-cookie.ts"
import { Card } from "../ui/index.ts"
import { PortalPage } from "./portal-page.tsx"
import { BusinessContact } from "./sign-in/contact.tsx"
import { SignInForm } from "./sign-in/form.tsx"

/** Whether the portal answers at all; otherwise the page that says it does not, whatever was asked. */
export async function refuseWhenClosed(c: AnyContext): Promise<Response | null> {
  const open = await isPortalOpen(createDoorActor(c.var.kvit, c.var.businessId))
  return open ? null : showUnavailable(c)
}

export function showUnavailable(c: AnyContext): Response | Promise<Response> {
  const words = texts(c.var.language).portal
  return c.html(
    <DeadEnd c={c} title={words.unavailableTitle}>
      <p>{words.unavailable(c.var.business.name)}</p>
      <BusinessContact c={c} />
    </DeadEnd>,
    404,
  )
}

/**
 * For every link that opens nothing, whatever it was and why: expired, revoked, used or never made. One thing to do:
 * have a sign-in mail sent. With 429 where a network tries very many.
 */
export function showDenied(c: AnyContext, status: 403 | 429 = 403): Response | Promise<Response> {
  const { portal, portalSignIn } = texts(c.var.language)
  return c.html(
    <DeadEnd c={c} title={portal.deniedTitle}>
      <p>{portal.denied}</p>
      <p>{portalSignIn.deadHelp}</p>
      <SignInForm c={c} />
      <p>{portalSignIn.reach(c.var.business.name)}</p>
      <BusinessContact c={c} />
    </DeadEnd>,
    status,
  )
}

/** A dead link, counted for the network that tries it: whoever tries very many is told to wait. */
export async function refuseLink(c: AnyContext): Promise<Response> {
  const may = await countDeadLink(c.var.kvit, c.var.businessId, c.var.clientNetwork)
  return showDenied(c, may ? 403 : 429)
}

/** For pages asked without a session, or with one that has ended. */
export async function showNoSession(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  if (readPortalSecret(c)) forgetPortalSecret(c)
  const words = texts(c.var.language).portalSignIn
  const known = { signInToken: undefined, documentSecret: readDocumentSecret(c) }
  const address = await findFilledAddress(c.var.kvit, c.var.businessId, known)
  const url = new URL(c.req.url)
  const asked = c.req.method === "GET" ? safeNext(`${url.pathname}${url.search}`, "portal") : undefined
  return c.html(
    <DeadEnd c={c} title={words.title}>
      <p>{words.ended}</p>
      <SignInForm
        c={c}
        address={address ?? undefined}
        next={asked === routes.portal.home.path ? undefined : asked}
      />
      <p>{words.reach(c.var.business.name)}</p>
      <BusinessContact c={c} />
    </DeadEnd>,
    401,
  )
}

/** For what does not exist, or is not this customer's: the same in both cases. */
export function showNothingHere(c: AnyContext): Response | Promise<Response> {
  const words = texts(c.var.language).portal
  return c.html(
    <DeadEnd c={c} title={words.notFoundTitle}>
      <p>{words.notFound}</p>
      <BusinessContact c={c} />
    </DeadEnd>,
    404,
  )
}

function DeadEnd({ c, title, children }: PropsWithChildren<{ c: AnyContext; title: string }>) {
  return (
    <PortalPage c={c} title={title}>
      <div class="gate">
        <Card>
          <h1>{title}</h1>
          {children}
        </Card>
      </div>
    </PortalPage>
  )
}
