import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { termsOf } from "../../platform/search/index.ts"
import { recordEvents } from "../events/index.ts"
import type { CustomerInput, Identifier } from "./customer-input.ts"
import { insertCustomers, insertIdentifiers, lockNewCustomers } from "./insert-customers.ts"
import { CustomerConflict, findKnownCustomers, type KnownCustomer, type Recognition } from "./recognise.ts"

/**
 * The ids of the customers described, in the same order: each recognised (`KnownCustomers` says how) or made anew. Of
 * several with one company registration, it is the one known longest. Known customers are not changed, but learn
 * identifiers they did not have, and their own number where Kvit gave them one. Throws CustomerConflict where a number
 * is another customer's. Belongs in the transaction of its cause; imports of one business that make customers wait for
 * each other.
 */
export async function findOrCreateCustomers(
  db: Db,
  actor: WorkActor,
  inputs: readonly CustomerInput[],
): Promise<string[]> {
  let known = await findKnownCustomers(db, actor, inputs)
  const isSettled = inputs.every((input) => {
    const customer = findMeant(known.recognise(input))
    return customer && known.findOwnNumber(customer, input) === undefined
  })
  if (!isSettled) {
    await lockNewCustomers(db, actor)
    known = await findKnownCustomers(db, actor, inputs)
  }
  const createdById = new Map<string, CustomerInput>()
  const renumbered: { id: string; number: string }[] = []
  const learned: (Identifier & { customerId: string })[] = []
  const ids = inputs.map((input) => {
    const recognition = known.recognise(input)
    if (recognition.is === "conflict") throw new CustomerConflict(recognition.reason)
    const found = findMeant(recognition)
    const customer = found ?? known.addNew(input)
    if (!found) createdById.set(customer.id, input)
    const number = known.takeNumber(customer, input)
    const isCreated = createdById.get(customer.id)
    if (number !== undefined && isCreated) createdById.set(customer.id, { ...isCreated, number })
    else if (number !== undefined) renumbered.push({ id: customer.id, number })
    learned.push(...known.learn(customer, input))
    return customer.id
  })
  await renumber(db, actor, renumbered)
  if (createdById.size > 0) {
    await insertCustomers(
      db,
      actor,
      [...createdById].map(([id, input]) => ({ id, input })),
    )
  }
  await insertIdentifiers(db, actor, learned)
  return ids
}

function findMeant(recognition: Recognition): KnownCustomer | undefined {
  if (recognition.is === "known") return recognition.customer
  return recognition.is === "several" ? recognition.customers[0] : undefined
}

/** Gives customers their own numbers in place of those Kvit gave them. */
async function renumber(
  db: Db,
  actor: WorkActor,
  customers: readonly { id: string; number: string }[],
): Promise<void> {
  for (const { id, number } of customers) {
    const terms = termsOf({ texts: [], codes: [number] })
    await sql`
      update customers set number = ${number}, number_is_ours = false, search_terms = search_terms || ${terms}::text[]
      where business_id = ${actor.businessId} and id = ${id}`.execute(db)
  }
  await recordEvents(
    db,
    "customer.changed",
    customers.map(({ id }) => ({ customerId: id })),
  )
}
