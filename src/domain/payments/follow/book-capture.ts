import { createHash } from "node:crypto"
import { sql } from "kysely"
import { dateIn } from "../../../platform/clock/index.ts"
import type { Db, SystemActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { queueJob } from "../../../platform/jobs/index.ts"
import { recordEvent } from "../../events/index.ts"
import { allocate, bookPayment, type EntrySubject, holdSubjects } from "../../ledger/index.ts"
import { type AttemptItem, type AttemptRow, readAttemptItems, readOpen } from "../attempts/attempt.ts"

/** Mails the receipt of a payment. */
export const receiptJob = "payment.receipt"

/**
 * Books an amount that was captured, in the transaction that has the attempt locked: the credits it counted on are
 * used, what is open on each invoice is paid as far as was asked, and what is left over stays on the account as the
 * customer's own money, which staff are told of. The receipt is queued with it.
 */
export async function bookCapture(
  db: Db,
  actor: SystemActor,
  attempt: AttemptRow,
  amount: bigint,
): Promise<void> {
  const items = await readAttemptItems(db, actor, attempt.id)
  // Held in the ledger's own order, so that who books something else waits for this and never the two for each other.
  await holdSubjects(db, actor, items.map(subjectOf))
  const { time_zone: timeZone } = await db
    .selectFrom("businesses")
    .select("time_zone")
    .where("business_id", "=", actor.businessId)
    .executeTakeFirstOrThrow()
  const receivedOn = dateIn(timeZone, actor.now())
  const { count } = await db
    .selectFrom("payments")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("business_id", "=", actor.businessId)
    .where("attempt_id", "=", attempt.id)
    .executeTakeFirstOrThrow()
  const isFirst = count === 0
  if (isFirst) await useCredits(db, actor, items)
  const parts = await planParts(db, actor, items, amount)
  const paymentId = newId()
  await db
    .insertInto("payments")
    .values({
      business_id: actor.businessId,
      id: paymentId,
      customer_id: attempt.customer_id,
      method: "mobilepay",
      amount,
      currency: attempt.currency,
      received_on: receivedOn,
      reference: attempt.reference,
      attempt_id: attempt.id,
      capture_number: count + 1,
      request_key: keyOfCapture(attempt.id, count + 1),
    })
    .execute()
  const { customer_id: customerId, currency } = attempt
  await bookPayment(db, actor, { id: paymentId, customerId, amount, currency, receivedOn }, parts)
  await tell(db, attempt, paymentId, amount, parts)
  await queueJob(db, receiptJob, { businessId: actor.businessId, paymentId }, { key: paymentId })
}

function subjectOf({ documentId, paymentId }: AttemptItem): EntrySubject {
  return documentId ? { documentId } : { paymentId: paymentId ?? "" }
}

/** Sets the credits of the attempt off against its invoices, the first against the first, as far as both still go. */
async function useCredits(db: Db, actor: SystemActor, items: readonly AttemptItem[]): Promise<void> {
  const invoices = items.flatMap((item) =>
    item.amount > 0n && item.documentId ? [{ documentId: item.documentId, left: item.amount }] : [],
  )
  for (const credit of items) {
    if (credit.amount >= 0n) continue
    let left = -credit.amount
    for (const invoice of invoices) {
      const wanted = left < invoice.left ? left : invoice.left
      if (wanted <= 0n) continue
      const used = await useCredit(db, actor, subjectOf(credit), invoice.documentId, wanted)
      invoice.left -= wanted
      left -= wanted
      if (used === 0n) break
    }
  }
}

/** Uses as much as is wanted, or what there still is of it; answers how much that was. */
async function useCredit(
  db: Db,
  actor: SystemActor,
  from: EntrySubject,
  documentId: string,
  wanted: bigint,
): Promise<bigint> {
  const outcome = await allocate(db, actor, { from, to: { documentId }, amount: wanted })
  if (outcome.ok) return wanted
  const most = smaller(outcome.left, outcome.open)
  if (most <= 0n || most >= wanted) return 0n
  const second = await allocate(db, actor, { from, to: { documentId }, amount: most })
  return second.ok ? most : 0n
}

/** What of the amount goes to which invoice: no more than was asked for, and than is open. */
async function planParts(
  db: Db,
  actor: SystemActor,
  items: readonly AttemptItem[],
  amount: bigint,
): Promise<{ documentId: string; amount: bigint }[]> {
  const invoices = items.filter((item) => item.amount > 0n && item.documentId !== null)
  const open = await readOpen(db, actor, invoices)
  let left = amount
  return invoices.flatMap(({ documentId, amount: asked }) => {
    if (!documentId) return []
    const most = smaller(asked, open.get(documentId)?.balance ?? 0n)
    const part = smaller(left, most)
    if (part <= 0n) return []
    left -= part
    return [{ documentId, amount: part }]
  })
}

async function tell(
  db: Db,
  attempt: AttemptRow,
  paymentId: string,
  amount: bigint,
  parts: readonly { documentId: string; amount: bigint }[],
): Promise<void> {
  const subject = { customerId: attempt.payer_id, documentId: attempt.document_id ?? undefined }
  const { currency } = attempt
  await recordEvent(db, "payment.completed", {
    ...subject,
    data: {
      payment: paymentId,
      attempt: attempt.id,
      amount: amount.toString(),
      currency,
      documents: parts.map((part) => part.documentId),
    },
  })
  const surplus = amount - parts.reduce((sum, part) => sum + part.amount, 0n)
  if (surplus > 0n) {
    await recordEvent(db, "payment.surplus", {
      ...subject,
      data: { payment: paymentId, attempt: attempt.id, amount: surplus.toString(), currency },
    })
  }
}

/** A UUID of version 8 (RFC 9562, section 5.8), the same for the same capture. */
function keyOfCapture(attemptId: string, captureNumber: number): string {
  const hash = createHash("sha256").update(`capture\n${attemptId}\n${captureNumber}`).digest("hex")
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
