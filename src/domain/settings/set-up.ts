import { randomInt } from "node:crypto"
import type pg from "pg"
import { asOwner, type Database } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import type { Language } from "../../platform/language/index.ts"
import { sha256 } from "../../platform/secrets/index.ts"

/** What is asked of a business before it can work. */
export interface NewBusiness {
  name: string
  companyId: string | null
  addressLine1: string | null
  postalCode: string | null
  city: string | null
  country: string
  phone: string | null
  email: string | null
  language: Language
  currency: string
  portalEnabled: boolean
}

const alphabet = "23456789abcdefghjkmnpqrstvwxyz"

/** 98 bits in five groups, to be read off one screen and typed on another. */
function makeSetUpCode(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("")
  return [group(), group(), group(), group(), group()].join("-")
}

function hashSetUpCode(code: string): Buffer {
  return sha256(code.toLowerCase().replaceAll(/[^0-9a-z]/g, ""))
}

/**
 * The code that opens set-up, to be printed where Kvit is started, or null once there is a business. Only its
 * hash is kept, so each start makes another and the one before opens nothing. Needs `ensureInstallation` first.
 */
export async function prepareSetUp(database: Database): Promise<string | null> {
  const code = makeSetUpCode()
  const opened = await asOwner(database.owner, (client) =>
    client.query(
      `update installation set setup_secret_sha256 =
         case when exists (select from businesses) then null else $1::bytea end
       where setup_secret_sha256 is not null or not exists (select from businesses)
       returning setup_secret_sha256 is not null as open`,
      [hashSetUpCode(code)],
    ),
  )
  return opened.rows[0]?.open === true ? code : null
}

export type SetUpOutcome = { outcome: "done"; businessId: string } | { outcome: "refused" }

/**
 * Makes the business and its first owner in one transaction, and closes set-up for ever. Refuses a wrong code
 * and a second time alike; of several at once exactly one is done. What `addFirstOwner` throws takes all back.
 */
export async function completeSetUp(
  database: Database,
  input: { code: string; business: NewBusiness },
  addFirstOwner: (client: pg.ClientBase, businessId: string) => Promise<void>,
): Promise<SetUpOutcome> {
  return asOwner(database.owner, async (client): Promise<SetUpOutcome> => {
    const claimed = await client.query(
      `update installation set setup_secret_sha256 = null
       where setup_secret_sha256 = $1 and not exists (select from businesses)`,
      [hashSetUpCode(input.code)],
    )
    if (claimed.rowCount !== 1) return { outcome: "refused" }
    const businessId = await writeBusiness(client, input.business)
    await addFirstOwner(client, businessId)
    return { outcome: "done", businessId }
  })
}

/** Writes a business with its portal's settings, in a transaction of the owner's connection. Returns its id. */
export async function writeBusiness(client: pg.ClientBase, business: NewBusiness): Promise<string> {
  const businessId = newId()
  await client.query(
    `insert into kvit.businesses (business_id, name, company_id, address_line1, postal_code, city, country,
       phone, email, language, currency)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      businessId,
      business.name,
      business.companyId,
      business.addressLine1,
      business.postalCode,
      business.city,
      business.country,
      business.phone,
      business.email,
      business.language,
      business.currency,
    ],
  )
  await client.query("insert into kvit.portal_settings (business_id, enabled) values ($1, $2)", [
    businessId,
    business.portalEnabled,
  ])
  await client.query(
    "insert into kvit.features (business_id, feature, enabled) values ($1, 'customer_portal', true)",
    [businessId],
  )
  await client.query(
    `insert into kvit.events (business_id, id, kind, actor_kind, way)
     values ($1, $2, 'business.set_up', 'system', 'page')`,
    [businessId, newId()],
  )
  return businessId
}
