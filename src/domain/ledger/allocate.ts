import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvent } from "../events/index.ts"
import { addMoves } from "./add-moves.ts"
import { type EntrySubject, holdSubjects, subjectColumns, subjectId } from "./subjects.ts"

export interface AllocationInput {
  /** Where the credit is: a credit note or an overpaid invoice, money on the account, an opening balance in favour. */
  from: EntrySubject
  /** What it settles: an open invoice, or an opening balance that is owed. */
  to: { documentId: string } | { openingBalanceId: string }
  /** Positive, in minor units. */
  amount: bigint
  /** Made by a form, so that sending it twice moves once. */
  requestKey?: string
}

export type AllocateOutcome =
  | { ok: true; allocationId: string; alreadyDone: boolean }
  | {
      ok: false
      reason:
        | "not_found"
        | "other_account"
        | "other_currency"
        | "nothing_left"
        | "nothing_open"
        | "more_than_left"
        | "more_than_open"
        | "key_of_another"
      /** What there is to use, and what is open on the other side; 0 where that is not known. */
      left: bigint
      open: bigint
    }

/**
 * Moves a credit to what is open: two entries that add up to nothing, on one account and in one currency. Refuses
 * more than either side has. Made in the caller's transaction, which holds both sides from then on.
 */
export async function allocate(db: Db, actor: WorkActor, input: AllocationInput): Promise<AllocateOutcome> {
  const { amount, requestKey } = input
  if (amount <= 0n) throw new RangeError("An allocation is a positive amount.")
  const standings = await holdSubjects(db, actor, [input.from, input.to])
  const from = standings.get(subjectId(input.from))
  const to = standings.get(subjectId(input.to))
  const before = requestKey && (await findDone(db, actor, input, requestKey))
  if (before) return before
  const left = from && from.balance < 0n ? -from.balance : 0n
  const open = to && to.balance > 0n ? to.balance : 0n
  const refuse = (reason: Extract<AllocateOutcome, { ok: false }>["reason"]) =>
    ({ ok: false, reason, left, open }) as const
  if (!from || !to) return refuse("not_found")
  if (from.customerId !== to.customerId) return refuse("other_account")
  if (from.currency !== to.currency) return refuse("other_currency")
  if (left === 0n) return refuse("nothing_left")
  if (open === 0n) return refuse("nothing_open")
  if (amount > left) return refuse("more_than_left")
  if (amount > open) return refuse("more_than_open")
  const allocationId = requestKey ?? newId()
  const sides = [
    { subject: input.from, amount },
    { subject: input.to, amount: -amount },
  ] as const
  await addMoves(db, actor, [{ id: allocationId, kind: "allocation", chosen: true, sides }])
  await recordEvent(db, "allocation.made", {
    customerId: to.customerId,
    documentId: "documentId" in input.to ? input.to.documentId : undefined,
    data: { allocation: allocationId, amount: amount.toString(), currency: to.currency },
  })
  return { ok: true, allocationId, alreadyDone: false }
}

/** What came of the key before, if it was used. */
async function findDone(
  db: Db,
  actor: WorkActor,
  { from, to, amount }: AllocationInput,
  allocationId: string,
): Promise<AllocateOutcome | null> {
  const sides = await db
    .selectFrom("ledger_entries")
    .select(["document_id", "payment_id", "opening_balance_id", "amount"])
    .where("business_id", "=", actor.businessId)
    .where("allocation_id", "=", allocationId)
    .execute()
  if (sides.length === 0) return null
  const isThere = (subject: EntrySubject, moved: bigint) => {
    const wanted = subjectColumns(subject)
    return sides.some(
      (side) =>
        side.amount === moved &&
        side.document_id === wanted.document_id &&
        side.opening_balance_id === wanted.opening_balance_id &&
        (wanted.payment_id === null || side.payment_id === wanted.payment_id),
    )
  }
  return isThere(from, amount) && isThere(to, -amount)
    ? { ok: true, allocationId, alreadyDone: true }
    : { ok: false, reason: "key_of_another", left: 0n, open: 0n }
}
