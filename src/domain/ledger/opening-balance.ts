import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvent } from "../events/index.ts"

export interface OpeningBalanceInput {
  customerId: string
  /** Minor units: positive is what the customer owed, negative what they had to their credit. Not 0. */
  amount: bigint
  currency: string
  /** The day it is stated for; what is owed of it was due then. */
  asOf: string
  note?: string | undefined
  /** Made by the form, so that sending it twice records once. */
  requestKey: string
}

export type OpeningBalanceOutcome =
  | { ok: true; openingBalanceId: string; alreadyRecorded: boolean }
  | { ok: false; reason: "no_customer" | "key_of_another" }

/**
 * Records what a customer owed, or had to their credit, before their documents were in Kvit, and books it on their
 * account. A customer may have several; they add up. A `requestKey` that comes again stands for this very one.
 */
export async function recordOpeningBalance(
  actor: WorkActor,
  input: OpeningBalanceInput,
): Promise<OpeningBalanceOutcome> {
  return actor.transaction(async (db) => {
    const { customerId, amount, currency, asOf, requestKey } = input
    const customer = await db
      .selectFrom("customers")
      .select("id")
      .where("business_id", "=", actor.businessId)
      .where("id", "=", customerId)
      // So that another press of the same button waits.
      .forUpdate()
      .executeTakeFirst()
    if (!customer) return { ok: false, reason: "no_customer" }
    const before = await findRecorded(db, actor, input)
    if (before) return before
    const id = newId()
    const common = { business_id: actor.businessId, customer_id: customerId, amount, currency }
    await db
      .insertInto("opening_balances")
      .values({ ...common, id, as_of: asOf, note: input.note ?? null, request_key: requestKey })
      .execute()
    await db
      .insertInto("ledger_entries")
      .values({
        ...common,
        id: newId(),
        kind: "opening_balance",
        opening_balance_id: id,
        entry_date: asOf,
      })
      .execute()
    const data = { openingBalance: id, amount: amount.toString(), currency }
    await recordEvent(db, "opening_balance.recorded", { customerId, data })
    return { ok: true, openingBalanceId: id, alreadyRecorded: false }
  })
}

/** What came of the key before, if it was used. */
async function findRecorded(
  db: Db,
  actor: WorkActor,
  input: OpeningBalanceInput,
): Promise<OpeningBalanceOutcome | null> {
  const before = await db
    .selectFrom("opening_balances")
    .select(["id", "customer_id", "amount", "currency", "as_of", "note"])
    .where("business_id", "=", actor.businessId)
    .where("request_key", "=", input.requestKey)
    .executeTakeFirst()
  if (!before) return null
  const isSame =
    before.customer_id === input.customerId &&
    before.amount === input.amount &&
    before.currency === input.currency &&
    before.as_of === input.asOf &&
    before.note === (input.note ?? null)
  return isSame
    ? { ok: true, openingBalanceId: before.id, alreadyRecorded: true }
    : { ok: false, reason: "key_of_another" }
}
