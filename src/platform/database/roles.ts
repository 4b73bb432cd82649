import type pg from "pg"

/**
 * The roles statements run as. `kvit_app` is the login of the server: no rights of its own, it becomes
 * one of the others for one transaction. `kvit_owner` owns the tables and is used by migrations alone.
 */
export const databaseRoles = [
  "kvit_staff",
  "kvit_customer",
  "kvit_door",
  "kvit_search",
  "kvit_auth",
  "kvit_jobs",
] as const
export type ActingRole = "kvit_staff" | "kvit_customer" | "kvit_door" | "kvit_auth" | "kvit_jobs"

const lock = 0x6b766974

/** Makes what is missing of roles and schemas, and the server's password. Roles are the whole cluster's: one at a time. */
export async function prepareRoles(client: pg.Client, appPassword: string | null): Promise<void> {
  await client.query("begin")
  try {
    await client.query("select pg_advisory_xact_lock($1)", [lock])
    const existing = await client.query<{ rolname: string }>(
      "select rolname from pg_roles where rolname like 'kvit\\_%'",
    )
    const names = new Set(existing.rows.map((row) => row.rolname))
    for (const role of ["kvit_owner", ...databaseRoles]) {
      if (!names.has(role)) await client.query(`create role ${role} nologin noinherit`)
    }
    if (!names.has("kvit_app")) await client.query("create role kvit_app login noinherit")
    if (appPassword) await client.query(`alter role kvit_app password '${appPassword.replaceAll("'", "''")}'`)
    await client.query("grant kvit_staff, kvit_customer, kvit_door, kvit_auth, kvit_jobs to kvit_app")
    await client.query("grant kvit_search to kvit_owner")
    await client.query("grant kvit_owner to current_user")
    const database = await client.query<{ name: string }>("select quote_ident(current_database()) as name")
    const name = database.rows[0]?.name
    await client.query(`grant connect, create on database ${name} to kvit_owner`)
    await client.query(`grant connect on database ${name} to kvit_app`)
    await client.query("set local role kvit_owner")
    await client.query("create schema if not exists kvit")
    await client.query("create schema if not exists kvit_installation")
    await client.query("create schema if not exists kvit_auth")
    await client.query("create schema if not exists kvit_jobs")
    await client.query("grant usage on schema kvit to kvit_staff, kvit_customer, kvit_door, kvit_search")
    await client.query("grant usage on schema kvit_installation to kvit_door")
    await client.query("grant usage on schema kvit_auth to kvit_auth")
    await client.query("grant usage on schema kvit_jobs, kvit to kvit_jobs")
    await client.query("commit")
  } catch (error) {
    await client.query("rollback")
    throw error
  }
}
