import { sql } from "kysely"
import { dateIn } from "../../platform/clock/index.ts"
import type { Db, WorkActor } from "../../platform/database/index.ts"

/** What an entry counts on: a document, or what of a payment's money is on none, or an opening balance. */
export type EntrySubject = { documentId: string } | { paymentId: string } | { openingBalanceId: string }

/** How a subject stands. */
export interface Standing {
  /** Whose account it is on. */
  customerId: string
  currency: string
  /** The sum of its entries: positive is owed, negative is a credit. Minor units. */
  balance: bigint
}

export function subjectId(subject: EntrySubject): string {
  if ("documentId" in subject) return subject.documentId
  return "paymentId" in subject ? subject.paymentId : subject.openingBalanceId
}

/** The columns that say what an entry counts on. */
export function subjectColumns(subject: EntrySubject) {
  return {
    document_id: "documentId" in subject ? subject.documentId : null,
    payment_id: "paymentId" in subject ? subject.paymentId : null,
    opening_balance_id: "openingBalanceId" in subject ? subject.openingBalanceId : null,
  }
}

/**
 * Holds subjects until the end of the transaction, so that nobody else uses or settles them meanwhile, and says how
 * they stand, by id. Payments and opening balances are held before documents, and each in the order of their ids, here
 * as in the database's own checks. Only issued documents are found.
 */
export async function holdSubjects(
  db: Db,
  actor: WorkActor,
  subjects: readonly EntrySubject[],
): Promise<Map<string, Standing>> {
  const columns = subjects.map(subjectColumns)
  const documents = columns.flatMap(({ document_id }) => document_id ?? [])
  const payments = columns.flatMap(({ payment_id }) => payment_id ?? [])
  const openings = columns.flatMap(({ opening_balance_id }) => opening_balance_id ?? [])
  if (payments.length + openings.length > 0) {
    await sql`select hold_money(${payments}::uuid[], ${openings}::uuid[])`.execute(db)
  }
  await sql`select from documents where business_id = ${actor.businessId} and id = any (${documents}::uuid[])
    order by id for no key update`.execute(db)
  // In a statement after the locks, so that it reads what they protect.
  const { rows } = await sql<Standing & { id: string }>`
    select d.id, d.bill_to_id as "customerId", d.currency, coalesce(item.balance, 0) as balance
    from documents d left join open_items item on item.business_id = d.business_id and item.document_id = d.id
    where d.business_id = ${actor.businessId} and d.id = any (${documents}::uuid[]) and d.state = 'issued'
    union all
    select p.id, p.customer_id, p.currency, (select coalesce(sum(e.amount), 0)::bigint from ledger_entries e
      where e.business_id = p.business_id and e.payment_id = p.id and e.document_id is null and e.opening_balance_id is null)
    from payments p where p.business_id = ${actor.businessId} and p.id = any (${payments}::uuid[])
    union all
    select o.id, o.customer_id, o.currency, (select coalesce(sum(e.amount), 0)::bigint from ledger_entries e
      where e.business_id = o.business_id and e.opening_balance_id = o.id)
    from opening_balances o where o.business_id = ${actor.businessId} and o.id = any (${openings}::uuid[])`.execute(
    db,
  )
  return new Map(rows.map(({ id, ...standing }) => [id, standing]))
}

/** The business's own date now, in the transaction. */
export async function findToday(db: Db, actor: WorkActor): Promise<string> {
  const { time_zone: timeZone } = await db
    .selectFrom("businesses")
    .select("time_zone")
    .where("business_id", "=", actor.businessId)
    .executeTakeFirstOrThrow()
  return dateIn(timeZone, actor.now())
}
