import { sql } from "kysely"
import {
  type ActorEnvironment,
  type CustomerActor,
  type CustomerWay,
  createCustomerActor,
  createDoorActor,
  type Db,
  late,
  prepare,
  type RowsOf,
  type StaffActor,
  type Statement,
} from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { newSecret, sha256 } from "../../../platform/secrets/index.ts"
import { isToken } from "../../../platform/tokens/index.ts"
import { recordEvent, recordEvents } from "../../events/index.ts"
import { type Opener, recordOpening } from "../link-opening.ts"

export interface PortalSession {
  actor: CustomerActor
  language: Language | null
  expiresAt: Date
  /** Until it ends if it is not used any more, in milliseconds. */
  lastsMs: number
}

interface EnteredRow {
  session_id: string
  way: CustomerWay
  customer_ids: string[]
  kinds: string[]
  customer_kinds: string[] | null
  account_ids: string[]
  staff_id: string | null
  language: Language | null
  expires_at: Date
  show_statement: boolean
  seconds_left: number
}

/**
 * Who stands behind a session's secret, asked anew on every request: null when the session has ended, its token
 * was revoked or has expired, the customer was blocked, or the portal is off.
 */
export async function findPortalSession(
  environment: ActorEnvironment,
  businessId: string,
  secret: string,
): Promise<PortalSession | null> {
  return (await enterPortal(environment, businessId, secret, [])).session
}

const enter = prepare<EnteredRow, { businessId: string; secret: string; isUse: boolean }>(
  "enter portal",
  sql<EnteredRow>`select * from enter_portal(
    ${late<{ businessId: string }>((asked) => asked.businessId)}::uuid,
    ${late<{ secret: string }>((asked) => sha256(asked.secret))}::bytea,
    ${late<{ isUse: boolean }>((asked) => asked.isUse)}::boolean)`,
)

/**
 * Asks who stands behind a session's secret and reads, all in one round trip. What is read is read by that person's
 * eyes: their rows, by row security; no rows at all where the session is null. Without `isUse` it is a page that
 * watches, which does not keep its session alive.
 */
export async function enterPortal<const S extends readonly Statement[]>(
  environment: ActorEnvironment,
  businessId: string,
  secret: string,
  reads: S,
  isUse = true,
): Promise<{ session: PortalSession | null; read: RowsOf<S> }> {
  const [entered, ...read] = await environment.database.pipeline("kvit_customer", [
    enter({ businessId, secret, isUse }),
    ...reads,
  ])
  const row = entered[0]
  return { session: row ? toSession(environment, businessId, row) : null, read: read as RowsOf<S> }
}

function toSession(environment: ActorEnvironment, businessId: string, row: EnteredRow): PortalSession {
  const actor = createCustomerActor(environment, {
    businessId,
    way: row.way,
    sessionId: row.session_id,
    customerIds: row.customer_ids,
    kinds: row.kinds,
    customerKinds: row.customer_kinds,
    accountIds: row.account_ids,
    showStatement: row.show_statement,
    staffId: row.staff_id,
  })
  return { actor, language: row.language, expiresAt: row.expires_at, lastsMs: row.seconds_left * 1000 }
}

const sessionHours = 24

/**
 * Exchanges a portal token for a session: its secret, and when it ends (the token's own end, at most 24 hours).
 * Null for a token that is expired, revoked or unknown, or whose customer is blocked; the caller tells these
 * apart for nobody. A browser that already holds a session of this very token (`heldSecret`) keeps it.
 */
export async function openSessionByToken(
  environment: ActorEnvironment,
  businessId: string,
  token: string,
  heldSecret: string | undefined,
  by: Opener = "machine",
): Promise<{ secret: string; expiresAt: Date } | null> {
  if (!isToken("kvt", token)) return null
  const door = createDoorActor(environment, businessId)
  return door.transaction(async (db) => {
    const found = await db
      .updateTable("portal_tokens as t")
      .set({
        last_used_at: sql<Date>`now()`,
        uses: sql<bigint>`t.uses + 1`,
        first_opened_at: sql<Date>`coalesce(t.first_opened_at, now())`,
        ...(by === "person"
          ? { first_opened_by_person_at: sql<Date>`coalesce(t.first_opened_by_person_at, now())` }
          : {}),
      })
      .from("customers as c")
      .whereRef("c.business_id", "=", "t.business_id")
      .whereRef("c.id", "=", "t.customer_id")
      .where("t.business_id", "=", businessId)
      .where("t.token_sha256", "=", sha256(token))
      .where("t.revoked_at", "is", null)
      .where("t.expires_at", ">", sql<Date>`now()`)
      .where("c.portal_access", "=", true)
      .where("c.merged_into", "is", null)
      .returning(["t.id", "t.customer_id", "c.language"])
      .returning([
        sql<boolean>`t.uses = 1`.as("was_first"),
        sql<boolean>`coalesce(t.first_opened_by_person_at = now(), false)`.as("was_first_person"),
      ])
      .returning(
        sql<Date>`least(t.expires_at, now() + ${sessionHours} * interval '1 hour')`.as("session_end"),
      )
      .executeTakeFirst()
    if (!found) return null
    await recordOpening(db, by, found, {
      customerId: found.customer_id,
      data: { what: "portal_token", token: found.id },
    })
    const held = heldSecret ? sha256(heldSecret) : null
    if (held) {
      const kept = await db
        .selectFrom("portal_sessions")
        .select("expires_at")
        .where("business_id", "=", businessId)
        .where("secret_sha256", "=", held)
        .where("token_id", "=", found.id)
        .where("ended_at", "is", null)
        .where("expires_at", ">", sql<Date>`now() + interval '1 hour'`)
        .executeTakeFirst()
      if (kept && heldSecret) return { secret: heldSecret, expiresAt: kept.expires_at }
      await endHeldSession(db, businessId, held)
    }
    const secret = newSecret()
    const sessionId = newId()
    await db
      .insertInto("portal_sessions")
      .values({
        business_id: businessId,
        id: sessionId,
        secret_sha256: sha256(secret),
        way: "token",
        customer_id: found.customer_id,
        token_id: found.id,
        language: found.language,
        expires_at: found.session_end,
      })
      .execute()
    await endOldSessions(db, businessId, found.id)
    await recordEvent(db, "customer.signed_in", {
      customerId: found.customer_id,
      data: { way: "token", token: found.id, session: sessionId },
    })
    return { secret, expiresAt: found.session_end }
  })
}

