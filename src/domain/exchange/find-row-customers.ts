import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"
import { findOrCreateCustomers } from "../customers/index.ts"
import type { Party } from "../documents/index.ts"
import type { CustomerKeys } from "./csv/index.ts"

export interface RowCustomer {
  id: string
  /** The customer as its documents name it. */
  party: Party
}

interface Row {
  id: string
  number: string
  name: string
  company_id: string | null
  vat_id: string | null
  email: string | null
  emails: string[]
  cvrs: string[]
  address_line1: string | null
  address_line2: string | null
  postal_code: string | null
  city: string | null
  country: string | null
}

/**
 * The customers that rows of a sheet name: by number, else CVR, else e-mail address, else the exact name. One that is
 * not here is made where the row names it; else, and where several fit, a sentence says why there is none.
 */
export async function findRowCustomers(
  actor: WorkActor,
  asked: readonly CustomerKeys[],
): Promise<(RowCustomer | string)[]> {
  const rows = await readCandidates(actor, asked)
  const found = asked.map((keys) => choose(rows, keys))
  const missing = asked.filter((keys, index) => found[index] === null && keys.name !== undefined)
  const made = await makeCustomers(actor, missing)
  return found.map((each, index) => {
    const keys = asked[index]
    if (each !== null || !keys) return each ?? ""
    return made.get(keys) ?? `No customer has the ${describe(keys)}, and no name is given to make one.`
  })
}

async function readCandidates(actor: WorkActor, asked: readonly CustomerKeys[]): Promise<Row[]> {
  const all = (pick: (keys: CustomerKeys) => string | undefined) =>
    asked.map(pick).filter((each) => each !== undefined)
  const numbers = all((keys) => keys.number)
  const cvrs = all((keys) => keys.companyId)
  const emails = all((keys) => keys.email?.toLowerCase())
  const names = all((keys) => keys.name)
  const result = await actor.transaction((db) =>
    sql<Row>`
      select c.id, c.number, c.name, c.company_id, c.vat_id, c.email, c.address_line1, c.address_line2, c.postal_code,
        c.city, c.country,
        array(select lower(p.email) from contacts p where p.business_id = c.business_id and p.customer_id = c.id
          and p.removed_at is null and p.email is not null) as emails,
        array(select i.value from customer_identifiers i where i.business_id = c.business_id and i.customer_id = c.id
          and (i.scheme = 'cvr' or i.scheme like 'company:%')) as cvrs
      from customers c
      where c.business_id = ${actor.businessId} and c.merged_into is null and (
        c.number = any (${numbers}::text[]) or c.name = any (${names}::text[]) or lower(c.email) = any (${emails}::text[])
        or c.id in (select i.customer_id from customer_identifiers i where i.business_id = ${actor.businessId}
          and i.value = any (${cvrs}::text[]))
        or c.id in (select p.customer_id from contacts p where p.business_id = ${actor.businessId}
          and p.removed_at is null and lower(p.email) = any (${emails}::text[])))`.execute(db),
  )
  return result.rows
}

/** The customer meant, a sentence where several are, null where none is. The surest key given decides. */
function choose(rows: readonly Row[], keys: CustomerKeys): RowCustomer | string | null {
  const { number, companyId, name } = keys
  const email = keys.email?.toLowerCase()
  const fits = rows.filter((row) => {
    if (number !== undefined) return row.number === number
    if (companyId !== undefined) return row.cvrs.includes(companyId)
    if (email !== undefined) return row.email?.toLowerCase() === email || row.emails.includes(email)
    return row.name === name
  })
  const named = fits.length > 1 && name !== undefined ? fits.filter((row) => row.name === name) : fits
  const [first, second] = named.length > 0 ? named : fits
  if (!first) return null
  if (!second) return { id: first.id, party: partyOf(first) }
  const numbers = (named.length > 0 ? named : fits).map((row) => row.number).join(", ")
  return `Several customers have the ${describe(keys)}: ${numbers}. Name one by its number.`
}

function describe({ number, companyId, email, name }: CustomerKeys): string {
  if (number !== undefined) return `number ${number}`
  if (companyId !== undefined) return `CVR ${companyId}`
  return email === undefined ? `name ${name}` : `e-mail address ${email}`
}

async function makeCustomers(
  actor: WorkActor,
  missing: readonly CustomerKeys[],
): Promise<Map<CustomerKeys, RowCustomer>> {
  if (missing.length === 0) return new Map()
  const ids = await actor.transaction((db) =>
    findOrCreateCustomers(
      db,
      actor,
      missing.map(({ number, companyId, email, name = "" }) => ({
        number,
        kind: companyId === undefined ? "person" : "company",
        name,
        companyId,
        email,
      })),
    ),
  )
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("customers")
      .select(["id", "name", "company_id", "vat_id", "email"])
      .select(["address_line1", "address_line2", "postal_code", "city", "country"])
      .where("business_id", "=", actor.businessId)
      .where("id", "in", ids)
      .execute(),
  )
  const byId = new Map(rows.map((row) => [row.id, { id: row.id, party: partyOf(row) }]))
  return new Map(
    missing.flatMap((keys, index) => {
      const made = byId.get(ids[index] ?? "")
      return made ? [[keys, made] as const] : []
    }),
  )
}

function partyOf(row: Omit<Row, "number" | "emails" | "cvrs">): Party {
  const address = {
    ...(row.address_line1 ? { line1: row.address_line1 } : {}),
    ...(row.address_line2 ? { line2: row.address_line2 } : {}),
    ...(row.postal_code ? { postalCode: row.postal_code } : {}),
    ...(row.city ? { city: row.city } : {}),
    ...(row.country ? { country: row.country } : {}),
  }
  return {
    name: row.name,
    identifiers: [],
    ...(row.company_id ? { companyId: { scheme: "0184", value: row.company_id } } : {}),
    ...(row.vat_id ? { vatId: row.vat_id } : {}),
    ...(Object.keys(address).length > 0 ? { address } : {}),
    ...(row.email ? { contact: { email: row.email } } : {}),
  }
}
