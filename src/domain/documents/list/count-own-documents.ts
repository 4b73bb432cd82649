import { sql } from "kysely"
import type { CustomerActor } from "../../../platform/database/index.ts"

/** How many documents of each of their customers the actor may see. */
export async function countOwnDocuments(actor: CustomerActor): Promise<Map<string, number>> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("document_viewers")
      .select(["customer_id", sql<number>`count(*)::int`.as("count")])
      .where("business_id", "=", actor.businessId)
      .where("customer_id", "=", sql<string>`any(${[...actor.customerIds]}::uuid[])`)
      .groupBy("customer_id")
      .execute(),
  )
  return new Map(rows.map((row) => [row.customer_id, row.count]))
}
