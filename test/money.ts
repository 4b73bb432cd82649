/** Money in tests: payments over several documents, refunds, and sums of what is booked. */
import { sql } from "kysely"
import { bookPayment, bookRefund, findOpenItems, type PaymentPart } from "../src/domain/ledger/index.ts"
import type { SystemActor } from "../src/platform/database/index.ts"
import { newId } from "../src/platform/ids/index.ts"

interface Received {
  customer: { id: string }
  amount: bigint
  parts?: readonly PaymentPart[]
  currency?: string
  on?: string
}

/** Money that came in by bank; what is on no document is on the account. */
export async function receive(
  actor: SystemActor,
  { customer, amount, parts = [], currency = "DKK", on = "2026-11-01" }: Received,
) {
  const id = newId()
  const payment = { id, customerId: customer.id, amount, currency, receivedOn: on }
  const booked = await actor.transaction(async (db) => {
    await db
      .insertInto("payments")
      .values({
        business_id: actor.businessId,
        id,
        customer_id: customer.id,
        method: "bank",
        amount,
        currency,
        received_on: on,
        request_key: newId(),
      })
      .execute()
    return bookPayment(db, actor, payment, parts)
  })
  return { id, ...booked }
}

/** Pays back in cash, at once. */
export async function payBack(actor: SystemActor, paymentId: string, amount: bigint, on = "2026-11-10") {
  return actor.transaction(async (db) => {
    const refundId = newId()
    await sql`insert into refunds (business_id, id, payment_id, method, amount, currency, state, refunded_on, request_key, finished_at)
      select business_id, ${refundId}, id, 'cash', ${amount}::bigint, currency, 'completed', ${on}::date, ${newId()}::uuid, now()
      from payments where business_id = ${actor.businessId} and id = ${paymentId}`.execute(db)
    return bookRefund(db, actor, { refundId, paymentId, amount, refundedOn: on })
  })
}

/** What is open on an account, shortly: of each its number or kind, and its balance. */
export async function openOn(actor: SystemActor, customer: { id: string }): Promise<[string, bigint][]> {
  const items = await findOpenItems(actor, [customer.id])
  return items.map((item) => [item.number ?? item.kind, item.balance])
}
