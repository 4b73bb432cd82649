import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordEvents } from "../events/index.ts"
import { type CustomerInput, customerTerms, type Identifier, identifiersOf } from "./customer-input.ts"
import { insertCustomers, insertIdentifiers } from "./find-or-create.ts"

export type SavedCustomer =
  | { outcome: "created" | "changed" | "unchanged"; customerId: string; number: string }
  | { outcome: "refused"; reason: string }

interface Known {
  id: string
  number: string
  input: CustomerInput & { number: string }
  identifiers: Identifier[]
}

/**
 * Writes customers as a list of them says: recognised by their number, else by their identifiers (CVR, VAT number,
 * GLN …), changed where the list says something else, made where there is none. What the list leaves out stays as it
 * is. Refuses one whose number belongs to a customer with another CVR, VAT number or GLN. The outcomes are in the
 * order of the inputs. Belongs in a transaction; savings of one business wait for each other.
 */
export async function saveCustomers(
  db: Db,
  actor: WorkActor,
  inputs: readonly CustomerInput[],
): Promise<SavedCustomer[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`customers:${actor.businessId}`}, 0))`.execute(db)
  const known = await findKnown(db, actor, inputs)
  const created: { id: string; input: CustomerInput }[] = []
  const changed: Known[] = []
  const learned: (Identifier & { customerId: string })[] = []
  const outcomes = inputs.map((input): SavedCustomer => {
    const found = known.find(input)
    const refusal = found && findConflict(found, input)
    if (refusal) return { outcome: "refused", reason: refusal }
    const id = found?.id ?? newId()
    const merged = merge(found, input)
    learned.push(...known.learn(id, merged))
    if (!found) {
      created.push({ id, input: merged })
      return { outcome: "created", customerId: id, number: merged.number ?? "" }
    }
    const number = merged.number ?? found.number
    if (JSON.stringify(merged) === JSON.stringify(found.input)) {
      return { outcome: "unchanged", customerId: id, number }
    }
    changed.push({ ...found, number, input: { ...merged, number } })
    return { outcome: "changed", customerId: id, number }
  })
  if (created.length > 0) await insertCustomers(db, actor, created)
  await updateCustomers(db, actor, changed)
  await insertIdentifiers(db, actor, learned)
  return outcomes
}

interface KnownCustomers {
  find(input: CustomerInput): Known | undefined
  /** Takes a customer's identifiers as its own, as far as nobody has them; answers which are new. */
  learn(customerId: string, input: CustomerInput): (Identifier & { customerId: string })[]
}

const keyOf = ({ scheme, value }: Identifier) => `${scheme}\n${value}`

async function findKnown(
  db: Db,
  actor: WorkActor,
  inputs: readonly CustomerInput[],
): Promise<KnownCustomers> {
  const numbers = inputs.flatMap(({ number }) => (number === undefined ? [] : [number]))
  const asked = JSON.stringify(inputs.flatMap(identifiersOf))
  const taken = await sql<Identifier & { id: string }>`
    select i.scheme, i.value, coalesce(c.merged_into, c.id) as id
    from json_to_recordset(${asked}::json) as asked (scheme text, value text)
    join customer_identifiers i on i.business_id = ${actor.businessId} and i.scheme = asked.scheme and i.value = asked.value
    join customers c on c.business_id = i.business_id and c.id = i.customer_id`.execute(db)
  const idByKey = new Map(taken.rows.map((row) => [keyOf(row), row.id]))
  const rows = await db
    .selectFrom("customers")
    .selectAll()
    .where("business_id", "=", actor.businessId)
    .where("merged_into", "is", null)
    .where((b) => b.or([b("number", "in", [...numbers, ""]), b("id", "in", [...idByKey.values(), newId()])]))
    .forUpdate()
    .execute()
  const byNumber = new Map<string, Known>()
  const byId = new Map<string, Known>()
  for (const row of rows) {
    const input = toInput(row)
    const known = { id: row.id, number: row.number, input, identifiers: identifiersOf(input) }
    byNumber.set(row.number, known)
    byId.set(row.id, known)
  }
  const listed = new Set(numbers)
  return {
    find(input) {
      const numbered = input.number === undefined ? undefined : byNumber.get(input.number)
      if (numbered) return numbered
      const id = identifiersOf(input)
        .map((identifier) => idByKey.get(keyOf(identifier)))
        .find((each) => each !== undefined)
      const found = id === undefined ? undefined : byId.get(id)
      // Two branches of one company may share a CVR; the list that numbers both means both.
      return found && input.number !== undefined && listed.has(found.number) ? undefined : found
    },
    learn(customerId, input) {
      const fresh = identifiersOf(input).filter((identifier) => !idByKey.has(keyOf(identifier)))
      for (const identifier of fresh) idByKey.set(keyOf(identifier), customerId)
      return fresh.map((identifier) => ({ ...identifier, customerId }))
    },
  }
}

type CustomerColumns = { [Name in keyof ReturnType<typeof toColumns>]: string | null }

function toInput(row: CustomerColumns & { number: string }): Known["input"] {
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
function merge(found: Known | undefined, input: CustomerInput): CustomerInput {
  if (!found) return input
  const stated = Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value !== undefined && name in found.input),
  )
  return { ...found.input, ...stated }
}

/** A number that now means another company than it did here is a mistake somewhere, not a change. */
function findConflict(found: Known, input: CustomerInput): string | undefined {
  const theirs = identifiersOf(input).filter(({ scheme }) => scheme !== "name")
  for (const { scheme, value } of found.identifiers) {
    const other = theirs.find((each) => each.scheme === scheme)
    if (scheme === "name" || !other || other.value === value) continue
    return `Customer number ${found.number} is ${found.input.name} with ${scheme.toUpperCase()} ${value} here, not ${other.value}.`
  }
  return undefined
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

async function updateCustomers(db: Db, actor: WorkActor, changed: readonly Known[]): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ id, input }) => ({
    id,
    number: input.number,
    ...toColumns(input),
    search_terms: customerTerms(input),
  }))
  await sql`
    update customers c set (number, kind, name, company_id, vat_id, gln, email, phone, address_line1, address_line2,
        postal_code, city, country, language, search_terms)
      = (n.number, n.kind, n.name, n.company_id, n.vat_id, n.gln, n.email, n.phone, n.address_line1, n.address_line2,
        n.postal_code, n.city, n.country, n.language, n.search_terms)
    from json_populate_recordset(null::customers, ${JSON.stringify(rows)}::json) n
    where c.business_id = ${actor.businessId} and c.id = n.id`.execute(db)
  await recordEvents(
    db,
    "customer.changed",
    changed.map(({ id }) => ({ customerId: id })),
  )
}
