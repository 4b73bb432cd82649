import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvent } from "../events/index.ts"
import { bookPayment, type PaymentPart } from "../ledger/index.ts"
import { finishNotices } from "./payment-notices.ts"
import type { PaymentMethod } from "./record-payment.ts"

export interface AccountPaymentInput {
  /** Whose account: who owes the invoices. */
  customerId: string
  currency: string
  /** Minor units. What the parts leave of it stands on the account. */
  amount: bigint
  method: PaymentMethod
  receivedOn: string
  reference?: string | undefined
  /** What goes to which invoice; each invoice once. */
  parts: readonly PaymentPart[]
  /** Made by the form, so that sending it twice books once. It stands for this very payment and no other. */
  requestKey: string
}

export type AccountPaymentOutcome =
  | { ok: true; paymentId: string; alreadyRecorded: boolean }
  | { ok: false; reason: "no_customer" | "parts_exceed" | "key_of_another" }
  | { ok: false; reason: "more_than_open"; documentId: string; open: bigint }

/**
 * Records one payment that was received for several invoices of a customer, and books it: to each invoice its part, the
 * rest on the account. Refuses a part of more than is open, of what is no issued invoice of this account, or in
 * another currency (nothing is open then). Books once for each `requestKey`; with anything else in it, the key is refused.
 */
export async function recordAccountPayment(
  actor: WorkActor,
  input: AccountPaymentInput,
): Promise<AccountPaymentOutcome> {
  const parts = input.parts.reduce((sum, part) => sum + part.amount, 0n)
  if (parts > input.amount) return { ok: false, reason: "parts_exceed" }
  return actor.transaction(async (db) => {
    // Two presses of one button come here one after the other.
    await sql`select pg_advisory_xact_lock(hashtextextended('payment ' || ${input.requestKey}, 0))`.execute(
      db,
    )
    const before = await findRecorded(db, actor, input)
    if (before) return before
    if (!(await isAccount(db, actor, input.customerId))) return { ok: false, reason: "no_customer" }
    const open = await holdInvoices(db, actor, input)
    const tooMuch = input.parts.find((part) => part.amount > (open.get(part.documentId) ?? 0n))
    if (tooMuch) {
      const { documentId } = tooMuch
      return { ok: false, reason: "more_than_open", documentId, open: open.get(documentId) ?? 0n }
    }
    return { ok: true, paymentId: await record(db, actor, input), alreadyRecorded: false }
  })
}

/** What came of the key before, if it was used. */
async function findRecorded(
  db: Db,
  actor: WorkActor,
  input: AccountPaymentInput,
): Promise<AccountPaymentOutcome | null> {
  const before = await db
    .selectFrom("payments")
    .select(["id", "customer_id", "currency", "amount", "method", "received_on", "reference"])
    .where("business_id", "=", actor.businessId)
    .where("request_key", "=", input.requestKey)
    .executeTakeFirst()
  if (!before) return null
  const booked = await db
    .selectFrom("ledger_entries")
    .select(["document_id", "amount"])
    .where("business_id", "=", actor.businessId)
    .where("payment_id", "=", before.id)
    .where("kind", "=", "payment")
    .where("document_id", "is not", null)
    .execute()
  const isSame =
    before.customer_id === input.customerId &&
    before.currency === input.currency &&
    before.amount === input.amount &&
    before.method === input.method &&
    before.received_on === input.receivedOn &&
    before.reference === (input.reference ?? null) &&
    booked.length === input.parts.length &&
    input.parts.every((part) =>
      booked.some((entry) => entry.document_id === part.documentId && entry.amount === -part.amount),
    )
  return isSame
    ? { ok: true, paymentId: before.id, alreadyRecorded: true }
    : { ok: false, reason: "key_of_another" }
}

async function isAccount(db: Db, actor: WorkActor, customerId: string): Promise<boolean> {
  const customer = await db
    .selectFrom("customers")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", customerId)
    .where("merged_into", "is", null)
    .executeTakeFirst()
  return customer !== undefined
}

/** What is open on each of the invoices that are this account's, held until the end, in the order everybody holds them in. */
async function holdInvoices(
  db: Db,
  actor: WorkActor,
  { parts, customerId, currency }: AccountPaymentInput,
): Promise<Map<string, bigint>> {
  const ids = parts.map((part) => part.documentId)
  await sql`select from documents where business_id = ${actor.businessId} and id = any (${ids}::uuid[])
    order by id for no key update`.execute(db)
  const result = await sql<{ id: string; balance: bigint }>`
    select document_id as id, balance from open_items
    where business_id = ${actor.businessId} and document_id = any (${ids}::uuid[]) and kind = 'invoice'
      and customer_id = ${customerId} and currency = ${currency} and balance > 0`.execute(db)
  return new Map(result.rows.map((row) => [row.id, row.balance]))
}

async function record(db: Db, actor: WorkActor, input: AccountPaymentInput): Promise<string> {
  const { customerId, currency, amount, method, receivedOn } = input
  const paymentId = newId()
  await db
    .insertInto("payments")
    .values({
      business_id: actor.businessId,
      id: paymentId,
      customer_id: customerId,
      method,
      amount,
      currency,
      received_on: receivedOn,
      reference: input.reference ?? null,
      request_key: input.requestKey,
    })
    .execute()
  await bookPayment(db, actor, { id: paymentId, customerId, amount, currency, receivedOn }, input.parts)
  const documentIds = input.parts.map((part) => part.documentId)
  await finishNotices(db, actor, { documentIds: method === "bank" ? documentIds : [] })
  const [only, ...others] = documentIds
  await recordEvent(db, "payment.recorded", {
    customerId,
    documentId: others.length === 0 ? only : undefined,
    data: { payment: paymentId, method, amount: amount.toString(), currency, documents: documentIds },
  })
  return paymentId
}
