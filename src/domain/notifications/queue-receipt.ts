import { sql } from "kysely"
import type { Db, SystemActor } from "../../platform/database/index.ts"
import { queueMail } from "./queue-mail.ts"

interface PaidBy {
  payer_id: string
  document_id: string | null
  session_id: string | null
  /** The one document that was paid by MobilePay; null where it was otherwise, or several. */
  own_document_id: string | null
}

interface Recipient {
  customer_id: string
  contact_id: string | null
}

/**
 * Queues the receipt of a payment, once however often it is asked for: to whoever paid, as they came in, else to the
 * payer's own address, else to its main contact. A payer whom no mail reaches gets none.
 */
export async function queueReceipt(actor: SystemActor, paymentId: string): Promise<void> {
  await actor.transaction(async (db) => {
    const paid = await readPaidBy(db, actor, paymentId)
    if (!paid) throw new Error("The payment of a receipt is gone.")
    const recipient =
      (paid.session_id && (await readWhoPaid(db, actor, paid, paid.session_id))) ||
      (await readPayer(db, actor, paid.payer_id))
    if (!recipient) return
    await queueMail(db, actor, {
      template: "receipt",
      customerId: recipient.customer_id,
      contactId: recipient.contact_id,
      ...(paid.document_id ? { documentId: paid.document_id } : {}),
      paymentId,
      key: `receipt ${paymentId}`,
    })
  })
}

/** Who paid, and what: the first of the invoices, where there are several. */
async function readPaidBy(db: Db, actor: SystemActor, paymentId: string): Promise<PaidBy | undefined> {
  const result = await sql<PaidBy>`
    select coalesce(a.payer_id, p.customer_id) as payer_id, a.session_id, a.document_id as own_document_id,
      coalesce(a.document_id, (select e.document_id from ledger_entries e
        where e.business_id = p.business_id and e.payment_id = p.id and e.document_id is not null order by e.id limit 1)) as document_id
    from payments p
    left join payment_attempts a on a.business_id = p.business_id and a.id = p.attempt_id
    where p.business_id = ${actor.businessId} and p.id = ${paymentId}`.execute(db)
  return result.rows[0]
}

/**
 * By the address they signed in with, a contact's before the customer's own, or to whom this very document's link was
 * sent: a session may hold links of other documents, which were sent to others.
 */
async function readWhoPaid(
  db: Db,
  actor: SystemActor,
  { payer_id: payerId, own_document_id: documentId }: PaidBy,
  sessionId: string,
): Promise<Recipient | undefined> {
  const result = await sql<Recipient>`
    select ${payerId}::uuid as customer_id, k.id as contact_id, 1 as rank, k.id as made
    from portal_sessions s
    join contacts k on k.business_id = s.business_id and k.customer_id = ${payerId} and k.removed_at is null
      and hash_address(k.email) = s.address_sha256
    where s.business_id = ${actor.businessId} and s.id = ${sessionId}
    union all
    select c.id, null, 2, c.id from portal_sessions s
    join customers c on c.business_id = s.business_id and c.id = ${payerId} and hash_address(c.email) = s.address_sha256
    where s.business_id = ${actor.businessId} and s.id = ${sessionId}
    union all
    select l.customer_id, l.contact_id, 3, l.id from document_session_links o
    join document_links l on l.business_id = o.business_id and l.id = o.link_id and l.customer_id = ${payerId}
      and l.document_id = ${documentId}
    join contacts k on k.business_id = l.business_id and k.id = l.contact_id and k.removed_at is null and k.email is not null
    where o.business_id = ${actor.businessId} and o.session_id = ${sessionId}
    order by rank, made desc limit 1`.execute(db)
  return result.rows[0]
}

async function readPayer(db: Db, actor: SystemActor, payerId: string): Promise<Recipient | undefined> {
  const result = await sql<Recipient>`
    select c.id as customer_id, case when c.email is null then k.id end as contact_id
    from customers c
    left join lateral (select k.id from contacts k
      where k.business_id = c.business_id and k.customer_id = c.id and k.removed_at is null and k.email is not null
        and k.may_see <> 'quotes'
      order by k.is_main desc, k.id limit 1) k on true
    where c.business_id = ${actor.businessId} and c.id = ${payerId} and coalesce(c.email, k.id::text) is not null`.execute(
    db,
  )
  return result.rows[0]
}
