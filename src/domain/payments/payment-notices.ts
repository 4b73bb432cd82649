import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"

/** Marks as dealt with what customers said of these documents, and the notice named, in the transaction that records the money. */
export async function finishNotices(
  db: Db,
  actor: WorkActor,
  { noticeId, documentIds }: { noticeId?: string | undefined; documentIds: readonly string[] },
): Promise<void> {
  await sql`
    update payment_notices set done_at = now(), staff_id = actor_staff()
    where business_id = ${actor.businessId} and done_at is null
      and (id = ${noticeId ?? null} or document_id = any (${[...documentIds]}::uuid[]))`.execute(db)
}

/** Puts aside what a customer said, without recording money. False where it was dealt with already, or is not there. */
export async function dismissNotice(actor: WorkActor, noticeId: string): Promise<boolean> {
  const result = await actor.transaction((db) =>
    sql`
      update payment_notices set done_at = now(), staff_id = actor_staff()
      where business_id = ${actor.businessId} and id = ${noticeId} and done_at is null returning id`.execute(
      db,
    ),
  )
  return result.rows.length > 0
}
