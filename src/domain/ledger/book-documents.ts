import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { addMoves } from "./add-moves.ts"
import { setOffCreditNotes } from "./set-off.ts"

export interface BookedDocument {
  documentId: string
  version: number
  payable: bigint
  payableBefore: bigint
}

/**
 * Books what issued invoices and credit notes ask for, in the transaction that issued them: the amount of a first
 * version, the difference of a later one. Quotes and orders book nothing. Where a version corrected the payer, what
 * is open moves to the new one's account. A credit note is then set off against the open invoices it names. Each
 * version is booked once; the database refuses a second time.
 */
export async function bookDocuments(
  db: Db,
  actor: WorkActor,
  documents: readonly BookedDocument[],
): Promise<void> {
  if (documents.length === 0) return
  const ids = documents.map((document) => document.documentId)
  await transferToPayers(db, actor, ids)
  await bookAmounts(db, actor, documents)
  await setOffCreditNotes(db, actor, ids)
}

/**
 * Brings what is booked on documents to the account of who owes them now. What was paid stays on the account of who
 * paid: only what is left of the document moves, so that the account it leaves is as if it had never been there.
 */
async function transferToPayers(db: Db, actor: WorkActor, ids: readonly string[]): Promise<void> {
  const left = await sql<{ document_id: string; customer_id: string; bill_to_id: string; amount: bigint }>`
    select e.document_id, e.customer_id, d.bill_to_id, sum(e.amount)::bigint as amount
    from documents d join ledger_entries e on e.business_id = d.business_id and e.document_id = d.id
    where d.business_id = ${actor.businessId} and d.id = any (${[...ids]}::uuid[]) and e.customer_id <> d.bill_to_id
    group by e.document_id, e.customer_id, d.bill_to_id having sum(e.amount) <> 0`.execute(db)
  await addMoves(
    db,
    actor,
    left.rows.map((row) => ({
      kind: "transfer",
      sides: [
        { subject: { documentId: row.document_id }, customerId: row.customer_id, amount: -row.amount },
        { subject: { documentId: row.document_id }, customerId: row.bill_to_id, amount: row.amount },
      ],
    })),
  )
}

async function bookAmounts(db: Db, actor: WorkActor, documents: readonly BookedDocument[]): Promise<void> {
  const amounts = documents
    .filter((document) => document.payable !== document.payableBefore)
    .map((document) => ({
      id: newId(),
      document_id: document.documentId,
      version: document.version,
      amount: (document.payable - document.payableBefore).toString(),
    }))
  if (amounts.length === 0) return
  await sql`
    insert into ledger_entries (business_id, id, customer_id, kind, document_id, version, amount, currency, entry_date)
    select d.business_id, booked.id, d.bill_to_id, d.kind, d.id, booked.version,
      case d.kind when 'credit_note' then -booked.amount else booked.amount end, d.currency, d.issue_date
    from json_to_recordset(${JSON.stringify(amounts)}::json) as booked (id uuid, document_id uuid, version int, amount bigint)
    join documents d on d.business_id = ${actor.businessId} and d.id = booked.document_id
    where d.kind in ('invoice', 'credit_note') and d.state = 'issued'`.execute(db)
}
