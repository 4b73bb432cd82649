import { sql } from "kysely"
import type { Actor, Database, Db } from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"

/** What every page needs of the business: its name, where to reach it, how it looks. */
export interface BusinessFace {
  name: string
  language: Language
  currency: string
  timeZone: string
  addressLines: string[]
  phone: string | null
  email: string | null
  accent: string
  hasLogo: boolean
  termsUrl: string | null
  privacyUrl: string | null
}

const columns = [
  "name",
  "language",
  "currency",
  "time_zone",
  "address_line1",
  "address_line2",
  "postal_code",
  "city",
  "phone",
  "email",
  "accent",
  "logo_type",
  "terms_url",
  "privacy_url",
] as const

/** The face of the actor's business; null where there is none. */
export async function findBusinessFace(actor: Actor): Promise<BusinessFace | null> {
  const row = await actor.transaction((db) => readFace(db, actor.businessId))
  return row ? toFace(row) : null
}

function readFace(db: Db, businessId: string) {
  return db.selectFrom("businesses").select(columns).where("business_id", "=", businessId).executeTakeFirst()
}

function toFace(row: NonNullable<Awaited<ReturnType<typeof readFace>>>): BusinessFace {
  const town = [row.postal_code, row.city].filter(Boolean).join(" ")
  return {
    name: row.name,
    language: row.language === "en" ? "en" : "da",
    currency: row.currency,
    timeZone: row.time_zone,
    addressLines: [row.address_line1, row.address_line2, town].filter((line): line is string =>
      Boolean(line),
    ),
    phone: row.phone,
    email: row.email,
    accent: row.accent,
    hasLogo: row.logo_type !== null,
    termsUrl: row.terms_url,
    privacyUrl: row.privacy_url,
  }
}

/** A business as a host name shows it. */
export interface HostedBusiness {
  businessId: string
  face: BusinessFace
}

interface Known {
  business: HostedBusiness
  readAt: number
  /** How many changes this process had seen by then. */
  changes: number
}

/**
 * Name, colours and addresses are on every page and hardly ever change. Nothing that lets anybody in is kept here:
 * sessions, switches and whether the portal is on are asked of the database on every request.
 */
const keptForMs = 2_000
const known = new WeakMap<Database, Map<string, Known>>()
let changes = 0

/** Makes every page show the business as it is now. Called once a change is committed. */
export function forgetFaces(): void {
  changes += 1
}

/**
 * The business of this installation, or, where it serves many (`byHost`), the one whose host name is asked; null
 * where there is none. May be two seconds old where another process changed it.
 */
export async function findBusinessAt(
  database: Database,
  host: string,
  byHost: boolean,
): Promise<HostedBusiness | null> {
  const hosts = known.get(database) ?? new Map<string, Known>()
  known.set(database, hosts)
  const name = byHost ? host : ""
  const held = hosts.get(name)
  const now = performance.now()
  if (held && held.changes === changes && now - held.readAt < keptForMs) return held.business
  const before = changes
  const business = await readBusinessAt(database, host, byHost)
  // Hosts that are not ours are not kept: there is no end to them.
  if (business) hosts.set(name, { business, readAt: now, changes: before })
  else hosts.delete(name)
  return business
}

async function readBusinessAt(
  database: Database,
  host: string,
  byHost: boolean,
): Promise<HostedBusiness | null> {
  return database.transaction(async (db) => {
    await sql`select set_config('role', 'kvit_door', true)`.execute(db)
    const found = await sql<{ id: string | null }>`
      select id, set_config('kvit.business', id::text, true)
      from kvit_installation.find_business(${host}, ${byHost}) as id`.execute(db)
    const businessId = found.rows[0]?.id
    const row = businessId && (await readFace(db, businessId))
    return businessId && row ? { businessId, face: toFace(row) } : null
  })
}
