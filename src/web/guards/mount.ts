/**
 * Puts handlers behind the guard their route asks for. A door mounts its pages by this and nothing else, so
 * a page without a guard cannot be written, and a route that says `customer` cannot be opened by anyone else.
 */
import type { Context, Hono } from "hono"
import {
  type Capability,
  enterPortal,
  findDocumentSession,
  isCapable,
  type PortalSession,
} from "../../domain/access/index.ts"
import {
  type CustomerActor,
  createStaffActor,
  type RowsOf,
  type StaffActor,
  type Statement,
} from "../../platform/database/index.ts"
import { isId } from "../../platform/ids/index.ts"
import { type Access, type Method, type Route, routes } from "../../routes.ts"
import type { AnyContext, BaseVariables, PortalContext, StaffContext } from "../context.ts"
import { readDocumentSecret, writeDocumentSecret } from "./document-cookie.ts"
import { readPortalSecret } from "./portal-cookie.ts"

export type App = Hono<{ Variables: BaseVariables }>
type Answer = Response | Promise<Response>

type Handler<C extends AnyContext> = (c: C) => Answer

type HandlerFor<A extends Access> = A extends "customer"
  ? Handler<PortalContext> | ReadingHandler
  : A extends "document"
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
  if (access === "customer" || access === "document") return guardCustomer(c, access, handler, refusals)
  if (typeof handler !== "function") throw new Error(`${c.req.path} is no page for customers.`)
  if (access === "anyone") return handler(c)
  return guardStaff(c, access, handler, refusals)
}

/**
 * A customer's session and the links of single documents live side by side in one browser. The customer's session
 * wins wherever it may see the document.
 */
async function guardCustomer(
  c: AnyContext,
  asked: Capability,
  handler: GivenHandler,
  refusals: Refusals,
): Promise<Response> {
  const { kvit, businessId } = c.var
  const secret = readPortalSecret(c)
  const page: Reading = typeof handler === "function" ? { statements: [], show: handler } : handler.prepare(c)
  const { session, read } = secret
    ? await enterPortal(kvit, businessId, secret, page.statements)
    : { session: null, read: [] }
  const mayEnter = session !== null && isCapable(session.actor.way, asked)
  const show = (entered: PortalContext) => page.show(entered, read)
  const documentSecret = readDocumentSecret(c)
  if (mayEnter && (asked === "customer" || !documentSecret || (await seesDocument(c, session.actor)))) {
    return enter(c, session, show)
  }
  if (documentSecret) {
    const documentId = asked === "document" ? askedDocument(c) : null
    const held = await findDocumentSession(kvit, businessId, documentSecret, documentId)
    if (held && isCapable(held.actor.way, asked)) {
      // The cookie lives on with the session, which use renews.
      writeDocumentSecret(c, documentSecret)
      return enter(c, held, show)
    }
    if (mayEnter) return enter(c, session, show)
    const other = documentId ? await findDocumentSession(kvit, businessId, documentSecret, null) : held
    const { onlyDocuments } = refusals
    if (other && onlyDocuments) return enter(c, other, (entered) => onlyDocuments(entered, asked))
  }
  return refusals.noSession(c)
}

function enter(
  c: AnyContext,
  session: Pick<PortalSession, "actor" | "language">,
  handler: (c: PortalContext) => Answer,
): Answer {
  if (session.language && !c.var.languageChosen) c.set("language", session.language)
  return handler(withActor(c, session.actor))
}

/** The document in the address; nobody's where it is no id. */
function askedDocument(c: AnyContext): string {
  const id = c.req.param("id") ?? ""
  return isId(id) ? id : "00000000-0000-7000-8000-000000000000"
}

async function seesDocument(c: AnyContext, actor: CustomerActor): Promise<boolean> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("document_viewers")
      .select("document_id")
      .where("business_id", "=", actor.businessId)
      .where("document_id", "=", askedDocument(c))
      .executeTakeFirst(),
  )
  return row !== undefined
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
  access: Exclude<Access, "anyone" | "customer" | "document">,
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
