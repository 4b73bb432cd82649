import type { PropsWithChildren } from "hono/jsx"
import { isPortalOpen } from "../../domain/settings/index.ts"
import { createDoorActor } from "../../platform/database/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import type { AnyContext } from "../context.ts"
import { forgetPortalSecret, readPortalSecret } from "../guards/portal-cookie.ts"
import { Sheet } from "../ui/index.ts"
import { PortalPage } from "./portal-page.tsx"

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

/** For every link that opens nothing, whatever the reason: expired, revoked or never made. */
export function showDenied(c: AnyContext): Response | Promise<Response> {
  const words = texts(c.var.language).portal
  return c.html(
    <DeadEnd c={c} title={words.deniedTitle}>
      <p>{words.denied}</p>
      <p>{words.deniedHelp(c.var.business.name)}</p>
      <BusinessContact c={c} />
    </DeadEnd>,
    403,
  )
}

/** For pages asked without a session, or with one that has ended. */
export async function showNoSession(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  if (readPortalSecret(c)) forgetPortalSecret(c)
  const words = texts(c.var.language).portal
  return c.html(
    <DeadEnd c={c} title={words.noSessionTitle}>
      <p>{words.noSession}</p>
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
      <Sheet>
        <div class="stack">
          <h1>{title}</h1>
          {children}
        </div>
      </Sheet>
    </PortalPage>
  )
}

/** How to reach a person. */
function BusinessContact({ c }: { c: AnyContext }) {
  const { business } = c.var
  return (
    <ul class="plain-list">
      {business.phone && (
        <li>
          <a href={`tel:${business.phone.replace(/[^+\d]/g, "")}`}>{business.phone}</a>
        </li>
      )}
      {business.email && (
        <li>
          <a href={`mailto:${business.email}`}>{business.email}</a>
        </li>
      )}
    </ul>
  )
}
