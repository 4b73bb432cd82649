import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvents } from "../events/index.ts"
import { type CustomerInput, customerTerms, type Identifier } from "./customer-input.ts"

/** Whoever makes or numbers customers of a business waits here for the others who do; nobody else does. */
export async function lockNewCustomers(db: Db, actor: WorkActor): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`customers:${actor.businessId}`}, 0))`.execute(db)
}

/**
 * Numbers for customers who came without: after the last that Kvit gave, past those that are taken. How high the
 * business's own numbers go does not matter.
 */
async function findFreeNumbers(
  db: Db,
  actor: WorkActor,
  count: number,
  given: ReadonlySet<string>,
): Promise<string[]> {
  if (count === 0) return []
  const result = await sql<{ number: string }>`
    with last as (
      select coalesce(max(number::bigint), 1000) as number from customers
      where business_id = ${actor.businessId} and number_is_ours
    ), taken as (
      select c.number from customers c, last where c.business_id = ${actor.businessId} and not c.number_is_ours
        and c.number ~ '^[1-9][0-9]{0,17}$' and c.number::bigint > last.number
    )
    select n::text as number
    from last, generate_series(last.number + 1, last.number + ${count + given.size}::bigint + (select count(*) from taken)) as n
    where n::text not in (select number from taken)
    order by n`.execute(db)
  return result.rows
    .map((row) => row.number)
    .filter((number) => !given.has(number))
    .slice(0, count)
}

/** Writes new customers, with their contacts, and records each. Numbers are given where none came. */
export async function insertCustomers(
  db: Db,
  actor: WorkActor,
  customers: readonly { id: string; input: CustomerInput }[],
): Promise<void> {
  const given = new Set(customers.flatMap(({ input: { number } }) => (number === undefined ? [] : [number])))
  const free = await findFreeNumbers(
    db,
    actor,
    customers.filter(({ input }) => input.number === undefined).length,
    given,
  )
  const rows = customers.map(({ id, input }) => {
    const number = input.number ?? free.shift()
    if (number === undefined) throw new Error("There are fewer free customer numbers than asked for.")
    return { id, numberIsOurs: input.number === undefined, input: { ...input, number } }
  })
  await sql`
    insert into customers (business_id, id, number, number_is_ours, kind, name, company_id, vat_id, gln, endpoint_scheme, endpoint,
      email, phone, address_line1, address_line2, postal_code, city, country, language, search_terms)
    select ${actor.businessId}, id, number, number_is_ours, kind, name, company_id, vat_id, gln, endpoint_scheme, endpoint,
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
  await recordEvents(
    db,
    "customer.created",
    rows.map(({ id }) => ({ customerId: id })),
  )
}

interface NewRow {
  id: string
  numberIsOurs: boolean
  input: CustomerInput & { number: string }
}

function toRow({ id, numberIsOurs, input }: NewRow) {
  return {
    id,
    number: input.number,
    number_is_ours: numberIsOurs,
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

/** Keeps identifiers for those they belong to; several may have one. */
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
