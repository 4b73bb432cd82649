import type { Actor } from "../../platform/database/index.ts"

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
