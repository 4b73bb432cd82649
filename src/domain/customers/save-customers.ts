import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { recordEvents } from "../events/index.ts"
import { type CustomerInput, customerTerms, type Identifier, identifiersOf } from "./customer-input.ts"
import { insertCustomers, insertIdentifiers, lockNewCustomers } from "./insert-customers.ts"
import { findKnownCustomers, type KnownCustomer } from "./recognise.ts"

export type SavedCustomer =
  | { outcome: "created" | "changed" | "unchanged"; customerId: string; number: string }
  | { outcome: "refused"; reason: string }

type Kept = CustomerInput & { number: string }

/**
 * Writes customers as a list of them says: recognised as `KnownCustomers` says, changed where the list says something
 * else, made where there is none. What the list leaves out stays as it is. Refuses one whose number belongs to a
 * customer with another CVR or VAT number, one that could be several, and one of whom only the name is said where
 * somebody has that name. The outcomes are in the order of the inputs.
 * Belongs in a transaction; savings of one business wait for each other, nobody else does for them.
 */
export async function saveCustomers(
  db: Db,
  actor: WorkActor,
  inputs: readonly CustomerInput[],
): Promise<SavedCustomer[]> {
  await lockNewCustomers(db, actor)
  const known = await findKnownCustomers(db, actor, inputs)
  const keptById = await readKept(db, actor, known.ids())
  const names = await findNames(db, actor, inputs.filter(isNameOnly))
  const createdById = new Map<string, CustomerInput>()
  const changedById = new Map<string, Kept>()
  const learned: (Identifier & { customerId: string })[] = []
  const outcomes = inputs.map((input): SavedCustomer => {
    const recognition = known.recognise(input)
    if (recognition.is === "conflict") return { outcome: "refused", reason: recognition.reason }
    if (recognition.is === "several")
      return { outcome: "refused", reason: tellSeveral(recognition.customers) }
    const { name } = input
    if (recognition.is === "new" && isNameOnly(input)) {
      if (names.has(nameKey(name))) return { outcome: "refused", reason: tellNameTaken(name) }
    }
    names.add(nameKey(name))
    const customer = recognition.is === "known" ? recognition.customer : known.addNew(input)
    const { id } = customer
    const number = known.takeNumber(customer, input) ?? customer.number
    learned.push(...known.learn(customer, input))
    const kept = keptById.get(id)
    if (!kept) {
      createdById.set(id, { ...createdById.get(id), ...stated(input) })
      return { outcome: "created", customerId: id, number }
    }
    const merged = merge(kept, { ...input, number })
    if (JSON.stringify(merged) === JSON.stringify(kept))
      return { outcome: "unchanged", customerId: id, number }
    keptById.set(id, merged)
    changedById.set(id, merged)
    return { outcome: "changed", customerId: id, number }
  })
  await updateCustomers(
    db,
    actor,
    [...changedById].map(([id, input]) => ({ id, input })),
  )
  if (createdById.size > 0) {
    await insertCustomers(
      db,
      actor,
      [...createdById].map(([id, input]) => ({ id, input })),
    )
  }
  await insertIdentifiers(db, actor, learned)
  return outcomes
}

function tellSeveral(customers: readonly KnownCustomer[]): string {
  const numbers = customers.map(({ number, name }) => `${number} (${name})`).join(", ")
  return `Several customers have this CVR number: ${numbers}. Say which by its customer number.`
}

/** Nothing tells such a one from another of the same name. */
function isNameOnly(input: CustomerInput): boolean {
  return input.number === undefined && identifiersOf(input).length === 0
}

const nameKey = (name: string) => name.trim().toLowerCase()

function tellNameTaken(name: string): string {
  return `There is a customer ${name} already; only a customer number, CVR, e-mail address or address tells whether it is the same.`
}

async function findNames(db: Db, actor: WorkActor, inputs: readonly CustomerInput[]): Promise<Set<string>> {
  if (inputs.length === 0) return new Set()
  const result = await sql<{ name: string }>`
    select distinct lower(name) as name from customers
    where business_id = ${actor.businessId} and lower(name) = any (${inputs.map(({ name }) => nameKey(name))}::text[])`.execute(
    db,
  )
  return new Set(result.rows.map((row) => row.name))
}

async function readKept(db: Db, actor: WorkActor, ids: readonly string[]): Promise<Map<string, Kept>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom("customers")
    .selectAll()
    .where("business_id", "=", actor.businessId)
    .where("id", "in", ids)
    .forNoKeyUpdate()
    .execute()
  return new Map(rows.map((row) => [row.id, toInput(row)]))
}

type CustomerColumns = { [Name in keyof ReturnType<typeof toColumns>]: string | null }

function toInput(row: CustomerColumns & { number: string }): Kept {
  const text = (value: string | null) => value ?? undefined
  return {
    number: row.number,
    kind: row.kind === "person" ? "person" : "company",
    name: row.name ?? "",
    companyId: text(row.company_id),
    vatId: text(row.vat_id),
    gln: text(row.gln),
    email: text(row.email),
    phone: text(row.phone),
    addressLine1: text(row.address_line1),
    addressLine2: text(row.address_line2),
    postalCode: text(row.postal_code),
    city: text(row.city),
    country: text(row.country),
    language: row.language === "da" || row.language === "en" ? row.language : undefined,
  }
}

/** What is known with what the list says put over it, in one order of keys. */
function merge(kept: Kept, input: CustomerInput): Kept {
  return {
    ...kept,
    ...Object.fromEntries(Object.entries(stated(input)).filter(([name]) => name in kept)),
  }
}

function stated(input: CustomerInput): CustomerInput {
  return {
    ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
    kind: input.kind,
    name: input.name,
  }
}

function toColumns(input: CustomerInput) {
  return {
    kind: input.kind,
    name: input.name,
    company_id: input.companyId,
    vat_id: input.vatId,
    gln: input.gln,
    email: input.email,
    phone: input.phone,
    address_line1: input.addressLine1,
    address_line2: input.addressLine2,
    postal_code: input.postalCode,
    city: input.city,
    country: input.country,
    language: input.language,
  }
}

async function updateCustomers(
  db: Db,
  actor: WorkActor,
  changed: readonly { id: string; input: Kept }[],
): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ id, input }) => ({
    id,
    number: input.number,
    ...toColumns(input),
    search_terms: customerTerms(input),
  }))
  await sql`
    update customers c set (kind, name, company_id, vat_id, gln, email, phone, address_line1, address_line2,
        postal_code, city, country, language, search_terms)
      = (n.kind, n.name, n.company_id, n.vat_id, n.gln, n.email, n.phone, n.address_line1, n.address_line2,
        n.postal_code, n.city, n.country, n.language, n.search_terms)
    from json_populate_recordset(null::customers, ${JSON.stringify(rows)}::json) n
    where c.business_id = ${actor.businessId} and c.id = n.id`.execute(db)
  // Apart, and only where it is another: who changes the number locks out whoever signs in meanwhile.
  await sql`
    update customers c set number = n.number, number_is_ours = false
    from json_populate_recordset(null::customers, ${JSON.stringify(rows)}::json) n
    where c.business_id = ${actor.businessId} and c.id = n.id and c.number <> n.number`.execute(db)
  await recordEvents(
    db,
    "customer.changed",
    changed.map(({ id }) => ({ customerId: id })),
  )
}
