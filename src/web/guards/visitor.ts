/**
 * Who a customer's browser is, by the cookies it holds. A customer's session and the links of single documents live
 * side by side in one browser; the customer's session wins wherever it may see what is asked for.
 */
import { sql } from "kysely"
import {
  type DocumentSession,
  enterPortal,
  findDocumentSession,
  isCapable,
  type PortalSession,
} from "../../domain/access/index.ts"
import { type ActorEnvironment, late, prepare, type Statement } from "../../platform/database/index.ts"

/** What the browser holds. */
export interface Keys {
  businessId: string
  portalSecret: string | undefined
  documentSecret: string | undefined
}

/** What is asked for: the portal at large, or the one thing in the address. */
export type Asked =
  | { capability: "customer" }
  | { capability: "document"; thing: "document" | "payment"; id: string }

export type Visitor =
  | { kind: "let_in"; by: "session"; session: PortalSession; read: unknown[][]; sees: boolean }
  | { kind: "let_in"; by: "links"; session: DocumentSession; read: unknown[][]; sees: boolean }
  /** Let in for single documents, but not for what is asked. */
  | { kind: "only_documents"; session: DocumentSession }
  | { kind: "nobody" }

type ById = { id: string }
const idAsked = late<ById>((asked) => asked.id)

/** One row where whoever asks may see the thing. */
const sight = {
  document: prepare<object, ById>(
    "sees document",
    sql`select from document_viewers where business_id = (select business()) and document_id = ${idAsked}::uuid limit 1`,
  ),
  payment: prepare<object, ById>(
    "sees payment",
    sql`select from payment_attempts where business_id = (select business()) and id = ${idAsked}::uuid`,
  ),
}

/**
 * Finds out who asks, anew each time, and reads `reads` by their eyes in the same round trip. `sees` says whether the
 * thing asked for is theirs to see; a page finds that out by itself and answers "not found". Without `isUse` nobody
 * does anything, and no session is kept alive by it.
 */
export async function findVisitor(
  environment: ActorEnvironment,
  keys: Keys,
  asked: Asked,
  options: { isUse: boolean; reads?: readonly Statement[] },
): Promise<Visitor> {
  const { businessId, portalSecret, documentSecret } = keys
  const { isUse, reads = [] } = options
  const look = asked.capability === "document" ? [sight[asked.thing]({ id: asked.id })] : []
  const { session, read } = portalSecret
    ? await enterPortal(environment, businessId, portalSecret, [...look, ...reads], isUse)
    : { session: null, read: [] }
  const sees = look.length === 0 || (read[0]?.length ?? 0) > 0
  const entered =
    session && isCapable(session.actor.way, asked.capability)
      ? ({ kind: "let_in", by: "session", session, read: read.slice(look.length), sees } as const)
      : null
  if (entered && (sees || !documentSecret)) return entered
  if (!documentSecret) return { kind: "nobody" }
  const enterByLinks = (documentId: string | null) =>
    findDocumentSession(environment, businessId, documentSecret, documentId, isUse)
  const held = await enterForThing(enterByLinks, asked)
  if (held && isCapable(held.actor.way, asked.capability))
    return { kind: "let_in", by: "links", session: held, read: [], sees: true }
  if (entered) return entered
  const all = await enterByLinks(null)
  return all ? { kind: "only_documents", session: all } : { kind: "nobody" }
}

/** By the links' own session, for the document asked for or the one that the payment asked for pays. */
async function enterForThing(
  enterByLinks: (documentId: string | null) => Promise<DocumentSession | null>,
  asked: Asked,
): Promise<DocumentSession | null> {
  if (asked.capability === "customer") return null
  if (asked.thing === "document") return enterByLinks(asked.id)
  const actor = (await enterByLinks(null))?.actor
  const attempt = await actor?.transaction((db) =>
    db
      .selectFrom("payment_attempts")
      .select("document_id")
      .where("business_id", "=", actor.businessId)
      .where("id", "=", asked.id)
      .executeTakeFirst(),
  )
  return attempt?.document_id ? enterByLinks(attempt.document_id) : null
}
