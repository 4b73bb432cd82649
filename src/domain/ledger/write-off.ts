import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvent } from "../events/index.ts"
import { findToday, holdSubjects } from "./subjects.ts"

export interface WriteOffInput {
  documentId: string
  /** Positive, in minor units of the invoice's currency. */
  amount: bigint
  /** Why, for staff; 1 to 200 characters. */
  reason: string
  /** Made by the form, so that sending it twice writes off once. */
  requestKey: string
}

export type WriteOffOutcome =
  | { ok: true; writeOffId: string; alreadyRecorded: boolean }
  | { ok: false; reason: "no_invoice" | "nothing_open" | "more_than_open" | "key_of_another"; open: bigint }

/**
 * Gives up what is open on an invoice, or a part of it, on the business's today: nobody owes it any more. Refuses more
 * than is open, and what is not an issued invoice. A `requestKey` that comes again stands for this very write-off.
 */
export async function writeOff(actor: WorkActor, input: WriteOffInput): Promise<WriteOffOutcome> {
  return actor.transaction(async (db) => {
    const standings = await holdSubjects(db, actor, [{ documentId: input.documentId }])
    const before = await findRecorded(db, actor, input)
    if (before) return before
    const invoice = await db
      .selectFrom("documents")
      .select("kind")
      .where("business_id", "=", actor.businessId)
      .where("id", "=", input.documentId)
      .executeTakeFirst()
    const standing = standings.get(input.documentId)
    if (!standing || invoice?.kind !== "invoice") return { ok: false, reason: "no_invoice", open: 0n }
    const { balance: open, customerId, currency } = standing
    if (open <= 0n) return { ok: false, reason: "nothing_open", open: 0n }
    if (input.amount > open) return { ok: false, reason: "more_than_open", open }
    const { documentId, amount, reason, requestKey } = input
    const writeOffId = await book(db, actor, { documentId, amount, reason, requestKey, currency, customerId })
    await recordEvent(db, "write_off.recorded", {
      customerId,
      documentId,
      data: { writeOff: writeOffId, amount: amount.toString(), currency },
    })
    return { ok: true, writeOffId, alreadyRecorded: false }
  })
}

/** What came of the key before, if it was used. */
async function findRecorded(db: Db, actor: WorkActor, input: WriteOffInput): Promise<WriteOffOutcome | null> {
  const before = await db
    .selectFrom("write_offs")
    .select(["id", "document_id", "amount", "reason", "takes_back_id"])
    .where("business_id", "=", actor.businessId)
    .where("request_key", "=", input.requestKey)
    .executeTakeFirst()
  if (!before) return null
  const isSame =
    before.takes_back_id === null &&
    before.document_id === input.documentId &&
    before.amount === input.amount &&
    before.reason === input.reason
  return isSame
    ? { ok: true, writeOffId: before.id, alreadyRecorded: true }
    : { ok: false, reason: "key_of_another", open: 0n }
}

/**
 * Takes a write-off back, because it was a mistake or the money comes after all: what was written off is open again,
 * from today. Once; false where it was taken back before, or is not there.
 */
export async function takeBackWriteOff(actor: WorkActor, writeOffId: string): Promise<boolean> {
  return actor.transaction(async (db) => {
    const find = () =>
      db
        .selectFrom("write_offs as w")
        .leftJoin("write_offs as b", (join) =>
          join.onRef("b.business_id", "=", "w.business_id").onRef("b.takes_back_id", "=", "w.id"),
        )
        .select(["w.document_id", "w.amount", "w.reason", "w.currency"])
        .where("w.business_id", "=", actor.businessId)
        .where("w.id", "=", writeOffId)
        .where("w.takes_back_id", "is", null)
        .where("b.id", "is", null)
        .executeTakeFirst()
    const documentId = (await find())?.document_id
    if (!documentId) return false
    const standing = (await holdSubjects(db, actor, [{ documentId }])).get(documentId)
    // Asked again under the lock: another press of the same button may have been first.
    const found = await find()
    if (!found || !standing) return false
    const { amount, currency, reason } = found
    const { customerId } = standing
    const requestKey = newId()
    const entry = { documentId, amount, reason, requestKey, currency, customerId, takesBackId: writeOffId }
    await book(db, actor, entry)
    await recordEvent(db, "write_off.taken_back", {
      customerId,
      documentId,
      data: { writeOff: writeOffId, amount: amount.toString(), currency },
    })
    return true
  })
}

interface BookedWriteOff extends WriteOffInput {
  currency: string
  customerId: string
  /** Of one that takes another back, and so opens again. */
  takesBackId?: string
}

async function book(db: Db, actor: WorkActor, entry: BookedWriteOff): Promise<string> {
  const today = await findToday(db, actor)
  const id = newId()
  const common = { business_id: actor.businessId, document_id: entry.documentId, currency: entry.currency }
  await db
    .insertInto("write_offs")
    .values({
      ...common,
      id,
      amount: entry.amount,
      written_off_on: today,
      reason: entry.reason,
      takes_back_id: entry.takesBackId ?? null,
      request_key: entry.requestKey,
    })
    .execute()
  await db
    .insertInto("ledger_entries")
    .values({
      ...common,
      id: newId(),
      customer_id: entry.customerId,
      kind: "write_off",
      write_off_id: id,
      amount: entry.takesBackId ? entry.amount : -entry.amount,
      entry_date: today,
    })
    .execute()
  return id
}
