import { sql } from "kysely"
import {
  type ActorEnvironment,
  type CustomerActor,
  createDoorActor,
} from "../../../platform/database/index.ts"
import { recordEvents } from "../../events/index.ts"
import { findCustomersOf } from "./portal-sessions.ts"

export interface OwnSession {
  id: string
  isThis: boolean
  way: Exclude<CustomerActor["way"], "document">
  userAgent: string
  /** IPv4 address or IPv6 /64 it was opened from. */
  network: string | null
  startedAt: Date
  lastSeenAt: Date
}

/** Sessions of the person signed in: all of their address; of a portal link only the one they hold. */
function ownSessions(actor: CustomerActor) {
  return sql<boolean>`(s.id = ${actor.sessionId} or s.address_sha256 = (
    select o.address_sha256 from portal_sessions o where o.business_id = ${actor.businessId} and o.id = ${actor.sessionId}))`
}

/** Where the person is signed in, the latest first; at most 50. */
export async function listOwnSessions(
  environment: ActorEnvironment,
  actor: CustomerActor,
): Promise<OwnSession[]> {
  const rows = await createDoorActor(environment, actor.businessId).transaction((db) =>
    db
      .selectFrom("portal_sessions as s")
      .select(["s.id", "s.way", "s.user_agent", "s.network", "s.created_at", "s.last_seen_at"])
      .where("s.business_id", "=", actor.businessId)
      .where(ownSessions(actor))
      .where("s.ended_at", "is", null)
      .where("s.expires_at", ">", sql<Date>`now()`)
      .where("s.last_seen_at", ">", sql<Date>`now() - interval '7 days'`)
      .orderBy("s.created_at", "desc")
      .limit(50)
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    isThis: row.id === actor.sessionId,
    way: row.way as OwnSession["way"],
    userAgent: row.user_agent ?? "",
    network: row.network,
    startedAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  }))
}

/** Ends one of the person's sessions, or, without `sessionId`, all of them. Says how many there were. */
export async function endOwnSessions(
  environment: ActorEnvironment,
  actor: CustomerActor,
  sessionId?: string,
): Promise<number> {
  return createDoorActor(environment, actor.businessId).transaction(async (db) => {
    let query = db
      .updateTable("portal_sessions as s")
      .set({ ended_at: sql<Date>`now()` })
      .where("s.business_id", "=", actor.businessId)
      .where(ownSessions(actor))
      .where("s.ended_at", "is", null)
    if (sessionId !== undefined) query = query.where("s.id", "=", sessionId)
    const ended = await query.returning(["s.id", "s.customer_id", "s.address_sha256"]).execute()
    const [first] = ended
    if (!first) return 0
    const customerIds = await findCustomersOf(db, actor.businessId, first)
    await recordEvents(
      db,
      "customer.signed_out",
      customerIds.map((customerId) => ({ customerId, data: { sessions: ended.length } })),
    )
    return ended.length
  })
}
