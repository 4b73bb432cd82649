import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"

export interface BookedDocument {
  documentId: string
  version: number
  payable: bigint
  payableBefore: bigint
}

/**
 * Books what issued invoices and credit notes ask for, in the transaction that issued them: the amount of a first
 * version, the difference of a later one. Quotes and orders book nothing. A credit note is then set off against the
 * open invoices it names. Each version is booked once; the database refuses a second time.
 */
export async function bookDocuments(
  db: Db,
  actor: WorkActor,
  documents: readonly BookedDocument[],
): Promise<void> {
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
  await setOffCreditNotes(
    db,
    actor,
    amounts.map((amount) => amount.document_id),
  )
}

interface CreditRow {
  credit_note_id: string
  invoice_id: string
  customer_id: string
  currency: string
}

/**
 * Sets open credit notes off against the open invoices they name, whichever of the two came last. What is left of a
 * credit note, or names no invoice we have, stays open as a credit.
 */
async function setOffCreditNotes(db: Db, actor: WorkActor, touched: readonly string[]): Promise<void> {
  const pairs = await sql<CreditRow>`
    select c.id as credit_note_id, i.id as invoice_id, c.bill_to_id as customer_id, c.currency
    from document_references r
    join documents c on c.business_id = r.business_id and c.id = r.document_id and c.kind = 'credit_note' and c.state = 'issued'
    join documents i on i.business_id = r.business_id and i.kind = 'invoice' and i.number = r.number and i.state = 'issued'
      and i.seller_key = c.seller_key and i.bill_to_id = c.bill_to_id and i.currency = c.currency
    where r.business_id = ${actor.businessId} and r.kind = 'invoice'
      and (r.document_id = any (${touched}::uuid[]) or i.id = any (${touched}::uuid[]))
    order by c.issue_date, c.id, i.issue_date, i.id`.execute(db)
  for (const pair of pairs.rows) await setOff(db, actor, pair)
}

/**
 * Moves as much as both sides have open, if anything, in two entries that add up to nothing. The documents are locked
 * in a statement of their own, so that the balances read afterwards are those the lock protects.
 */
async function setOff(db: Db, actor: WorkActor, pair: CreditRow): Promise<void> {
  await sql`select id from documents
    where business_id = ${actor.businessId} and id in (${pair.credit_note_id}, ${pair.invoice_id})
    order by id for update`.execute(db)
  const today = actor.now().toISOString().slice(0, 10)
  await sql`
    with movable as (
      select least(
        (select balance from open_items where business_id = ${actor.businessId} and document_id = ${pair.invoice_id}),
        -(select balance from open_items where business_id = ${actor.businessId} and document_id = ${pair.credit_note_id})) as amount)
    insert into ledger_entries (business_id, id, customer_id, kind, document_id, allocation_id, amount, currency, entry_date)
    select ${actor.businessId}, side.id, ${pair.customer_id}, 'allocation', side.document_id, ${newId()}::uuid,
      side.sign * movable.amount, ${pair.currency}, ${today}
    from movable
    cross join (values (${newId()}::uuid, ${pair.credit_note_id}::uuid, 1), (${newId()}::uuid, ${pair.invoice_id}::uuid, -1))
      as side (id, document_id, sign)
    where movable.amount > 0
      and exists (select from open_items where business_id = ${actor.businessId} and document_id = ${pair.invoice_id})
      and exists (select from open_items where business_id = ${actor.businessId} and document_id = ${pair.credit_note_id})`.execute(
    db,
  )
}
