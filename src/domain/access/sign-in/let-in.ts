import { sql } from "kysely"
import type { Db } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { newSecret, sha256 } from "../../../platform/secrets/index.ts"
import { recordEvents } from "../../events/index.ts"
import { endHeldSession, findCustomersOf } from "../portal-sessions/portal-sessions.ts"
import { makeDeviceCookie } from "./device.ts"
import type { SignInEnvironment } from "./environment.ts"

/** The browser somebody signs in from. */
export interface SignInVisit {
  network: string
  userAgent: string
  /** What it holds: its asks, an earlier session, the mark of a known browser. */
  browserSecret: string | null
  sessionSecret: string | null
  deviceCookie: string | null
}

export interface SignedIn {
  sessionSecret: string
  expiresAt: Date
  deviceCookie: string
  /** Where the person was going when they asked. */
  nextPath: string | null
}

/** A secret that was just taken, with the flow it was mailed for. */
export interface TakenSecret {
  flow_id: string
  address_hmac: Buffer
  address_sha256: Buffer
  next_path: string | null
  language: string
}

/**
 * Takes a secret in one statement: of any number at once exactly one gets it, and only while it lives by the
 * database's clock (R07, R09). Link and code are one row, so the other dies with it.
 */
export async function takeSecret(
  db: Db,
  businessId: string,
  which: { token: string } | { id: string },
): Promise<TakenSecret | null> {
  const found = "token" in which ? sql`s.token_sha256 = ${sha256(which.token)}` : sql`s.id = ${which.id}`
  // One sign-in of an account at a time, so that two with two mails do not wait for each other's row.
  await sql`
    insert into sign_in_accounts (business_id, address_hmac)
    select f.business_id, f.address_hmac from sign_in_secrets s
      join sign_in_flows f on f.business_id = s.business_id and f.id = s.flow_id
      where s.business_id = ${businessId} and ${found} and s.used_at is null and s.ended_at is null
    on conflict (business_id, address_hmac) do update set changed_at = now()`.execute(db)
  const result = await sql<TakenSecret>`
    update sign_in_secrets s set used_at = now(), used_by = ${"token" in which ? "link" : "code"}
    from sign_in_flows f
    where s.business_id = ${businessId} and ${found}
      and s.used_at is null and s.ended_at is null and s.expires_at > clock_timestamp()
      and f.business_id = s.business_id and f.id = s.flow_id and f.address_sha256 is not null
    returning s.flow_id, f.address_hmac, f.address_sha256, f.next_path, f.language`.execute(db)
  return result.rows[0] ?? null
}

/**
 * Opens the session of somebody whose secret was taken: a new one, the browser's previous one ended (R23), and
 * every other open secret of the account dead (R08). Null for an address that may not come in any more.
 */
export async function letIn(
  environment: SignInEnvironment,
  db: Db,
  businessId: string,
  taken: TakenSecret,
  way: "link" | "code",
  visit: SignInVisit,
): Promise<SignedIn | null> {
  await endOpenSecrets(db, businessId, taken.address_hmac)
  const behind = { customer_id: null, address_sha256: taken.address_sha256 }
  const customerIds = await findCustomersOf(db, businessId, behind)
  if (customerIds.length === 0) return null
  if (visit.sessionSecret) await endHeldSession(db, businessId, sha256(visit.sessionSecret))
  await forgetFailures(db, businessId, taken.address_hmac)
  const sessionSecret = newSecret()
  const session = await db
    .insertInto("portal_sessions")
    .values({
      business_id: businessId,
      id: newId(),
      secret_sha256: sha256(sessionSecret),
      way,
      address_sha256: taken.address_sha256,
      language: taken.language,
      user_agent: visit.userAgent.slice(0, 300),
      network: visit.network.slice(0, 60),
      expires_at: sql<Date>`now() + interval '30 days'`,
    })
    .returning(["id", "expires_at"])
    .executeTakeFirstOrThrow()
  await recordEvents(
    db,
    "customer.signed_in",
    customerIds.map((customerId) => ({
      customerId,
      data: { way, session: session.id, flow: taken.flow_id },
    })),
  )
  return {
    sessionSecret,
    expiresAt: session.expires_at,
    deviceCookie: makeDeviceCookie(environment, visit.deviceCookie, taken.address_hmac),
    nextPath: taken.next_path,
  }
}

async function endOpenSecrets(db: Db, businessId: string, account: Buffer): Promise<void> {
  await sql`
    update sign_in_secrets s set ended_at = now()
    from sign_in_flows f
    where f.business_id = ${businessId} and f.address_hmac = ${account} and f.created_at > now() - interval '20 minutes'
      and s.business_id = f.business_id and s.flow_id = f.id and s.used_at is null and s.ended_at is null`.execute(
    db,
  )
}

async function forgetFailures(db: Db, businessId: string, account: Buffer): Promise<void> {
  await db
    .updateTable("sign_in_accounts")
    .set({ failed_in_a_row: 0, changed_at: sql<Date>`now()` })
    .where("business_id", "=", businessId)
    .where("address_hmac", "=", account)
    .where("failed_in_a_row", ">", 0)
    .execute()
}
