import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"

/** How far the mail of a sign-in came. */
export interface SignInMailState {
  flowId: string
  state: string
  /** A word for what went wrong, and when it was last tried. */
  problem: string | null
  at: Date
}

/** The mails sent for these sign-ins, by flow. */
export async function findSignInMails(
  actor: WorkActor,
  flowIds: readonly string[],
): Promise<Map<string, SignInMailState>> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("mails")
      .select(["login_flow_id as flowId", "state", "problem"])
      .select(sql<Date>`coalesce(finished_at, sending_at, queued_at)`.as("at"))
      .where("business_id", "=", actor.businessId)
      .where("login_flow_id", "=", sql<string>`any(${[...flowIds]}::uuid[])`)
      .execute(),
  )
  return new Map(
    rows.flatMap((row) => (row.flowId ? [[row.flowId, { ...row, flowId: row.flowId }] as const] : [])),
  )
}
