import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { type EntrySubject, findToday, subjectColumns } from "./subjects.ts"

/** One side of what is moved; the two sides add up to nothing. */
interface Side {
  subject: EntrySubject
  /** Whose account; of an allocation, that of what it is booked on. */
  customerId?: string
  amount: bigint
}

export interface Move {
  /** Given by who made it; else a new one. */
  id?: string
  kind: "allocation" | "transfer"
  /** Whether somebody chose it, so that what documents name does not undo it. */
  chosen?: boolean
  sides: readonly [Side, Side]
}

/** Books moves, all in one statement, on the business's today. Money of a payment is marked so on both sides. */
export async function addMoves(db: Db, actor: WorkActor, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return
  const today = await findToday(db, actor)
  const entries = moves.flatMap(({ id, kind, chosen, sides }) => {
    const moveId = id ?? newId()
    const money = sides.flatMap(({ subject }) => ("paymentId" in subject ? subject.paymentId : []))[0] ?? null
    return sides.map((side) => ({
      ...subjectColumns(side.subject),
      id: newId(),
      move_id: moveId,
      kind,
      chosen: chosen === true,
      payment_id: money,
      customer_id: side.customerId,
      amount: side.amount.toString(),
    }))
  })
  await sql`
    insert into ledger_entries (business_id, id, customer_id, kind, document_id, opening_balance_id, payment_id,
      allocation_id, chosen, amount, currency, entry_date)
    select ${actor.businessId}, e.id, coalesce(e.customer_id, d.bill_to_id, o.customer_id, p.customer_id), e.kind,
      e.document_id, e.opening_balance_id, e.payment_id, e.move_id, e.chosen, e.amount,
      coalesce(d.currency, o.currency, p.currency), ${today}
    from json_to_recordset(${JSON.stringify(entries)}::json)
      as e (id uuid, move_id uuid, kind text, chosen boolean, document_id uuid, opening_balance_id uuid, payment_id uuid,
        customer_id uuid, amount bigint)
    left join documents d on d.business_id = ${actor.businessId} and d.id = e.document_id
    left join opening_balances o on o.business_id = ${actor.businessId} and o.id = e.opening_balance_id
    left join payments p on p.business_id = ${actor.businessId} and p.id = e.payment_id`.execute(db)
}