/** More browsers than anybody has; whoever opens a link oftener ends their own oldest sessions. */
const mostSessionsOfToken = 30

async function endOldSessions(db: Db, businessId: string, tokenId: string): Promise<void> {
  await sql`
    update portal_sessions set ended_at = now()
    where business_id = ${businessId} and ended_at is null and id in (
      select id from portal_sessions
      where business_id = ${businessId} and token_id = ${tokenId} and ended_at is null
      order by id desc offset ${mostSessionsOfToken})`.execute(db)
}

/** Ends the session a browser held, when it gets another or signs out; what it was, or undefined. */
export function endHeldSession(db: Db, businessId: string, held: Buffer) {
  return db
    .updateTable("portal_sessions")
    .set({ ended_at: sql<Date>`now()` })
    .where("business_id", "=", businessId)
    .where("secret_sha256", "=", held)
    .where("ended_at", "is", null)
    .returning(["customer_id", "address_sha256", "way"])
    .executeTakeFirst()
}

/** The customers a session stands for: the one it was made for, or those behind its address now. */
export async function findCustomersOf(
  db: Db,
  businessId: string,
  session: { customer_id: string | null; address_sha256: Buffer | null },
): Promise<string[]> {
  if (session.customer_id) return [session.customer_id]
  const found = await sql<{ id: string }>`
    select customer_id as id from find_customers_at(${businessId}, ${session.address_sha256})`.execute(db)
  return found.rows.map((row) => row.id)
}

/** Ends the session of a browser that signs out. Nothing happens where it had ended. */
export async function endPortalSession(
  environment: ActorEnvironment,
  businessId: string,
  secret: string,
): Promise<void> {
  await createDoorActor(environment, businessId).transaction(async (db) => {
    const ended = await endHeldSession(db, businessId, sha256(secret))
    if (!ended || ended.way === "preview") return
    const customerIds = await findCustomersOf(db, businessId, ended)
    await recordEvents(
      db,
      "customer.signed_out",
      customerIds.map((customerId) => ({ customerId })),
    )
  })
}

/** Ends the previews a member of staff has open, as they sign out. */
export async function endPreviews(actor: StaffActor): Promise<void> {
  await actor.transaction((db) =>
    db
      .updateTable("portal_sessions")
      .set({ ended_at: sql<Date>`now()` })
      .where("business_id", "=", actor.businessId)
      .where("staff_id", "=", actor.staffId)
      .where("ended_at", "is", null)
      .execute(),
  )
}

/**
 * Opens the portal as a customer sees it, for a member of staff: 30 minutes, never counted as a view, and able to
 * change nothing. Null for a customer who is not let in, or is merged into another: they see nothing either.
 */
export async function openPreview(
  actor: StaffActor,
  customerId: string,
): Promise<{ secret: string; expiresAt: Date } | null> {
  return actor.transaction(async (db) => {
    const customer = await db
      .selectFrom("customers")
      .select(["id", "language"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", customerId)
      .where("portal_access", "=", true)
      .where("merged_into", "is", null)
      .executeTakeFirst()
    if (!customer) return null
    const secret = newSecret()
    const row = await db
      .insertInto("portal_sessions")
      .values({
        business_id: actor.businessId,
        id: newId(),
        secret_sha256: sha256(secret),
        way: "preview",
        customer_id: customer.id,
        staff_id: actor.staffId,
        language: customer.language,
        expires_at: sql<Date>`now() + interval '30 minutes'`,
      })
      .returning("expires_at")
      .executeTakeFirstOrThrow()
    await recordEvent(db, "portal.previewed", { customerId })
    return { secret, expiresAt: row.expires_at }
  })
}
