import { sql } from "kysely"
import { dateIn } from "../../platform/clock/index.ts"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"

/** One side of what is moved; the two sides add up to nothing. */
interface Side {
  documentId: string
  /** Whose account; of an allocation, that of the document's payer. */
  customerId?: string
  amount: bigint
}

export interface Move {
  kind: "allocation" | "transfer"
  sides: readonly [Side, Side]
}

/** Books moves, all in one statement, on the business's today. */
export async function addMoves(db: Db, actor: WorkActor, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return
  const { time_zone: timeZone } = await db
    .selectFrom("businesses")
    .select("time_zone")
    .where("business_id", "=", actor.businessId)
    .executeTakeFirstOrThrow()
  const entries = moves.flatMap(({ kind, sides }) => {
    const moveId = newId()
    return sides.map((side) => ({
      id: newId(),
      move_id: moveId,
      kind,
      document_id: side.documentId,
      customer_id: side.customerId,
      amount: side.amount.toString(),
    }))
  })
  await sql`
    insert into ledger_entries (business_id, id, customer_id, kind, document_id, allocation_id, amount, currency, entry_date)
    select d.business_id, e.id, coalesce(e.customer_id, d.bill_to_id), e.kind, d.id, e.move_id, e.amount, d.currency,
      ${dateIn(timeZone, actor.now())}
    from json_to_recordset(${JSON.stringify(entries)}::json)
      as e (id uuid, move_id uuid, kind text, document_id uuid, customer_id uuid, amount bigint)
    join documents d on d.business_id = ${actor.businessId} and d.id = e.document_id`.execute(db)
}
