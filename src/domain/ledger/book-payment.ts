import type { Insertable } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import type { LedgerEntries } from "../../platform/database/tables.ts"
import { newId } from "../../platform/ids/index.ts"
import { holdSubjects } from "./subjects.ts"

/** A payment that its caller has just put into `payments`, in the same transaction. Minor units. */
export interface ReceivedPayment {
  id: string
  customerId: string
  amount: bigint
  currency: string
  receivedOn: string
}

export interface PaymentPart {
  documentId: string
  /** Positive, in minor units. */
  amount: bigint
}

/** What a payment was booked on: its parts, and what is left of it on the account. */
export interface BookedPayment {
  parts: PaymentPart[]
  onAccount: bigint
}

/**
 * Books money that came in, to the full: on each document as much of its part as is open there, and the rest on the
 * account, as money of this payment. Money is never refused: a document that was paid meanwhile, or is in another
 * currency, takes less or nothing. Throws where the parts are more than the payment.
 */
export async function bookPayment(
  db: Db,
  actor: WorkActor,
  payment: ReceivedPayment,
  parts: readonly PaymentPart[],
): Promise<BookedPayment> {
  const standings = await holdSubjects(db, actor, parts)
  const wanted = new Map<string, bigint>()
  for (const part of parts) {
    if (part.amount <= 0n) throw new RangeError("A part of a payment is a positive amount.")
    wanted.set(part.documentId, (wanted.get(part.documentId) ?? 0n) + part.amount)
  }
  let left = payment.amount
  const entries: Insertable<LedgerEntries>[] = []
  const common = {
    business_id: actor.businessId,
    kind: "payment",
    payment_id: payment.id,
    currency: payment.currency,
    entry_date: payment.receivedOn,
  }
  const booked: PaymentPart[] = []
  for (const [documentId, amount] of wanted) {
    const standing = standings.get(documentId)
    left -= amount
    if (left < 0n) throw new RangeError("The parts of a payment are more than the payment.")
    const open = standing?.currency === payment.currency && standing.balance > 0n ? standing.balance : 0n
    const taken = amount < open ? amount : open
    if (!standing || taken === 0n) continue
    booked.push({ documentId, amount: taken })
    const { customerId: customer_id } = standing
    entries.push({ ...common, id: newId(), customer_id, document_id: documentId, amount: -taken })
  }
  const onAccount = booked.reduce((rest, part) => rest - part.amount, payment.amount)
  if (onAccount > 0n) {
    entries.push({ ...common, id: newId(), customer_id: payment.customerId, amount: -onAccount })
  }
  await db.insertInto("ledger_entries").values(entries).execute()
  return { parts: booked, onAccount }
}
