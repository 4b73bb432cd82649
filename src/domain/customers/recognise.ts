import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { fold } from "../../platform/search/index.ts"
import {
  type CustomerInput,
  type Identifier,
  identifiersOf,
  isRegistration,
  isStrong,
} from "./customer-input.ts"

export interface KnownCustomer {
  id: string
  number: string
  /** Whether Kvit gave the number, so that the business's own takes its place. */
  numberIsOurs: boolean
  name: string
  identifiers: Identifier[]
}

/** Who is described: somebody known, one of several with the same registration, or nobody yet. */
export type Recognition =
  | { is: "known"; customer: KnownCustomer }
  | { is: "several"; customers: KnownCustomer[] }
  | { is: "conflict"; reason: string }
  | { is: "new" }

/** A customer number that stands for another customer here than where the description comes from. */
export class CustomerConflict extends Error {
  override readonly name = "CustomerConflict"
}

/**
 * The customers that descriptions may mean, and how one of them is recognised. A number decides. Else a company
 * registration or a VAT number does; where both sides have one and it differs, they are two, whatever else agrees. A
 * weak identifier (GLN, electronic address, the sender's own number, name with address) counts only together with the
 * same name, and only where one customer of that name has it. Whoever comes with a number of their own is never taken for a
 * customer who has another, unless Kvit gave that one and the registration or VAT number agrees.
 */
export class KnownCustomers {
  readonly #byNumber = new Map<string, KnownCustomer>()
  readonly #byKey = new Map<string, KnownCustomer[]>()
  readonly #listed: ReadonlySet<string>

  constructor(inputs: readonly CustomerInput[]) {
    this.#listed = new Set(inputs.flatMap(({ number }) => (number === undefined ? [] : [number])))
  }

  recognise(input: CustomerInput): Recognition {
    const asked = identifiersOf(input)
    const numbered = input.number === undefined ? undefined : this.#byNumber.get(input.number)
    if (numbered) {
      const reason = findConflict(numbered, input, asked)
      return reason === undefined ? { is: "known", customer: numbered } : { is: "conflict", reason }
    }
    for (const identifier of asked) {
      const fits = (this.#byKey.get(keyOf(identifier)) ?? []).filter((customer) =>
        this.#mayBe(customer, input, identifier, asked),
      )
      const named = fits.length > 1 ? fits.filter((customer) => isSameName(customer.name, input.name)) : fits
      const [customer, another] = named
      if (customer && !another) return { is: "known", customer }
      if (fits.length > 1 && isRegistration(identifier)) return { is: "several", customers: fits }
    }
    return { is: "new" }
  }

  #mayBe(customer: KnownCustomer, input: CustomerInput, by: Identifier, asked: readonly Identifier[]) {
    if (findDifference(customer.identifiers, asked)) return false
    if (!isStrong(by) && !isSameName(customer.name, input.name)) return false
    return (
      input.number === undefined ||
      (isStrong(by) && customer.numberIsOurs && !this.#listed.has(customer.number))
    )
  }

  ids(): string[] {
    const all = [...this.#byNumber.values(), ...[...this.#byKey.values()].flat()]
    return [...new Set(all.map((customer) => customer.id))]
  }

  /** Somebody nobody knew; from now on recognised like the others. A number of ours is still to be given. */
  addNew({ number, name }: CustomerInput): KnownCustomer {
    const customer = {
      id: newId(),
      number: number ?? "",
      numberIsOurs: number === undefined,
      name,
      identifiers: [],
    }
    this.add(customer, number === undefined ? [] : [number])
    return customer
  }

  /** The customer's own number where a description brings it and Kvit had to give one until now. */
  findOwnNumber(customer: KnownCustomer, { number }: CustomerInput): string | undefined {
    const isFree = number !== undefined && !this.#byNumber.has(number)
    return isFree && customer.numberIsOurs ? number : undefined
  }

  /** Like `findOwnNumber`; the customer has that number from now on. */
  takeNumber(customer: KnownCustomer, input: CustomerInput): string | undefined {
    const number = this.findOwnNumber(customer, input)
    if (number === undefined) return undefined
    customer.number = number
    customer.numberIsOurs = false
    this.#byNumber.set(number, customer)
    return number
  }

  add(customer: KnownCustomer, numbers: readonly string[] = [customer.number]): void {
    for (const number of numbers) this.#byNumber.set(number, customer)
    for (const identifier of customer.identifiers) this.#index(identifier, customer)
  }

  /** Takes what describes a customer as its own; answers what is new of it. */
  learn(customer: KnownCustomer, input: CustomerInput): (Identifier & { customerId: string })[] {
    const held = new Set(customer.identifiers.map(keyOf))
    const fresh = identifiersOf(input).filter((identifier) => !held.has(keyOf(identifier)))
    for (const identifier of fresh) {
      customer.identifiers.push(identifier)
      this.#index(identifier, customer)
    }
    return fresh.map((identifier) => ({ ...identifier, customerId: customer.id }))
  }

  #index(identifier: Identifier, customer: KnownCustomer): void {
    const key = keyOf(identifier)
    const holders = this.#byKey.get(key)
    if (!holders) this.#byKey.set(key, [customer])
    else if (!holders.includes(customer)) holders.push(customer)
  }
}

