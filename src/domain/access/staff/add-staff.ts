import { CompiledQuery, sql } from "kysely"
import type pg from "pg"
import {
  createSystemActor,
  type Db,
  type StaffRole,
  type SystemActor,
} from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { recordEvent } from "../../events/index.ts"
import type { StaffEnvironment } from "./environment.ts"
import { passwordKeyPurpose } from "./library.ts"
import {
  findForbiddenWords,
  findMemberByEmail,
  makeAccountAddress,
  normalizeEmail,
  wordsOf,
} from "./members.ts"
import { findPasswordProblem, hashPassword, makePassword, type PasswordProblem } from "./passwords.ts"

export interface NewStaff {
  email: string
  name: string
  role: StaffRole
  password?: string | undefined
}

/** What the caller of `addStaff` or `resetStaff` asked for cannot be. The message is a plain sentence. */
export class StaffAccountError extends Error {
  readonly reason: "exists" | "unknown" | PasswordProblem

  constructor(reason: StaffAccountError["reason"], message: string) {
    super(message)
    this.reason = reason
  }
}

interface Account {
  address: string
  hash: string
  temporary: boolean
}

/**
 * Adds a member of staff with an account of their own. Without a password one is made, shown once here, and
 * must be changed at the first sign-in. Refuses an address that is on the staff already.
 */
export async function addStaff(
  environment: StaffEnvironment,
  input: NewStaff & { businessId: string },
): Promise<{ staffId: string; password: string }> {
  const { businessId, name, role } = input
  const email = normalizeEmail(input.email)
  const words = await findForbiddenWords(environment, businessId, { name, email })
  const { password, account } = await prepareAccount(environment, businessId, { ...input, email }, words)
  const staffId = await systemActor(environment, businessId).transaction(async (db) => {
    const accountId = await writeAccount((text, values) => queryAccounts(db, text, values), account)
    const member = await db
      .insertInto("staff_members")
      .values({ business_id: businessId, id: newId(), account_id: accountId, name, email, role })
      .onConflict((conflict) =>
        conflict
          .columns(["business_id", "account_id"])
          .doUpdateSet({ name, role, removed_at: null })
          .where("staff_members.removed_at", "is not", null),
      )
      .returning("id")
      .executeTakeFirst()
    // Takes back what was written to the account, so that nobody's password is changed by adding them again.
    if (!member) throw new StaffAccountError("exists", `${email} is on the staff already.`)
    await recordEvent(db, "staff.added", { data: { staff: member.id, role } })
    return member.id
  })
  return { staffId, password }
}

/** A new password, no second factor, no sessions: for a member of staff who lost what they sign in with. */
export async function resetStaff(
  environment: StaffEnvironment,
  input: { businessId: string; email: string },
): Promise<{ password: string }> {
  const { businessId } = input
  const member = await findMemberByEmail(environment, businessId, input.email)
  if (!member) throw new StaffAccountError("unknown", `${normalizeEmail(input.email)} is not on the staff.`)
  const { password, account } = await prepareAccount(environment, businessId, { email: member.email }, [])
  await systemActor(environment, businessId).transaction(async (db) => {
    await writeAccount((text, values) => queryAccounts(db, text, values), account)
    await recordEvent(db, "staff.second_factor_reset", { data: { staff: member.staffId } })
    await recordEvent(db, "staff.password_changed", { data: { staff: member.staffId } })
  })
  return { password }
}

/**
 * The first owner, to be written by `completeSetUp` in the transaction that makes the business. Refuses a
 * weak password before that transaction begins, and takes the time of hashing out of it.
 */
export async function prepareFirstOwner(
  environment: StaffEnvironment,
  owner: { email: string; name: string; password: string; businessName: string },
): Promise<PasswordProblem | ((client: pg.ClientBase, businessId: string) => Promise<void>)> {
  const email = normalizeEmail(owner.email)
  const problem = findPasswordProblem(owner.password, [owner.businessName, ...wordsOf({ ...owner, email })])
  if (problem) return problem
  const hash = await hashPassword(owner.password, environment.secrets.deriveKey(passwordKeyPurpose))
  return async (client, businessId) => {
    const account = { address: makeAccountAddress(businessId, email), hash, temporary: false }
    const accountId = await writeAccount(
      async (text, values) => (await client.query<{ id: string }>(text, values)).rows,
      account,
    )
    const staffId = newId()
    await client.query(
      `insert into kvit.staff_members (business_id, id, account_id, name, email, role)
       values ($1, $2, $3, $4, $5, 'owner')`,
      [businessId, staffId, accountId, owner.name, email],
    )
    await client.query(
      `insert into kvit.events (business_id, id, kind, actor_kind, way, data)
       values ($1, $2, 'staff.added', 'system', 'page', $3)`,
      [businessId, newId(), JSON.stringify({ staff: staffId, role: "owner" })],
    )
  }
}

async function prepareAccount(
  environment: StaffEnvironment,
  businessId: string,
  person: { email: string; password?: string | undefined },
  words: readonly string[],
): Promise<{ password: string; account: Account }> {
  const password = person.password ?? makePassword()
  const problem = person.password === undefined ? null : findPasswordProblem(password, words)
  if (problem)
    throw new StaffAccountError(problem, `The password is refused: ${problem.replaceAll("_", " ")}.`)
  const hash = await hashPassword(password, environment.secrets.deriveKey(passwordKeyPurpose))
  return {
    password,
    account: {
      address: makeAccountAddress(businessId, person.email),
      hash,
      temporary: person.password === undefined,
    },
  }
}

function systemActor(environment: StaffEnvironment, businessId: string): SystemActor {
  return createSystemActor(environment, businessId, "command")
}

type Query = (text: string, values: unknown[]) => Promise<readonly { id: string }[]>

/** Makes an account or starts it anew, with this password and nothing else to enter by. Returns its id. */
async function writeAccount(query: Query, account: Account): Promise<string> {
  const users = await query(
    `insert into kvit_auth.users (id, name, email, email_verified, password_is_temporary)
     values ($1, 'staff', $2, true, $3)
     on conflict (email) do update set two_factor_enabled = false, password_is_temporary = excluded.password_is_temporary,
       updated_at = now()
     returning id`,
    [newId(), account.address, account.temporary],
  )
  const accountId = users[0]?.id
  if (!accountId) throw new Error("The account was not written.")
  await query("delete from kvit_auth.sessions where user_id = $1", [accountId])
  await query("delete from kvit_auth.second_factors where user_id = $1", [accountId])
  await query("delete from kvit_auth.verifications where value = $1", [accountId])
  await query(
    `insert into kvit_auth.credentials (id, account_id, provider_id, user_id, password)
     values ($1, $2, 'credential', $2, $3)
     on conflict (user_id, provider_id) do update set password = excluded.password, updated_at = now()`,
    [newId(), accountId, account.hash],
  )
  return accountId
}

/** One statement on the accounts inside an actor's transaction: becomes `kvit_auth` for it, and staff again. */
async function queryAccounts(db: Db, text: string, values: unknown[]): Promise<readonly { id: string }[]> {
  await sql`select set_config('role', 'kvit_auth', true)`.execute(db)
  const result = await db.executeQuery<{ id: string }>(CompiledQuery.raw(text, values))
  await sql`select set_config('role', 'kvit_staff', true)`.execute(db)
  return result.rows
}
