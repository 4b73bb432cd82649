import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"
import { type CustomerInput, type Identifier, identifiersOf, isSameName } from "../customers/index.ts"
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
  number_is_ours: boolean
  name: string
  company_id: string | null
  vat_id: string | null
  email: string | null
  emails: string[]
  /** Scheme and value. */
  registrations: string[]
  address_line1: string | null
  address_line2: string | null
  postal_code: string | null
  city: string | null
  country: string | null
}

/** A customer nobody knows yet, made with the first of its documents. */
export interface NewRowCustomer {
  input: CustomerInput
}

/**
 * The customers that rows of a sheet name: by number, else CVR, else e-mail address. A name tells apart those who share
 * such a key, but alone it picks nobody: many people have one name. One that is not here yet is described as the row
 * names it. Where nobody can be meant for certain, a sentence says why.
 */
export async function findRowCustomers(
  actor: WorkActor,
  asked: readonly CustomerKeys[],
): Promise<(RowCustomer | NewRowCustomer | string)[]> {
  const rows = await readCandidates(actor, asked)
  const newNames = new Set<string>()
  return asked.map((keys) => {
    const found = choose(rows, keys)
    if (found !== null) return found
    const { name } = keys
    if (name === undefined) return `No customer has the ${describe(keys)}, and no name is given to make one.`
    if (isNameOnly(keys) && newNames.has(name.toLowerCase())) return tellNameTaken(name, "in the file")
    newNames.add(name.toLowerCase())
    return { input: toInput({ ...keys, name }) }
  })
}

/** Whether keys say nothing but a name. */
export function isNameOnly({ number, companyId, email }: CustomerKeys): boolean {
  return number === undefined && companyId === undefined && email === undefined
}

function tellNameTaken(name: string, where: string): string {
  return `A name alone does not tell who is meant: there is a ${name} already (${where}). Name the customer by number, CVR or e-mail address.`
}

function toInput({ number, companyId, email, name }: CustomerKeys & { name: string }): CustomerInput {
  return { number, kind: companyId === undefined ? "person" : "company", name, companyId, email }
}

function findRegistration({ companyId }: CustomerKeys): Identifier | undefined {
  return identifiersOf({ kind: "company", name: "", companyId })[0]
}

async function readCandidates(actor: WorkActor, asked: readonly CustomerKeys[]): Promise<Row[]> {
  const all = (pick: (keys: CustomerKeys) => string | undefined) =>
    asked.map(pick).filter((each) => each !== undefined)
  const numbers = all((keys) => keys.number)
  const cvrs = all((keys) => findRegistration(keys)?.value)
  const emails = all((keys) => keys.email?.toLowerCase())
  const names = all((keys) => (isNameOnly(keys) ? keys.name?.toLowerCase() : undefined))
  const result = await actor.transaction((db) =>
    sql<Row>`
      select c.id, c.number, c.number_is_ours, c.name, c.company_id, c.vat_id, c.email, c.address_line1, c.address_line2, c.postal_code,
        c.city, c.country,
        array(select lower(p.email) from contacts p where p.business_id = c.business_id and p.customer_id = c.id
          and p.removed_at is null and p.email is not null) as emails,
        array(select i.scheme || ' ' || i.value from customer_identifiers i where i.business_id = c.business_id
          and i.customer_id = c.id and (i.scheme = 'cvr' or i.scheme like 'company:%')) as registrations
      from customers c
      where c.business_id = ${actor.businessId} and c.merged_into is null and (
        c.number = any (${numbers}::text[]) or lower(c.name) = any (${names}::text[]) or lower(c.email) = any (${emails}::text[])
        or c.id in (select i.customer_id from customer_identifiers i where i.business_id = ${actor.businessId}
          and i.value = any (${cvrs}::text[]))
        or c.id in (select p.customer_id from contacts p where p.business_id = ${actor.businessId}
          and p.removed_at is null and lower(p.email) = any (${emails}::text[])))`.execute(db),
  )
  return result.rows
}

/** The customer meant, a sentence where nobody is for certain, null where there is none. The surest key decides. */
function choose(rows: readonly Row[], keys: CustomerKeys): RowCustomer | string | null {
  const { number, companyId, name } = keys
  const email = keys.email?.toLowerCase()
  const isNamed = (row: Row) => name !== undefined && isSameName(row.name, name)
  const fits = rows.filter((row) => {
    if (number !== undefined) return row.number === number
    if (companyId !== undefined) return isRegisteredAs(row, keys)
    if (email !== undefined) return row.email?.toLowerCase() === email || row.emails.includes(email)
    return isNamed(row)
  })
  const [only, another] = fits
  if (!only) return null
  if (isNameOnly(keys)) return tellNameTaken(only.name, `number ${only.number}`)
  if (number !== undefined) return findConflict(only, keys) ?? { id: only.id, party: partyOf(only) }
  const [first, second] = fits.length > 1 ? fits.filter(isNamed) : fits
  if (!first || second || (another && !isNamed(first))) {
    const numbers = fits.map((row) => row.number).join(", ")
    return `Several customers have the ${describe(keys)}: ${numbers}. Name one by its number.`
  }
  if (companyId === undefined && name !== undefined && !isNamed(first)) {
    return `The ${describe(keys)} is ${first.name}'s (number ${first.number}), not ${name}'s. Name the customer by number or CVR.`
  }
  return { id: first.id, party: partyOf(first) }
}

/** A number that stands for somebody else here than in the sheet is a mistake somewhere. */
function findConflict(row: Row, keys: CustomerKeys): string | undefined {
  const isRegistered = isRegisteredAs(row, keys)
  if (keys.companyId !== undefined && row.registrations.length > 0 && !isRegistered) {
    return `Customer number ${row.number} is ${row.name} with CVR ${row.company_id ?? row.registrations[0]} here, not ${keys.companyId}.`
  }
  if (!row.number_is_ours || isRegistered || keys.name === undefined || isSameName(row.name, keys.name)) {
    return undefined
  }
  return `Kvit gave the customer number ${row.number} to ${row.name}, not to ${keys.name}.`
}

function isRegisteredAs(row: Row, keys: CustomerKeys): boolean {
  const registration = findRegistration(keys)
  if (!registration) return false
  if (registration.scheme === "cvr") return row.registrations.includes(`cvr ${registration.value}`)
  return row.registrations.some((each) => /^company:\S* (.*)$/.exec(each)?.[1] === registration.value)
}

function describe({ number, companyId, email, name }: CustomerKeys): string {
  if (number !== undefined) return `number ${number}`
  if (companyId !== undefined) return `CVR ${companyId}`
  return email === undefined ? `name ${name}` : `e-mail address ${email}`
}

function partyOf(row: Row): Party {
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
