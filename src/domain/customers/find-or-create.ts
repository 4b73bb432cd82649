import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvent } from "../events/index.ts"
import { type CustomerInput, customerTerms, type Identifier, identifiersOf } from "./customer-input.ts"

/**
 * The ids of the customers described, in the same order: each recognised by its identifiers (the surest that is
 * known decides) or made anew. Known customers are not changed, but learn identifiers they did not have. Belongs
 * in the transaction of its cause; imports of one business that make customers wait for each other.
 */
export async function findOrCreateCustomers(
  db: Db,
  actor: WorkActor,
  inputs: readonly CustomerInput[],
): Promise<string[]> {
  const wanted = inputs.map((input) => ({ input, identifiers: identifiersOf(input) }))
  let known = await findKnown(db, actor, wanted)
  if (wanted.some((one) => !findMatch(known, one.identifiers))) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`customers:${actor.businessId}`}, 0))`.execute(
      db,
    )
    known = await findKnown(db, actor, wanted)
  }
  const created: { id: string; input: CustomerInput }[] = []
  const learned: (Identifier & { customerId: string })[] = []
  const ids = wanted.map(({ input, identifiers }) => {
    let id = findMatch(known, identifiers)
    if (!id) {
      id = newId()
      created.push({ id, input })
    }
    for (const identifier of identifiers) {
      if (known.has(keyOf(identifier))) continue
      known.set(keyOf(identifier), id)
      learned.push({ ...identifier, customerId: id })
    }
    return id
  })
  if (created.length > 0) await insertCustomers(db, actor, created)
  await insertIdentifiers(db, actor, learned)
  return ids
}

function keyOf(identifier: Identifier): string {
  return `${identifier.scheme}\n${identifier.value}`
}

function findMatch(known: Map<string, string>, identifiers: Identifier[]): string | undefined {
  return identifiers.map((identifier) => known.get(keyOf(identifier))).find((id) => id !== undefined)
}

async function findKnown(
  db: Db,
  actor: WorkActor,
  wanted: { identifiers: Identifier[] }[],
): Promise<Map<string, string>> {
  const all = JSON.stringify(wanted.flatMap((one) => one.identifiers))
  const result = await sql<{ scheme: string; value: string; id: string }>`
    select i.scheme, i.value, coalesce(c.merged_into, c.id) as id
    from json_to_recordset(${all}::json) as asked (scheme text, value text)
    join customer_identifiers i on i.business_id = ${actor.businessId} and i.scheme = asked.scheme and i.value = asked.value
    join customers c on c.business_id = i.business_id and c.id = i.customer_id`.execute(db)
  return new Map(result.rows.map((row) => [keyOf(row), row.id]))
}

/** The first number free for numbers given by us; those of the sender's own that are not digits are left alone. */
async function findNextNumber(db: Db, actor: WorkActor): Promise<bigint> {
  const result = await sql<{ next: bigint }>`
    select coalesce(max(number::bigint), 1000) + 1 as next from customers
    where business_id = ${actor.businessId} and number ~ '^[0-9]{1,15}$'`.execute(db)
  return result.rows[0]?.next ?? 1001n
}

/** Writes new customers, with their contacts, and records each. Numbers are given where none came. */
export async function insertCustomers(
  db: Db,
  actor: WorkActor,
  customers: readonly { id: string; input: CustomerInput }[],
): Promise<void> {
  const given = customers.flatMap(({ input: { number } }) =>
    number && /^\d{1,15}$/.test(number) ? [BigInt(number)] : [],
  )
  let next = given.reduce(
    (most, number) => (number < most ? most : number + 1n),
    await findNextNumber(db, actor),
  )
  const rows = customers.map(({ id, input }) => {
    const number = input.number ?? String(next++)
    return { id, input: { ...input, number } }
  })
  await sql`
    insert into customers (business_id, id, number, kind, name, company_id, vat_id, gln, endpoint_scheme, endpoint,
      email, phone, address_line1, address_line2, postal_code, city, country, language, search_terms)
    select ${actor.businessId}, id, number, kind, name, company_id, vat_id, gln, endpoint_scheme, endpoint,
      email, phone, address_line1, address_line2, postal_code, city, country, language, search_terms
    from json_populate_recordset(null::customers, ${JSON.stringify(rows.map(toRow))}::json)`.execute(db)
  const contacts = rows.flatMap(({ id, input }) => {
    const person =
      input.contact ?? (input.email ? { name: input.name, email: input.email, phone: input.phone } : null)
    return person
      ? [
          {
            business_id: actor.businessId,
            id: newId(),
            customer_id: id,
            name: person.name,
            email: person.email ?? null,
            phone: person.phone ?? null,
            is_main: true,
          },
        ]
      : []
  })
  if (contacts.length > 0) await db.insertInto("contacts").values(contacts).execute()
  for (const { id } of rows) await recordEvent(db, "customer.created", { customerId: id })
}

function toRow({ id, input }: { id: string; input: CustomerInput & { number: string } }) {
  return {
    id,
    number: input.number,
    kind: input.kind,
    name: input.name,
    company_id: input.companyId,
    vat_id: input.vatId,
    gln: input.gln,
    endpoint_scheme: input.endpoint?.scheme,
    endpoint: input.endpoint?.value,
    email: input.email ?? input.contact?.email,
    phone: input.phone ?? input.contact?.phone,
    address_line1: input.addressLine1,
    address_line2: input.addressLine2,
    postal_code: input.postalCode,
    city: input.city,
    country: input.country,
    language: input.language,
    search_terms: customerTerms(input),
  }
}

/** Keeps identifiers for those they belong to; what somebody has already stays theirs. */
export async function insertIdentifiers(
  db: Db,
  actor: WorkActor,
  learned: readonly (Identifier & { customerId: string })[],
): Promise<void> {
  if (learned.length === 0) return
  await sql`
    insert into customer_identifiers (business_id, scheme, value, customer_id)
    select ${actor.businessId}, scheme, value, "customerId"::uuid
    from json_to_recordset(${JSON.stringify(learned)}::json) as learned (scheme text, value text, "customerId" text)
    on conflict do nothing`.execute(db)
}
