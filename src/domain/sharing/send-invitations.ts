import { sql } from "kysely"
import {
  type ActorEnvironment,
  createSystemActor,
  type Db,
  type WorkActor,
} from "../../platform/database/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"
import { ensureToken, recordShare } from "../access/index.ts"
import { queueMail } from "../notifications/index.ts"
import { end, queueBatch } from "./invitations.ts"
import { allReachability } from "./reachability.ts"
import { inTheNameOf } from "./send-share.ts"

const betweenBatchesMs = 60_000

/**
 * Invites the next batch: to each a mail with the portal link, made where there is none. Does nothing before its
 * minute has come, or after somebody stopped it. Safe to repeat: a batch belongs to one moment, a mail to one customer.
 */
export async function sendInvitationBatch(
  environment: ActorEnvironment,
  secrets: Secrets,
  job: { businessId: string; invitationId: string },
): Promise<void> {
  const system = createSystemActor(environment, job.businessId, "job")
  const invitation = await findRunning(system, job.invitationId)
  if (!invitation) return
  const now = system.now()
  const early = invitation.next_batch_at.getTime() - now.getTime()
  if (early > 0) {
    await system.transaction((db) => queueBatch(db, system, job.invitationId, now, Math.ceil(early / 1000)))
    return
  }
  const actor = inTheNameOf(environment, job.businessId, invitation.created_by)
  const next = await findNext(system, job.invitationId, invitation.per_minute)
  const tokens = new Map<string, string>()
  for (const { customerId } of next) {
    const token = await ensureToken(actor, secrets, customerId)
    if (token) tokens.set(customerId, token.tokenId)
  }
  await actor.transaction(async (db) => {
    const until = new Date(now.getTime() + betweenBatchesMs)
    const taken = await db
      .updateTable("invitations")
      .set({ next_batch_at: until })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", job.invitationId)
      .where("state", "=", "running")
      .where("next_batch_at", "<=", now)
      .returning("id")
      .executeTakeFirst()
    if (!taken) return
    for (const one of next) await invite(db, actor, job.invitationId, one, tokens.get(one.customerId))
    if (next.length < invitation.per_minute) await end(db, actor, job.invitationId, "done")
    else await queueBatch(db, actor, job.invitationId, until, betweenBatchesMs / 1000)
  })
}

interface Next {
  customerId: string
  contactId: string | null
  isReachable: boolean
}

function findRunning(system: WorkActor, invitationId: string) {
  return system.transaction((db) =>
    db
      .selectFrom("invitations")
      .select(["per_minute", "next_batch_at", "created_by"])
      .where("business_id", "=", system.businessId)
      .where("id", "=", invitationId)
      .where("state", "=", "running")
      .executeTakeFirst(),
  )
}

/** Who comes next, and how they are reached now: that may have changed since the invitation began. */
async function findNext(system: WorkActor, invitationId: string, most: number): Promise<Next[]> {
  const result = await system.transaction((db) =>
    sql<Next>`
      with next as (
        select customer_id from invited_customers
          where business_id = ${system.businessId} and invitation_id = ${invitationId} and state = 'waiting'
          order by customer_id limit ${most})
      select n.customer_id as "customerId", r.contact_id as "contactId",
        r.customer_id is not null and r.hindrance is null as "isReachable"
      from next n left join (${allReachability(system)} and c.id in (select customer_id from next)) r
        on r.customer_id = n.customer_id
      order by n.customer_id`.execute(db),
  )
  return result.rows
}

async function invite(
  db: Db,
  actor: WorkActor,
  invitationId: string,
  { customerId, contactId, isReachable }: Next,
  tokenId: string | undefined,
): Promise<void> {
  const isSent = isReachable && tokenId !== undefined
  const taken = await db
    .updateTable("invited_customers")
    .set({ state: isSent ? "sent" : "left_out" })
    .where("business_id", "=", actor.businessId)
    .where("invitation_id", "=", invitationId)
    .where("customer_id", "=", customerId)
    .where("state", "=", "waiting")
    .returning("customer_id")
    .executeTakeFirst()
  if (!taken || !isSent) return
  const { mailId } = await queueMail(db, actor, {
    template: "portal_link",
    customerId,
    contactId,
    tokenId,
    key: `invitation:${invitationId}:${customerId}`,
  })
  await recordShare(db, actor, { what: "portal_token", way: "mail", customerId, contactId, tokenId, mailId })
}
