import { sql } from "kysely"
import type { SystemActor } from "../../../platform/database/index.ts"
import type { AttemptRow } from "../attempts/attempt.ts"

/** Says for staff that the provider was asked and what was wrong with that; the attempt stays as it is. */
export async function noteCheck(actor: SystemActor, attempt: AttemptRow, problem: string): Promise<void> {
  await actor.transaction((db) =>
    db
      .updateTable("payment_attempts")
      .set({ checked_at: sql<Date>`now()`, check_problem: problem })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", attempt.id)
      .execute(),
  )
}
