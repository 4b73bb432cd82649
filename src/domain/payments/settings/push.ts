import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"

/**
 * Remembers that the provider lets this sales unit ask no phone straight away (error 5080): from now on payers go by
 * its page, until an owner switches it on again. Once is enough; a second time changes nothing.
 */
export async function rememberPushRefused(db: Db, actor: WorkActor): Promise<void> {
  const changed = await db
    .updateTable("mobilepay_settings")
    .set({ push_allowed: false, push_refused_at: sql<Date>`now()` })
    .where("business_id", "=", actor.businessId)
    .where("push_allowed", "=", true)
    .returning("business_id")
    .executeTakeFirst()
  if (changed) await recordEvent(db, "settings.changed", { data: { area: "mobilepay", changed: ["push"] } })
}
