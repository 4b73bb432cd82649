import type { WorkActor } from "../../platform/database/index.ts"

export interface CustomerCard {
  id: string
  number: string
  kind: "company" | "person"
  name: string
  companyId: string | null
  vatId: string | null
  gln: string | null
  email: string | null
  /** What the mail server said when it refused this address. */
  mailProblem: string | null
  phone: string | null
  addressLines: string[]
  country: string | null
  language: "da" | "en" | null
  internalNote: string | null
  portalAccess: boolean
  mergedInto: string | null
  contacts: ContactRow[]
  vehicles: VehicleRow[]
}

export interface ContactRow {
  id: string
  name: string
  email: string | null
  mailProblem: string | null
  phone: string | null
  maySee: "everything" | "invoices" | "quotes"
  isMain: boolean
}

export interface VehicleRow {
  id: string
  registration: string | null
  vin: string | null
  make: string | null
  model: string | null
  year: number | null
  odometerKm: number | null
  seenOn: string
}

/** Everything staff see of a customer; null where there is none. */
export async function findCustomerCard(actor: WorkActor, customerId: string): Promise<CustomerCard | null> {
  return actor.transaction(async (db) => {
    const row = await db
      .selectFrom("customers")
      .selectAll()
      .where("business_id", "=", actor.businessId)
      .where("id", "=", customerId)
      .executeTakeFirst()
    if (!row) return null
    const contacts = await db
      .selectFrom("contacts")
      .select(["id", "name", "email", "mail_problem", "phone", "may_see", "is_main"])
      .where("business_id", "=", actor.businessId)
      .where("customer_id", "=", customerId)
      .where("removed_at", "is", null)
      .orderBy("is_main", "desc")
      .orderBy("name")
      .execute()
    const vehicles = await db
      .selectFrom("vehicles")
      .select([
        "id",
        "registration",
        "vin",
        "make",
        "model",
        "year",
        "odometer_km as odometerKm",
        "seen_on as seenOn",
      ])
      .where("business_id", "=", actor.businessId)
      .where("customer_id", "=", customerId)
      .orderBy("seen_on", "desc")
      .orderBy("id", "desc")
      .limit(100)
      .execute()
    return {
      id: row.id,
      number: row.number,
      kind: row.kind === "person" ? "person" : "company",
      name: row.name,
      companyId: row.company_id,
      vatId: row.vat_id,
      gln: row.gln,
      email: row.email,
      mailProblem: row.mail_problem,
      phone: row.phone,
      addressLines: [
        row.address_line1,
        row.address_line2,
        [row.postal_code, row.city].filter(Boolean).join(" "),
      ].filter((line): line is string => Boolean(line)),
      country: row.country,
      language: row.language === "da" || row.language === "en" ? row.language : null,
      internalNote: row.internal_note,
      portalAccess: row.portal_access,
      mergedInto: row.merged_into,
      contacts: contacts.map((contact) => ({
        id: contact.id,
        name: contact.name,
        email: contact.email,
        mailProblem: contact.mail_problem,
        phone: contact.phone,
        maySee: contact.may_see as ContactRow["maySee"],
        isMain: contact.is_main,
      })),
      vehicles,
    }
  })
}
