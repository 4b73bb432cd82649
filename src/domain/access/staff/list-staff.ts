import type { StaffActor, StaffRole } from "../../../platform/database/index.ts"

export interface StaffLine {
  id: string
  name: string
  email: string
  role: StaffRole
  since: Date
}

/** Who works here and may sign in, by name. */
export async function listStaff(actor: StaffActor): Promise<StaffLine[]> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("staff_members")
      .select(["id", "name", "email", "role", "created_at"])
      .where("business_id", "=", actor.businessId)
      .where("removed_at", "is", null)
      .orderBy("name")
      .orderBy("id")
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as StaffRole,
    since: row.created_at,
  }))
}
