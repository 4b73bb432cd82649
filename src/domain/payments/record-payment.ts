import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvent } from "../events/index.ts"
import { bookPayment } from "../ledger/index.ts"
import { finishNotices } from "./payment-notices.ts"

export const paymentMethods = ["bank", "cash", "card", "other"] as const
export type PaymentMethod = (typeof paymentMethods)[number]

export interface PaymentInput {
  documentId: string
  /** Minor units of the invoice's currency. */
  amount: bigint
  method: PaymentMethod
  receivedOn: string
  reference?: string | undefined
  /** Made by the form, so that sending it twice books once. It stands for this very payment and no other. */
  requestKey: string
  /** What the customer said of it, which is dealt with by this. */
  noticeId?: string | undefined
}

export type PaymentOutcome =
  | { ok: true; paymentId: string; alreadyRecorded: boolean }
  | { ok: false; reason: "no_invoice" | "nothing_open" | "more_than_open" | "key_of_another"; open: bigint }

/**
 * Records money received for an invoice and books it, once for each `requestKey`. Refuses more than is open, and
 * what is not an issued invoice. A `requestKey` that comes again says that its payment is recorded already; with
 * anything else in it, such as a form sent again from the browser's history, it is refused. The balance is right in
 * the same transaction.
 */
export async function recordPayment(actor: WorkActor, input: PaymentInput): Promise<PaymentOutcome> {
  return actor.transaction(async (db) => {
    const before = await findRecorded(db, actor, input)
    if (before) return before
    const invoice = await db
      .selectFrom("documents")
      .select(["id", "bill_to_id", "currency"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", input.documentId)
      .where("kind", "=", "invoice")
      .where("state", "=", "issued")
      .forUpdate()
      .executeTakeFirst()
    if (!invoice) return { ok: false, reason: "no_invoice", open: 0n }
    // Asked again under the lock: another press of the same button may have been first.
    const meanwhile = await findRecorded(db, actor, input)
    if (meanwhile) return meanwhile
    const item = await db
      .selectFrom("open_items")
      .select("balance")
      .where("business_id", "=", actor.businessId)
      .where("document_id", "=", invoice.id)
      .executeTakeFirst()
    const open = item?.balance ?? 0n
    if (open <= 0n) return { ok: false, reason: "nothing_open", open: 0n }
    if (input.amount > open) return { ok: false, reason: "more_than_open", open }
    const paymentId = await record(db, actor, invoice, input)
    return { ok: true, paymentId, alreadyRecorded: false }
  })
}

/** What came of the key before, if it was used. */
async function findRecorded(db: Db, actor: WorkActor, input: PaymentInput): Promise<PaymentOutcome | null> {
  const before = await db
    .selectFrom("payments as p")
    .innerJoin("ledger_entries as e", (join) =>
      join
        .onRef("e.business_id", "=", "p.business_id")
        .onRef("e.payment_id", "=", "p.id")
        .on("e.kind", "=", "payment"),
    )
    .select(["p.id", "p.amount", "p.method", "p.received_on", "p.reference", "e.document_id"])
    .where("p.business_id", "=", actor.businessId)
    .where("p.request_key", "=", input.requestKey)
    .executeTakeFirst()
  if (!before) return null
  const isSame =
    before.document_id === input.documentId &&
    before.amount === input.amount &&
    before.method === input.method &&
    before.received_on === input.receivedOn &&
    before.reference === (input.reference ?? null)
  return isSame
    ? { ok: true, paymentId: before.id, alreadyRecorded: true }
    : { ok: false, reason: "key_of_another", open: 0n }
}

async function record(
  db: Db,
  actor: WorkActor,
  invoice: { id: string; bill_to_id: string; currency: string },
  input: PaymentInput,
): Promise<string> {
  const paymentId = newId()
  const { amount, receivedOn } = input
  const { bill_to_id: customerId, currency } = invoice
  await db
    .insertInto("payments")
    .values({
      business_id: actor.businessId,
      id: paymentId,
      customer_id: customerId,
      method: input.method,
      amount,
      currency,
      received_on: receivedOn,
      reference: input.reference ?? null,
      request_key: input.requestKey,
    })
    .execute()
  await bookPayment(db, actor, { id: paymentId, customerId, amount, currency, receivedOn }, [
    { documentId: invoice.id, amount },
  ])
  await finishNotices(db, actor, {
    noticeId: input.noticeId,
    documentIds: input.method === "bank" ? [invoice.id] : [],
  })
  await recordEvent(db, "payment.recorded", {
    customerId,
    documentId: invoice.id,
    data: { payment: paymentId, method: input.method, amount: amount.toString(), currency },
  })
  return paymentId
}
