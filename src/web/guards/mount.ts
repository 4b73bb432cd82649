/**
 * Puts handlers behind the guard their route asks for. A door mounts its pages by this and nothing else, so
 * a page without a guard cannot be written, and a route that says `customer` cannot be opened by anyone else.
 */
import type { Context, Hono } from "hono"
import { findPortalSession } from "../../domain/access/index.ts"
import { type CustomerActor, createStaffActor, type StaffActor } from "../../platform/database/index.ts"
import { type Access, type Method, type Route, routes } from "../../routes.ts"
import type { AnyContext, BaseVariables, PortalContext, StaffContext } from "../context.ts"
import { readPortalSecret } from "./portal-cookie.ts"

export type App = Hono<{ Variables: BaseVariables }>
type Answer = Response | Promise<Response>

type HandlerFor<A extends Access> = (
  c: A extends "customer" ? PortalContext : A extends "anyone" ? AnyContext : StaffContext,
) => Answer

type HandlersOf<R extends Pick<Route, "methods">> = {
  [M in keyof R["methods"] & Method]: HandlerFor<NonNullable<R["methods"][M]>>
}

/** What a door shows to those who may not come in. */
export interface Refusals {
  /** No session, or one that has ended. */
  noSession: (c: AnyContext) => Answer
  /** Signed in, but not allowed to do this. */
  notAllowed: (c: StaffContext) => Answer
}

export function mount<R extends Route>(
  app: App,
  route: R,
  handlers: HandlersOf<R>,
  refusals: Refusals,
): void {
  for (const [method, access] of Object.entries(route.methods) as [Method, Access][]) {
    const handler = handlers[method as keyof HandlersOf<R>] as ((c: Context) => Answer) | undefined
    if (!handler) throw new Error(`${method} ${route.path} has no handler.`)
    app.on(method, route.path, (c) => guard(c, access, handler, refusals))
  }
}

async function guard(
  c: AnyContext,
  access: Access,
  handler: (c: Context) => Answer,
  refusals: Refusals,
): Promise<Response> {
  if (access === "anyone") return handler(c)
  if (access === "customer") return guardCustomer(c, handler, refusals)
  return guardStaff(c, access, handler, refusals)
}

async function guardCustomer(
  c: AnyContext,
  handler: (c: Context) => Answer,
  refusals: Refusals,
): Promise<Response> {
  const secret = readPortalSecret(c)
  const session = secret ? await findPortalSession(c.var.kvit, c.var.businessId, secret) : null
  if (!session) return refusals.noSession(c)
  if (session.language && !c.var.languageChosen) c.set("language", session.language)
  return handler(withActor(c, session.actor))
}

/** The context with the actor in `c.var.actor`, where pages behind a guard find it. */
function withActor<A extends CustomerActor | StaffActor>(
  c: AnyContext,
  actor: A,
): AnyContext & { var: { actor: A } } {
  const set: (name: string, value: unknown) => void = c.set
  set("actor", actor)
  return c as AnyContext & { var: { actor: A } }
}

/** The pages left to somebody who must first choose a password of their own, or set up the second factor. */
const openWhilePending = {
  new_password: [routes.staff.account, routes.staff.accountPassword],
  second_factor: [routes.staff.accountSecondFactor],
} as const

async function guardStaff(
  c: AnyContext,
  access: Exclude<Access, "anyone" | "customer">,
  handler: (c: Context) => Answer,
  refusals: Refusals,
): Promise<Response> {
  const { kvit, businessId } = c.var
  const session = await kvit.staffAccounts.findSession(c.req.raw.headers, businessId)
  if (!session) return refusals.noSession(c)
  const open = session.pending && openWhilePending[session.pending]
  if (open && !open.some((place) => place.path === c.req.path)) return c.redirect(open[0].to(), 303)
  const actor = createStaffActor(kvit, {
    businessId,
    staffId: session.staffId,
    role: session.role,
    name: session.name,
  })
  const staffContext = withActor(c, actor)
  const mayDo =
    access === "staff" || actor.role === "owner" || (access === "staff_write" && actor.role === "staff")
  return mayDo ? handler(staffContext) : refusals.notAllowed(staffContext)
}
