import { sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"
import { normalizeAddress } from "./address.ts"
import { accountOf, type SignInEnvironment } from "./environment.ts"
import { failuresInARow, triesPerCode } from "./limits.ts"

/** One time somebody asked for a sign-in mail with an address of the customer, and what became of it. */
export interface SignInAttempt {
  flowId: string
  /** The address as it stands at the customer. */
  address: string
  browserName: string | null
  askedAt: Date
  /** `limited`: too many were asked for; `too_many_open`: three still worked; null: not looked at yet. */
  outcome: "mailed" | "unknown" | "limited" | "too_late" | "too_many_open" | null
  wrongCodes: number
  triesLeft: number
  openedByMachineAt: Date | null
  openedElsewhereAt: Date | null
  usedAt: Date | null
  usedBy: "link" | "code" | null
  /** Another mail of the address was used instead. */
  endedAt: Date | null
  /** When its link and code ran out, or will. */
  expiresAt: Date | null
  isOver: boolean
}

export interface SignInTrace {
  attempts: SignInAttempt[]
  /** Addresses that come in by link alone for now, after a hundred wrong codes in a row. */
  linkOnly: string[]
  /** What stands as an address at the customer and is none: nobody can sign in with it. */
  unusable: string[]
  /** Whether there is an address at all. */
  hasAddress: boolean
}

type Row = Omit<SignInAttempt, "address" | "triesLeft" | "wrongCodes"> & { account: Buffer; tries: number }

const attemptsShown = 10

/**
 * Why a customer gets in, or does not: the last attempts with the addresses that stand at the customer now, newest
 * first. Kept for 30 days. What was typed with a wrong address is nobody's, and not here.
 */
export async function traceSignIns(
  environment: SignInEnvironment,
  actor: WorkActor,
  customerId: string,
): Promise<SignInTrace> {
  return actor.transaction(async (db) => {
    const stored = await sql<{ email: string }>`
      select email from contacts
        where business_id = ${actor.businessId} and customer_id = ${customerId} and removed_at is null and email is not null
      union select email from customers where business_id = ${actor.businessId} and id = ${customerId} and email is not null
      order by email`.execute(db)
    const addresses = new Map<string, string>()
    const unusable: string[] = []
    for (const { email } of stored.rows) {
      const address = normalizeAddress(email)
      if (address === null) unusable.push(email)
      else addresses.set(accountOf(environment, actor.businessId, address).toString("hex"), email)
    }
    const accounts = [...addresses.keys()].map((account) => Buffer.from(account, "hex"))
    const rows = await sql<Row>`
      select f.id as "flowId", f.address_hmac as account, f.browser_name as "browserName", f.created_at as "askedAt",
        f.outcome, f.tries, s.machine as "openedByMachineAt", s.elsewhere as "openedElsewhereAt", s.used as "usedAt",
        s.by as "usedBy", s.ended as "endedAt", s.expires as "expiresAt", coalesce(s.expires < now(), false) as "isOver"
      from sign_in_flows f
      left join lateral (
        select min(opened_by_machine_at) as machine, min(opened_elsewhere_at) as elsewhere, max(used_at) as used,
          max(used_by) as by, max(ended_at) as ended, max(expires_at) as expires
        from sign_in_secrets s where s.business_id = f.business_id and s.flow_id = f.id) s on true
      where f.business_id = ${actor.businessId} and f.address_hmac = any (${accounts}::bytea[])
      order by f.created_at desc limit ${attemptsShown}`.execute(db)
    const locked = await sql<{ account: Buffer }>`
      select address_hmac as account from sign_in_accounts
      where business_id = ${actor.businessId} and address_hmac = any (${accounts}::bytea[])
        and failed_in_a_row >= ${failuresInARow}`.execute(db)
    const addressOf = (account: Buffer) => addresses.get(account.toString("hex")) ?? ""
    return {
      attempts: rows.rows.map(({ account, tries, ...row }) => ({
        ...row,
        address: addressOf(account),
        wrongCodes: tries - (row.usedBy === "code" ? 1 : 0),
        triesLeft: triesPerCode - tries,
      })),
      linkOnly: locked.rows.map((row) => addressOf(row.account)),
      unusable,
      hasAddress: addresses.size > 0,
    }
  })
}
