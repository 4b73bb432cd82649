import type { Selectable } from "kysely"
import type { Actor, DB } from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"

type Row = Selectable<DB["businesses"]>

/** The business itself: what its pages, letters and mails say of it. */
export interface Business extends Omit<Row, "language"> {
  language: Language
}

/** The actor's business. Throws where there is none. */
export async function getBusiness(actor: Actor): Promise<Business> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("businesses")
      .selectAll()
      .where("business_id", "=", actor.businessId)
      .executeTakeFirstOrThrow(),
  )
  return { ...row, language: row.language === "en" ? "en" : "da" }
}

/** The lines of the business's postal address. */
export function addressOf(business: Business): string[] {
  const town = [business.postal_code, business.city].filter(Boolean).join(" ")
  return [business.address_line1, business.address_line2, town].filter((line): line is string =>
    Boolean(line),
  )
}
