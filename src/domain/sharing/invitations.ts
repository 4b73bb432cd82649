import { sql } from "kysely"
import type { Db, StaffActor, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { queueJob } from "../../platform/jobs/index.ts"
import { recordEvent } from "../events/index.ts"
import { allReachability, neverInvited } from "./reachability.ts"

export const sendInvitationsJob = "invitation.batch"
export const invitationsPerMinute = 60

/** All who can be reached, those of them never invited before, or those named. */
export type Invited = "all" | "never_invited" | readonly string[]

export type StartInvitationOutcome =
  | { ok: true; invitationId: string; customers: number }
  | { ok: false; reason: "running" | "nobody" }

/**
 * Begins to invite customers to the portal, a batch a minute. Refuses while an earlier invitation runs, and where
 * none of the wanted can be reached.
 */
export async function startInvitation(actor: StaffActor, invited: Invited): Promise<StartInvitationOutcome> {
  return actor.transaction(async (db) => {
    const invitationId = newId()
    const wanted =
      invited === "all"
        ? sql`true`
        : invited === "never_invited"
          ? neverInvited(actor)
          : sql`r.customer_id = any (${[...invited]}::uuid[])`
    const started = await db
      .insertInto("invitations")
      .values({
        business_id: actor.businessId,
        id: invitationId,
        created_by: actor.staffId,
        per_minute: invitationsPerMinute,
        next_batch_at: actor.now(),
      })
      .onConflict((conflict) => conflict.columns(["business_id"]).where("state", "=", "running").doNothing())
      .returning("id")
      .executeTakeFirst()
    if (!started) return { ok: false, reason: "running" }
    const added = await sql`
      insert into invited_customers (business_id, invitation_id, customer_id)
      select ${actor.businessId}::uuid, ${invitationId}::uuid, r.customer_id
      from (${allReachability(actor)}) r where r.hindrance is null and ${wanted}`.execute(db)
    const customers = Number(added.numAffectedRows ?? 0n)
    if (customers === 0) {
      await end(db, actor, invitationId, "stopped")
      return { ok: false, reason: "nobody" }
    }
    await recordEvent(db, "invitation.started", { data: { invitation: invitationId, customers } })
    await queueBatch(db, actor, invitationId, actor.now(), 0)
    return { ok: true, invitationId, customers }
  })
}

/** One job a batch: a job that is run twice does not start a second row of batches. */
export async function queueBatch(
  db: Db,
  actor: WorkActor,
  invitationId: string,
  at: Date,
  startAfterSeconds: number,
): Promise<void> {
  const key = `${invitationId}:${at.toISOString()}`
  await queueJob(
    db,
    sendInvitationsJob,
    { businessId: actor.businessId, invitationId },
    { startAfterSeconds, key },
  )
}

/** Stops the invitation that runs; who is waiting gets nothing. What was handed over goes out. False where none runs. */
export async function stopInvitation(actor: StaffActor): Promise<boolean> {
  return actor.transaction(async (db) => {
    const stopped = await end(db, actor, null, "stopped")
    if (!stopped) return false
    await recordEvent(db, "invitation.stopped", { data: { invitation: stopped.id } })
    return true
  })
}

/** Ends one invitation, or the one that runs. */
export function end(db: Db, actor: WorkActor, invitationId: string | null, state: "stopped" | "done") {
  const running = db
    .updateTable("invitations")
    .set({ state, ended_at: sql<Date>`now()` })
    .where("business_id", "=", actor.businessId)
    .where("state", "=", "running")
    .returning("id")
  return (invitationId ? running.where("id", "=", invitationId) : running).executeTakeFirst()
}

export interface InvitationProgress {
  id: string
  state: "running" | "stopped" | "done"
  startedAt: Date
  by: string | null
  waiting: number
  sent: number
  leftOut: number
}

/** The newest invitation and how far it is; null where nobody was ever invited. */
export async function findInvitation(actor: WorkActor): Promise<InvitationProgress | null> {
  const result = await actor.transaction((db) =>
    sql<InvitationProgress>`
      select v.id, v.state, v.created_at as "startedAt", m.name as by,
        count(*) filter (where i.state = 'waiting')::int as waiting,
        count(*) filter (where i.state = 'sent')::int as sent,
        count(*) filter (where i.state = 'left_out')::int as "leftOut"
      from (select * from invitations where business_id = ${actor.businessId} order by id desc limit 1) v
      join invited_customers i on i.business_id = v.business_id and i.invitation_id = v.id
      left join staff_members m on m.business_id = v.business_id and m.id = v.created_by
      group by v.id, v.state, v.created_at, m.name`.execute(db),
  )
  return result.rows[0] ?? null
}
