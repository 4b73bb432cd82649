import type { Actor, StaffActor } from "../../platform/database/index.ts"
import { recordEvent } from "../events/index.ts"

export const features = ["customer_portal"] as const
export type Feature = (typeof features)[number]

/** Whether the business has the feature switched on. */
export async function isFeatureOn(actor: Actor, feature: Feature): Promise<boolean> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("features")
      .select("enabled")
      .where("business_id", "=", actor.businessId)
      .where("feature", "=", feature)
      .executeTakeFirst(),
  )
  return row?.enabled === true
}

/** Whether customers can come in at all: the feature is on and the portal enabled. */
export async function isPortalOpen(actor: Actor): Promise<boolean> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("portal_settings as p")
      .innerJoin("features as f", "f.business_id", "p.business_id")
      .select("p.enabled")
      .where("p.business_id", "=", actor.businessId)
      .where("f.feature", "=", "customer_portal")
      .where("f.enabled", "=", true)
      .where("p.enabled", "=", true)
      .executeTakeFirst(),
  )
  return row !== undefined
}

/** Switches a whole feature on or off. False where it was so already. */
export async function setFeature(actor: StaffActor, feature: Feature, enabled: boolean): Promise<boolean> {
  return actor.transaction(async (db) => {
    const changed = await db
      .insertInto("features")
      .values({ business_id: actor.businessId, feature, enabled })
      .onConflict((conflict) =>
        conflict
          .columns(["business_id", "feature"])
          .doUpdateSet({ enabled })
          .where("features.enabled", "<>", enabled),
      )
      .returning("feature")
      .executeTakeFirst()
    if (!changed) return false
    await recordEvent(db, "feature.changed", { data: { feature, enabled } })
    return true
  })
}
