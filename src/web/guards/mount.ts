/**
 * Puts handlers behind the guard their route asks for. A door mounts its pages by this and nothing else, so
 * a page without a guard cannot be written, and a route that says `customer` cannot be opened by anyone else.
 */
import type { Context, Hono } from "hono"
import type { Capability } from "../../domain/access/index.ts"
import {
  type CustomerActor,
  createStaffActor,
  type RowsOf,
  type StaffActor,
  type Statement,
} from "../../platform/database/index.ts"
import { isId } from "../../platform/ids/index.ts"
import { type Access, type Method, type Route, routes } from "../../routes.ts"
import type { AnyContext, BaseVariables, PortalContext, StaffContext, Visit } from "../context.ts"
import { readDocumentSecret, writeDocumentSecret } from "./document-cookie.ts"
import { isWatching } from "./live-read.ts"
import { readPortalSecret } from "./portal-cookie.ts"
import { type Asked, findVisitor, type Keys, type Visitor } from "./visitor.ts"

export type App = Hono<{ Variables: BaseVariables }>
type Answer = Response | Promise<Response>

type Handler<C extends AnyContext> = (c: C) => Answer

type HandlerFor<A extends Access> = A extends "customer"
  ? Handler<PortalContext> | ReadingHandler
  : A extends "document" | "payment"
    ? Handler<PortalContext>
    : A extends "anyone"
      ? Handler<AnyContext>
      : Handler<StaffContext>

/** What a page reads, and how it shows that. */
interface Reading {
  statements: readonly Statement[]
  show: (c: Context, read: unknown[][]) => Answer
}

/**
 * A page for customers that says what it will read before it is known who asks: the guard sends that behind its own
 * question, in one round trip, and the page is shown only where there is a session. For the pages asked most.
 */
export interface ReadingHandler {
  prepare: (c: AnyContext) => Reading
}

/** What a reading page answers with: its statements, and what shows their rows. */
export function reading<const S extends readonly Statement[]>(
  statements: S,
  show: (c: PortalContext, read: RowsOf<S>) => Answer,
): Reading {
  return { statements, show: (c, read) => show(c as PortalContext, read as RowsOf<S>) }
}

type HandlersOf<R extends Pick<Route, "methods">> = {
  [M in keyof R["methods"] & Method]: HandlerFor<NonNullable<R["methods"][M]>>
}

/** What a door shows to those who may not come in. */
export interface Refusals {
  /** No session, or one that has ended. */
  noSession: (c: AnyContext) => Answer
  /** Let in for single documents by their links, and asks for another document, or for more than documents. */
  onlyDocuments?: (c: PortalContext, asked: Capability) => Answer
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
    const handler = handlers[method as keyof HandlersOf<R>] as GivenHandler | undefined
    if (!handler) throw new Error(`${method} ${route.path} has no handler.`)
    app.on(method, route.path, (c) => guard(c, access, handler, refusals))
  }
}

type GivenHandler = ((c: Context) => Answer) | ReadingHandler

async function guard(
  c: AnyContext,
  access: Access,
  handler: GivenHandler,
  refusals: Refusals,
): Promise<Response> {
  if (access === "customer" || access === "document" || access === "payment")
    return guardCustomer(c, access, handler, refusals)
  if (typeof handler !== "function") throw new Error(`${c.req.path} is no page for customers.`)
  if (access === "anyone") return handler(c)
  return guardStaff(c, access, handler, refusals)
}

/** The customer's session, or the links of single documents, whichever may see what is asked for. */
async function guardCustomer(
  c: AnyContext,
  access: "customer" | "document" | "payment",
  handler: GivenHandler,
  refusals: Refusals,
): Promise<Response> {
  const page: Reading = typeof handler === "function" ? { statements: [], show: handler } : handler.prepare(c)
  const asked = whatIsAsked(c, access)
  const isUse = !isWatching(c)
  const keys = readKeys(c)
  const visitor = await findVisitor(c.var.kvit, keys, asked, { isUse, reads: page.statements })
  if (visitor.kind === "nobody") return refusals.noSession(c)
  if (visitor.kind === "only_documents") {
    const { onlyDocuments } = refusals
    return onlyDocuments
      ? enter(c, visitor, (entered) => onlyDocuments(entered, asked.capability))
      : refusals.noSession(c)
  }
  // The cookie lives on with the session, which use renews.
  if (visitor.by === "links" && isUse) writeDocumentSecret(c, keys.documentSecret ?? "")
  return enter(c, visitor, (entered) => page.show(entered, visitor.read))
}

/** What this browser holds. */
export function readKeys(c: AnyContext): Keys {
  return {
    businessId: c.var.businessId,
    portalSecret: readPortalSecret(c),
    documentSecret: readDocumentSecret(c),
  }
}

/** The portal, or the thing in the address; nobody's where it is no id. */
export function whatIsAsked(c: AnyContext, access: "customer" | "document" | "payment"): Asked {
  if (access === "customer") return { capability: "customer" }
  const id = c.req.param("id") ?? ""
  return {
    capability: "document",
    thing: access,
    id: isId(id) ? id : "00000000-0000-7000-8000-000000000000",
  }
}

function enter(
  c: AnyContext,
  visitor: Exclude<Visitor, { kind: "nobody" }>,
  handler: (c: PortalContext) => Answer,
): Answer {
  const { actor, language, lastsMs } = visitor.session
  if (language && !c.var.languageChosen) c.set("language", language)
  const set: (name: string, value: unknown) => void = c.set
  set("visit", { sees: visitor.kind === "let_in" && visitor.sees, lastsMs } satisfies Visit)
  return handler(withActor(c, actor) as PortalContext)
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
  access: Exclude<Access, "anyone" | "customer" | "document" | "payment">,
  handler: (c: Context) => Answer,
  refusals: Refusals,
): Promise<Response> {
  const { kvit, businessId } = c.var
  const session = await kvit.staffAccounts.findSession(c.req.raw.headers, businessId, !isWatching(c))
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