/** The first kind of strong identifier that both have decides: what differs in it, or nothing. */
function findDifference(
  known: readonly Identifier[],
  asked: readonly Identifier[],
): { known: Identifier; asked: Identifier } | undefined {
  for (const isOfKind of [isRegistration, isStrong]) {
    const theirs = known.filter(isOfKind)
    const stated = asked.filter(isOfKind)
    const [first] = theirs
    const [other] = stated
    if (!first || !other) continue
    const agrees = stated.some((each) => theirs.some((one) => keyOf(one) === keyOf(each)))
    return agrees ? undefined : { known: first, asked: other }
  }
  return undefined
}

/** A number that now means another company than it did here is a mistake somewhere, not a change. */
function findConflict(
  found: KnownCustomer,
  input: CustomerInput,
  asked: readonly Identifier[],
): string | undefined {
  const difference = findDifference(found.identifiers, asked)
  if (difference) {
    const { known, asked: other } = difference
    return `Customer number ${found.number} is ${found.name} with ${known.scheme.toUpperCase()} ${known.value} here, not ${other.value}.`
  }
  const agrees = asked.some(
    (each) => isStrong(each) && found.identifiers.some((one) => keyOf(one) === keyOf(each)),
  )
  if (!found.numberIsOurs || agrees || isSameName(found.name, input.name)) return undefined
  return `Kvit gave the customer number ${found.number} to ${found.name}, not to ${input.name}.`
}

/** Whether two names are one, whatever their capitals, accents and spaces. */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => fold(name).replace(/\s+/g, " ").trim()
  return plain(one) === plain(other)
}

const keyOf = ({ scheme, value }: Identifier) => `${scheme}\n${value}`

/** Reads whom the descriptions may mean, the longest known first; those merged into another count as that other. */
export async function findKnownCustomers(
  db: Db,
  actor: WorkActor,
  inputs: readonly CustomerInput[],
): Promise<KnownCustomers> {
  const known = new KnownCustomers(inputs)
  const numbers = inputs.flatMap(({ number }) => (number === undefined ? [] : [number]))
  const met = await sql<{ id: string; number: string | null; scheme: string | null; value: string | null }>`
    select coalesce(c.merged_into, c.id) as id, c.number, null as scheme, null as value
    from customers c where c.business_id = ${actor.businessId} and c.number = any (${numbers}::text[])
    union all
    select coalesce(c.merged_into, c.id), null, i.scheme, i.value
    from json_to_recordset(${JSON.stringify(inputs.flatMap(identifiersOf))}::json) as asked (scheme text, value text)
    join customer_identifiers i on i.business_id = ${actor.businessId} and i.scheme = asked.scheme and i.value = asked.value
    join customers c on c.business_id = i.business_id and c.id = i.customer_id`.execute(db)
  if (met.rows.length === 0) return known
  const rows = await sql<KnownCustomer>`
    select c.id, c.number, c.number_is_ours as "numberIsOurs", c.name, (
      select coalesce(json_agg(json_build_object('scheme', i.scheme, 'value', i.value)), '[]')
      from customer_identifiers i where i.business_id = c.business_id and i.customer_id = c.id) as identifiers
    from customers c
    where c.business_id = ${actor.businessId} and c.id = any (${met.rows.map((row) => row.id)}::uuid[])
    order by c.id`.execute(db)
  const metById = Map.groupBy(met.rows, (row) => row.id)
  for (const customer of rows.rows) {
    const through = metById.get(customer.id) ?? []
    for (const { scheme, value } of through) {
      if (scheme === null || value === null) continue
      if (!customer.identifiers.some((each) => each.scheme === scheme && each.value === value)) {
        customer.identifiers.push({ scheme, value })
      }
    }
    known.add(customer, [
      customer.number,
      ...through.flatMap(({ number }) => (number === null ? [] : [number])),
    ])
  }
  return known
}
