/** Attempts to pay in a test's hands, as they are when the customer has pressed the button. */
import type { SystemActor } from "../src/platform/database/index.ts"
import { newId } from "../src/platform/ids/index.ts"

export interface AttemptChoices {
  customerId: string
  /** What it pays; credits as negative amounts. */
  items: readonly { documentId?: string; paymentId?: string; amount: bigint }[]
  state?: "starting" | "pending" | "authorized"
  captureRule?: "at_once" | "by_hand"
  flow?: "push" | "redirect"
  currency?: string
}

/** Writes an attempt down and answers its id and reference. */
export async function makeAttempt(system: SystemActor, choices: AttemptChoices) {
  const { businessId } = system
  const id = newId()
  const reference = `test-${id}`
  const amount = choices.items.reduce((sum, item) => sum + item.amount, 0n)
  const [only, ...others] = choices.items
  await system.transaction(async (db) => {
    await db
      .insertInto("payment_attempts")
      .values({
        business_id: businessId,
        id,
        customer_id: choices.customerId,
        payer_id: choices.customerId,
        document_id: others.length === 0 ? (only?.documentId ?? null) : null,
        reference,
        amount,
        currency: choices.currency ?? "DKK",
        flow: choices.flow ?? "push",
        phone_number: "4512345678",
        environment: "test",
        merchant_serial_number: "123456",
        capture_rule: choices.captureRule ?? "at_once",
        state: choices.state ?? "pending",
      })
      .execute()
    await db
      .insertInto("payment_attempt_items")
      .values(
        choices.items.map((item, index) => ({
          business_id: businessId,
          attempt_id: id,
          position: index + 1,
          document_id: item.documentId ?? null,
          payment_id: item.paymentId ?? null,
          amount: item.amount,
        })),
      )
      .execute()
  })
  return { id, reference, amount }
}
