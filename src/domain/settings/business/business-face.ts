import type { Actor } from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"

/** What every page needs of the business: its name, where to reach it, how it looks. */
export interface BusinessFace {
  name: string
  language: Language
  currency: string
  timeZone: string
  addressLines: string[]
  phone: string | null
  email: string | null
  accent: string
  hasLogo: boolean
  termsUrl: string | null
  privacyUrl: string | null
}

/** The face of the actor's business; null where there is none. */
export async function findBusinessFace(actor: Actor): Promise<BusinessFace | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("businesses")
      .select([
        "name",
        "language",
        "currency",
        "time_zone",
        "address_line1",
        "address_line2",
        "postal_code",
        "city",
      ])
      .select(["phone", "email", "accent", "logo_type", "terms_url", "privacy_url"])
      .where("business_id", "=", actor.businessId)
      .executeTakeFirst(),
  )
  if (!row) return null
  const town = [row.postal_code, row.city].filter(Boolean).join(" ")
  return {
    name: row.name,
    language: row.language === "en" ? "en" : "da",
    currency: row.currency,
    timeZone: row.time_zone,
    addressLines: [row.address_line1, row.address_line2, town].filter((line): line is string =>
      Boolean(line),
    ),
    phone: row.phone,
    email: row.email,
    accent: row.accent,
    hasLogo: row.logo_type !== null,
    termsUrl: row.terms_url,
    privacyUrl: row.privacy_url,
  }
}
