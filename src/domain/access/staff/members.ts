import { sql } from "kysely"
import { createDoorActor, createStaffActor, type StaffRole } from "../../../platform/database/index.ts"
import { sha256 } from "../../../platform/secrets/index.ts"
import { type EventKind, recordEvent } from "../../events/index.ts"
import type { StaffEnvironment } from "./environment.ts"

/** A member of staff who was not removed. */
export interface Member {
  businessId: string
  staffId: string
  accountId: string
  name: string
  email: string
  role: StaffRole
}

export function normalizeEmail(text: string): string {
  return text.trim().normalize("NFKC").toLowerCase()
}

/**
 * The address the library knows an account by. It holds the business, so that a business can neither see nor
 * reset the account the same person has at another.
 */
export function makeAccountAddress(businessId: string, email: string): string {
  return `${sha256(`${businessId}\n${normalizeEmail(email)}`).toString("hex")}@staff.invalid`
}

const columns = ["id", "account_id", "name", "email", "role"] as const

export async function findMemberByEmail(
  environment: StaffEnvironment,
  businessId: string,
  email: string,
): Promise<Member | null> {
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const row = await db
      .selectFrom("staff_members")
      .select(columns)
      .where("business_id", "=", businessId)
      .where(sql`lower(email)`, "=", normalizeEmail(email))
      .where("removed_at", "is", null)
      .executeTakeFirst()
    return row ? toMember(businessId, row) : null
  })
}

export async function findMemberByAccount(
  environment: StaffEnvironment,
  businessId: string,
  accountId: string,
): Promise<Member | null> {
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const row = await db
      .selectFrom("staff_members")
      .select(columns)
      .where("business_id", "=", businessId)
      .where("account_id", "=", accountId)
      .where("removed_at", "is", null)
      .executeTakeFirst()
    return row ? toMember(businessId, row) : null
  })
}

function toMember(
  businessId: string,
  row: { id: string; account_id: string; name: string; email: string; role: string },
): Member {
  return {
    businessId,
    staffId: row.id,
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    role: row.role as StaffRole,
  }
}

/** Words a password must not be made of: the business's name, the person's, the address before the @. */
export async function findForbiddenWords(
  environment: StaffEnvironment,
  businessId: string,
  person: { name: string; email: string },
): Promise<string[]> {
  const business = await createDoorActor(environment, businessId).transaction((db) =>
    db.selectFrom("businesses").select("name").where("business_id", "=", businessId).executeTakeFirst(),
  )
  return [business?.name ?? "", ...wordsOf(person)]
}

export function wordsOf(person: { name: string; email: string }): string[] {
  return [person.name, person.email.split("@")[0] ?? ""]
}

/** Records what a member of staff did to their own account. */
export async function recordOfMember(
  environment: StaffEnvironment,
  member: Member,
  kind: EventKind,
  data: Readonly<Record<string, string>> = {},
): Promise<void> {
  await createStaffActor(environment, member).transaction((db) => recordEvent(db, kind, { data }))
}

export type SignInFailure = "password" | "second_factor" | "limit"

/** Records a sign-in that did not succeed, of nobody yet; `member` is whose account was tried, where it is one's. */
export async function recordFailure(
  environment: StaffEnvironment,
  businessId: string,
  member: Member | null,
  reason: SignInFailure,
): Promise<void> {
  await createDoorActor(environment, businessId).transaction((db) =>
    recordEvent(db, "staff.sign_in_failed", { data: { staff: member?.staffId ?? null, reason } }),
  )
}
