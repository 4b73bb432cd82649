import { CompiledQuery } from "kysely"
import type { CustomerActor } from "../../../platform/database/index.ts"
import type { DocumentFilter } from "./filter.ts"
import type { DocumentPage } from "./list-row.ts"
import { inIndexOrder, type OwnListRow, ownListStatement, toPage } from "./own-list-statement.ts"

/** The documents of the actor's customers, as recipient or bill-to, a page at a time. */
export async function listOwnDocuments(
  actor: CustomerActor,
  filter: DocumentFilter,
  options: { limit: number; today: string },
): Promise<DocumentPage> {
  const { text, values } = ownListStatement(filter, options)
  const read = await actor.transaction(async (db) => {
    await db.executeQuery(CompiledQuery.raw(inIndexOrder.text))
    return db.executeQuery<OwnListRow>(CompiledQuery.raw(text, values))
  })
  return toPage(read.rows, options.limit)
}
