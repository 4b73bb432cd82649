import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { fillPlaces, findRefundPlaces, type RefundPart } from "./refund-plan.ts"
import { type EntrySubject, holdSubjects, subjectColumns, subjectId } from "./subjects.ts"

export interface CompletedRefund {
  refundId: string
  paymentId: string
  /** Positive, in minor units of the payment's currency. */
  amount: bigint
  refundedOn: string
}

/**
 * Books money paid back, whose row in `refunds` is completed in the same transaction: first on what of the payment is
 * on no document; then on open credits of the account, those that have to do with what it paid before others; and
 * what is still left opens again what it paid, last first. Returns what it was booked on. Throws where that is more
 * than what is left of the payment.
 */
export async function bookRefund(db: Db, actor: WorkActor, refund: CompletedRefund): Promise<RefundPart[]> {
  const { refundId, paymentId, amount, refundedOn } = refund
  // The payment first: what it is placed on does not change from then on. Then all it may be booked on.
  await holdSubjects(db, actor, [{ paymentId }])
  const candidates = await findRefundPlaces(db, actor, paymentId)
  const subjects = candidates.flatMap<EntrySubject>(({ document_id, opening_balance_id }) =>
    document_id
      ? { documentId: document_id }
      : opening_balance_id
        ? { openingBalanceId: opening_balance_id }
        : [],
  )
  const standings = await holdSubjects(db, actor, [{ paymentId }, ...subjects])
  const held = (await findRefundPlaces(db, actor, paymentId)).filter((place) =>
    standings.has(place.document_id ?? place.opening_balance_id ?? paymentId),
  )
  const parts = fillPlaces(paymentId, held, amount)
  const entries = merge(parts).map(({ subject, amount: part }) => {
    const standing = standings.get(subjectId(subject))
    if (!standing) throw new Error("A refund is booked on what is held.")
    return {
      ...subjectColumns(subject),
      business_id: actor.businessId,
      id: newId(),
      customer_id: standing.customerId,
      kind: "refund",
      payment_id: paymentId,
      refund_id: refundId,
      amount: part,
      currency: standing.currency,
      entry_date: refundedOn,
    }
  })
  await db.insertInto("ledger_entries").values(entries).execute()
  return parts
}

/** What `bookRefund` would book a refund of this amount on, were it completed now. */
export async function planRefund(actor: WorkActor, paymentId: string, amount: bigint): Promise<RefundPart[]> {
  return actor.transaction(async (db) =>
    fillPlaces(paymentId, await findRefundPlaces(db, actor, paymentId), amount),
  )
}

/** One entry for what is booked on one document, a credit first and then open again. */
function merge(parts: readonly RefundPart[]): RefundPart[] {
  const merged = new Map<string, RefundPart>()
  for (const part of parts) {
    const id = subjectId(part.subject)
    const before = merged.get(id)
    merged.set(id, before ? { ...before, amount: before.amount + part.amount } : part)
  }
  return [...merged.values()]
}
