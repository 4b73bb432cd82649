import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { firstIdAt } from "../../../platform/ids/index.ts"
import type { DocumentKind } from "../../documents/index.ts"
import type { RefundRow } from "./list-refunds.ts"

/** One entry of the ledger that a payment, or what was made of it, stands in. Positive is owed to the business. */
export interface PaymentBooking {
  id: string
  kind: string
  entryDate: string
  amount: bigint
  /** The document it counts on; null for money on the account. */
  document: { id: string; kind: DocumentKind; number: string } | null
}

export type PaymentRefund = Pick<
  RefundRow,
  "id" | "amount" | "state" | "origin" | "reason" | "problem" | "staffName" | "refundedOn" | "requestedAt"
>

export interface PaymentDetail {
  id: string
  customerId: string
  customerName: string
  method: string
  reference: string | null
  amount: bigint
  currency: string
  receivedOn: string
  recordedAt: Date
  /** Who recorded it; null for the program, and where nobody wrote it down. */
  recordedBy: string | null
  attempt: { id: string; environment: string; authorizedAt: Date | null } | null
  bookings: PaymentBooking[]
  /** Newest first. */
  refunds: PaymentRefund[]
  refunded: bigint
  refunding: bigint
  /** What is left of it on no document. */
  onAccount: bigint
}

type Head = Omit<
  PaymentDetail,
  "bookings" | "refunds" | "refunded" | "refunding" | "onAccount" | "attempt"
> & {
  attemptId: string | null
  environment: string | null
  authorizedAt: Date | null
}

/** Everything of one payment: what it was booked on, what was made of it since, and what was paid back. Null where there is none. */
export async function findPaymentDetail(actor: WorkActor, paymentId: string): Promise<PaymentDetail | null> {
  return actor.transaction(async (db) => {
    const head = await readHead(db, actor, paymentId)
    if (!head) return null
    const { attemptId, environment, authorizedAt, ...payment } = head
    const bookings = await readBookings(db, actor, paymentId)
    const refunds = await readRefunds(db, actor, paymentId)
    const sumOf = (state: string) =>
      refunds.reduce((sum, refund) => (refund.state === state ? sum + refund.amount : sum), 0n)
    return {
      ...payment,
      attempt: attemptId ? { id: attemptId, environment: environment ?? "", authorizedAt } : null,
      bookings,
      refunds,
      refunded: sumOf("completed"),
      refunding: sumOf("pending"),
      onAccount: await readOnAccount(db, actor, paymentId),
    }
  })
}

async function readHead(db: Db, actor: WorkActor, paymentId: string): Promise<Head | null> {
  const result = await sql<Head>`
    select p.id, p.customer_id as "customerId", c.name as "customerName", p.method, p.reference, p.amount, p.currency,
      p.received_on as "receivedOn", p.recorded_at as "recordedAt", p.attempt_id as "attemptId", a.environment,
      a.authorized_at as "authorizedAt"
    from payments p
    join customers c on c.business_id = p.business_id and c.id = p.customer_id
    left join payment_attempts a on a.business_id = p.business_id and a.id = p.attempt_id
    where p.business_id = ${actor.businessId} and p.id = ${paymentId}`.execute(db)
  const head = result.rows[0]
  return head ? { ...head, recordedBy: await readRecorder(db, actor, head) } : null
}

/** The event of its recording was made within moments of it, and ids rise with time; so few are looked at. */
async function readRecorder(
  db: Db,
  actor: WorkActor,
  { id, customerId, recordedAt }: Head,
): Promise<string | null> {
  const moment = recordedAt.getTime()
  const result = await sql<{ name: string }>`
    select s.name from events e
    join staff_members s on s.business_id = e.business_id and s.id = e.staff_id
    where e.business_id = ${actor.businessId} and e.customer_id = ${customerId}
      and e.id between ${firstIdAt(moment - 300_000)} and ${firstIdAt(moment + 300_000)}
      and e.kind = 'payment.recorded' and e.data ->> 'payment' = ${id} limit 1`.execute(db)
  return result.rows[0]?.name ?? null
}

/**
 * The entries of the payment itself, those by which money of it was moved to a document later, on both sides, and
 * those of its refunds; in the order they were made.
 */
async function readBookings(db: Db, actor: WorkActor, paymentId: string): Promise<PaymentBooking[]> {
  const business = actor.businessId
  const result = await sql<
    Omit<PaymentBooking, "document"> & {
      documentId: string | null
      documentKind: DocumentKind
      number: string
    }
  >`
    with own as (
      select e.* from ledger_entries e where e.business_id = ${business} and e.payment_id = ${paymentId}),
    theirs as (
      select e.* from ledger_entries e where e.business_id = ${business}
        and e.allocation_id in (select o.allocation_id from own o where o.allocation_id is not null)),
    paid_back as (
      select e.* from ledger_entries e where e.business_id = ${business}
        and e.refund_id in (select r.id from refunds r where r.business_id = ${business} and r.payment_id = ${paymentId}))
    select e.id, e.kind, e.entry_date as "entryDate", e.amount, d.id as "documentId", d.kind as "documentKind", d.number
    from (select * from own union select * from theirs union select * from paid_back) e
    left join documents d on d.business_id = e.business_id and d.id = e.document_id
    order by e.recorded_at, e.id`.execute(db)
  return result.rows.map(({ documentId, documentKind, number, ...entry }) => ({
    ...entry,
    document: documentId ? { id: documentId, kind: documentKind, number } : null,
  }))
}

async function readRefunds(db: Db, actor: WorkActor, paymentId: string): Promise<PaymentRefund[]> {
  const result = await sql<PaymentRefund>`
    select r.id, r.amount, r.state, r.origin, r.reason, r.problem, s.name as "staffName",
      r.refunded_on as "refundedOn", r.requested_at as "requestedAt"
    from refunds r left join staff_members s on s.business_id = r.business_id and s.id = r.staff_id
    where r.business_id = ${actor.businessId} and r.payment_id = ${paymentId}
    order by r.requested_at desc, r.id desc`.execute(db)
  return result.rows
}

async function readOnAccount(db: Db, actor: WorkActor, paymentId: string): Promise<bigint> {
  const result = await sql<{ left: bigint }>`
    select coalesce(-sum(amount), 0)::bigint as left from ledger_entries
    where business_id = ${actor.businessId} and payment_id = ${paymentId}
      and num_nonnulls(document_id, opening_balance_id) = 0`.execute(db)
  return result.rows[0]?.left ?? 0n
}
