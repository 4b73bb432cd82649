/** Event streams for pages that are open: they say when to read the page again, and nothing of what is in it. */

import type { CustomerActor } from "../../platform/database/index.ts"
import { isId } from "../../platform/ids/index.ts"
import type { Sight } from "../../platform/live/index.ts"
import { routes } from "../../routes.ts"
import type { Kvit, PortalContext, StaffContext } from "../context.ts"
import { type App, mount, type Refusals, readKeys, whatIsAsked } from "../guards/mount.ts"
import { type Asked, findVisitor, type Keys } from "../guards/visitor.ts"
import { openStream } from "./open-stream.ts"

/** `refusals` are those of the doors whose pages watch. */
export function mountLive(app: App, refusals: { portal: Refusals; staff: Refusals }): void {
  const { portal, staff } = routes
  mount(app, portal.events, { GET: (c) => watchPortal(c, "customer") }, refusals.portal)
  mount(app, portal.documentEvents, { GET: (c) => watchPortal(c, "document") }, refusals.portal)
  mount(app, portal.paymentEvents, { GET: (c) => watchPortal(c, "payment") }, refusals.portal)
  mount(app, staff.events, { GET: watchStaff }, refusals.staff)
}

function watchPortal(c: PortalContext, access: "customer" | "document" | "payment"): Promise<Response> {
  const { kvit } = c.var
  const keys = readKeys(c)
  const asked = whatIsAsked(c, access)
  const subject =
    asked.capability === "customer" ? ({ kind: "customer" } as const) : { kind: asked.thing, id: asked.id }
  const { actor, visit } = c.var
  const sight = visit.sees ? seeAs(actor, visit.lastsMs) : null
  return openStream(c, { subject, ask: () => askCustomer(kvit, keys, asked) }, sight)
}

/** Who watches, by the rules that hold for the page: the door's own question, which this does not count as a use of. */
async function askCustomer(kvit: Kvit, keys: Keys, asked: Asked): Promise<Sight | null> {
  const visitor = await findVisitor(kvit, keys, asked, { isUse: false })
  return visitor.kind === "let_in" && visitor.sees
    ? seeAs(visitor.session.actor, visitor.session.lastsMs)
    : null
}

function seeAs(actor: CustomerActor, lastsMs: number): Sight {
  const { businessId, sessionId, customerIds, documentIds } = actor
  return { businessId, sessionId, staffId: null, customerIds, documentIds: documentIds ?? [], lastsMs }
}

/** The whole business, or with `of` in the address one document, customer or attempt to pay of it. */
async function watchStaff(c: StaffContext): Promise<Response> {
  const { kvit, businessId } = c.var
  const cookie = c.req.header("cookie") ?? ""
  const of = c.req.query("of") ?? ""
  const subject = { kind: "staff", id: isId(of) ? of : null } as const
  const ask = () => askStaff(kvit, businessId, cookie)
  return openStream(c, { subject, ask }, await ask())
}

async function askStaff(kvit: Kvit, businessId: string, cookie: string): Promise<Sight | null> {
  const session = await kvit.staffAccounts.findSession(new Headers({ cookie }), businessId, false)
  if (!session || session.pending) return null
  const { staffId, sessionId, lastsMs } = session
  return { businessId, sessionId, staffId, customerIds: [], documentIds: [], lastsMs }
}
