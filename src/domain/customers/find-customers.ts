import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"
import { compact, toSearchQuery } from "../../platform/search/index.ts"

export interface CustomerRow {
  id: string
  number: string
  kind: "company" | "person"
  name: string
  companyId: string | null
  email: string | null
  phone: string | null
  city: string | null
  portalAccess: boolean
}

export interface CustomerPage {
  customers: CustomerRow[]
  /** The id of the last, from which the next page goes on; null at the end. */
  next: string | null
}

const mostFound = 200

/** Customers by name, or those that match `search` (name, number, CVR, mail, phone, town), at most 200 of these. */
export async function listCustomers(
  actor: WorkActor,
  options: { search?: string | undefined; after?: string | undefined; limit: number },
): Promise<CustomerPage> {
  const wanted = options.search ? toSearchQuery(options.search) : null
  if (options.search && !wanted) return { customers: [], next: null }
  const rows = await actor.transaction((db) => {
    let query = db
      .selectFrom("customers as c")
      .select([
        "c.id",
        "c.number",
        "c.kind",
        "c.name",
        "c.company_id",
        "c.email",
        "c.phone",
        "c.city",
        "c.portal_access",
      ])
      .where("c.business_id", "=", actor.businessId)
      .where("c.merged_into", "is", null)
      .orderBy("c.name")
      .orderBy("c.id")
      .limit(options.limit + 1)
    if (wanted) {
      query = query.where(
        "c.id",
        "in",
        sql<string>`(select customer_id from search_customers(${wanted}::tsquery, ${mostFound}))`,
      )
    }
    if (options.after)
      query = query.where(
        sql<boolean>`(c.name, c.id) > (select l.name, l.id from customers l where l.business_id = ${actor.businessId} and l.id = ${options.after})`,
      )
    return query.execute()
  })
  const page = rows.slice(0, options.limit)
  const last = page.at(-1)
  return {
    customers: page.map((row) => ({
      id: row.id,
      number: row.number,
      kind: row.kind === "person" ? "person" : "company",
      name: row.name,
      companyId: row.company_id,
      email: row.email,
      phone: row.phone,
      city: row.city,
      portalAccess: row.portal_access,
    })),
    next: rows.length > options.limit && last ? last.id : null,
  }
}

/** The ids of at most 200 customers that match `search`. */
export async function searchCustomerIds(actor: WorkActor, search: string): Promise<string[]> {
  const wanted = toSearchQuery(search)
  if (!wanted) return []
  const result = await actor.transaction((db) =>
    sql<{
      customer_id: string
    }>`select customer_id from search_customers(${wanted}::tsquery, ${mostFound})`.execute(db),
  )
  return result.rows.map((row) => row.customer_id)
}

/** Customers whose number, CVR, VAT number, GLN or e-mail address is exactly `key`: none, one or, by a shared address, several. */
export async function findCustomersByKey(
  actor: WorkActor,
  key: string,
): Promise<{ id: string; number: string; name: string }[]> {
  const plain = compact(key).toUpperCase()
  return actor.transaction((db) =>
    db
      .selectFrom("customers as c")
      .select(["c.id", "c.number", "c.name"])
      .where("c.business_id", "=", actor.businessId)
      .where("c.merged_into", "is", null)
      .where((b) =>
        b.or([
          b("c.number", "=", key.trim()),
          b(sql`lower(c.email)`, "=", key.trim().toLowerCase()),
          b.exists(
            b
              .selectFrom("customer_identifiers as i")
              .select("i.value")
              .whereRef("i.business_id", "=", "c.business_id")
              .whereRef("i.customer_id", "=", "c.id")
              .where("i.value", "in", [plain, plain.replace(/^DK/, ""), key.replace(/\s/g, "")])
              .where("i.scheme", "<>", "name"),
          ),
          b.exists(
            b
              .selectFrom("contacts as p")
              .select("p.id")
              .whereRef("p.business_id", "=", "c.business_id")
              .whereRef("p.customer_id", "=", "c.id")
              .where("p.removed_at", "is", null)
              .where(sql`lower(p.email)`, "=", key.trim().toLowerCase()),
          ),
        ]),
      )
      .orderBy("c.number")
      .limit(20)
      .execute(),
  )
}
