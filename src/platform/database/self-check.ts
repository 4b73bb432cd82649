import { type Connection, withClient } from "./connection.ts"

const oldestMajor = 15

/** The first releases of each major version without the row-security faults CVE-2024-10976 and CVE-2025-8713. */
const firstSafe: Record<number, number> = { 15: 14, 16: 10, 17: 6, 18: 0 }

/**
 * What is wrong with the database or with the login the server uses, in plain sentences; empty when all is well.
 * Row security protects nothing from a superuser, a role that bypasses it, or a table's owner.
 */
export async function findDatabaseProblems(app: Connection): Promise<string[]> {
  return withClient(app, async (client) => {
    const result = await client.query<Row>(`
      select current_setting('server_version_num')::int as version, r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole,
        r.rolinherit, pg_has_role(r.rolname, 'kvit_owner', 'member') as owner,
        (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'kvit' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)) as unprotected
      from pg_roles r where r.rolname = current_user`)
    const row = result.rows[0]
    if (!row) return ["The database does not know the server's login."]
    const major = Math.floor(row.version / 10_000)
    const minor = row.version % 10_000
    const problems: string[] = []
    if (major < oldestMajor)
      problems.push(`PostgreSQL ${major} is too old: Kvit needs ${oldestMajor} or newer.`)
    const safe = firstSafe[major]
    if (safe !== undefined && minor < safe) {
      problems.push(
        `PostgreSQL ${major}.${minor} has known faults in row security: update it to ${major}.${safe} or newer.`,
      )
    }
    if (row.rolsuper || row.rolbypassrls) {
      problems.push(
        `The server's login ${row.rolname} is not held by row security. Run \`kvit migrate\`, which makes kvit_app, and use that.`,
      )
    }
    if (row.owner || row.rolinherit || row.rolcreaterole) {
      problems.push(
        `The login ${row.rolname} has rights of its own. It must be NOINHERIT, and no member of kvit_owner: run \`kvit migrate\`.`,
      )
    }
    if (row.unprotected > 0)
      problems.push(
        `${row.unprotected} tables have no row security. Run \`kvit migrate\`, or restore a backup.`,
      )
    return problems
  })
}

interface Row {
  version: number
  rolname: string
  rolsuper: boolean
  rolbypassrls: boolean
  rolcreaterole: boolean
  rolinherit: boolean
  owner: boolean
  unprotected: number
}
