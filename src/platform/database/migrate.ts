import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import type pg from "pg"
import { type Connection, withClient } from "./connection.ts"
import { prepareRoles } from "./roles.ts"

export interface Migration {
  name: string
  sql: string
  sha256: string
}

/** The program is older than the data, or a migration was changed after it ran. The message says what to do. */
export class MigrationError extends Error {}

/** Held while the schema changes. */
export const migrationLock = 1_263_946_068

const migrationsTable = `create table if not exists kvit_installation.migrations (
  name text primary key, sha256 text not null, applied_at timestamptz not null default now())`

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}/${name}`, "utf8")
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") }
    }),
  )
}

export interface MigrateOptions {
  /** The owner's connection. */
  connection: Connection
  folder: string
  /** For the login of the server; null where it signs in without one (the private PostgreSQL). */
  appPassword: string | null
}

/**
 * Brings the database to the program's version, each migration in a transaction of its own, one program at a
 * time. Returns the names of those that ran. Refuses (MigrationError) to touch data newer than the program.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.folder)
  return withClient(options.connection, async (client) => {
    await prepareRoles(client, options.appPassword)
    await client.query("set role kvit_owner")
    await client.query("set search_path to kvit")
    await client.query("select pg_advisory_lock($1)", [migrationLock])
    await client.query(migrationsTable)
    const done = await findApplied(client)
    const pending = findPending(migrations, done)
    for (const migration of pending) await apply(client, migration)
    return pending.map((migration) => migration.name)
  })
}

/** Whether the database holds data that `migrate` would change: then a backup comes first. Refuses as `migrate` does. */
export async function isUpgradePending(
  options: Pick<MigrateOptions, "connection" | "folder">,
): Promise<boolean> {
  const migrations = await readMigrations(options.folder)
  return withClient(options.connection, async (client) => {
    const table = await client.query(
      "select to_regclass('kvit_installation.migrations') is not null as there",
    )
    if (!table.rows[0]?.there) return false
    const done = await findApplied(client)
    return done.size > 0 && findPending(migrations, done).length > 0
  })
}

/** The migrations that made a database, by name, each with its SHA-256. */
export async function findApplied(client: pg.Client): Promise<Map<string, string>> {
  const result = await client.query<{ name: string; sha256: string }>(
    "select name, sha256 from kvit_installation.migrations",
  )
  return new Map(result.rows.map((row) => [row.name, row.sha256]))
}

function findPending(migrations: Migration[], done: Map<string, string>): Migration[] {
  const known = new Set(migrations.map((migration) => migration.name))
  const newer = [...done.keys()].filter((name) => !known.has(name)).sort()
  if (newer.length > 0) {
    throw new MigrationError(
      `The data is newer than this program: it has ${newer.join(", ")}, which this program does not know. Start the newer program, or restore a backup made before the upgrade.`,
    )
  }
  const changed = migrations.filter(
    (migration) => done.has(migration.name) && done.get(migration.name) !== migration.sha256,
  )
  if (changed.length > 0) {
    throw new MigrationError(
      `${changed.map((migration) => migration.name).join(", ")} was changed after it ran on this database. Migrations go forward only: put the file back and add a new one.`,
    )
  }
  return migrations.filter((migration) => !done.has(migration.name))
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin")
  try {
    await run(client, migration)
    await client.query("commit")
  } catch (error) {
    await client.query("rollback")
    throw new Error(`Migration ${migration.name} failed and was taken back.`, { cause: error })
  }
}

/** Runs migrations inside the caller's transaction, for a schema that is to be there whole or not at all. */
export async function runMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  const begin = "set local role kvit_owner; set local search_path to kvit"
  await client.query(`${begin}; ${migrationsTable}`)
  for (const migration of migrations) {
    // A migration may end as another role, and leave checks to the end of its transaction.
    await client.query(begin)
    await run(client, migration)
    await client.query("set constraints all immediate; set constraints all deferred")
  }
  await client.query(begin)
}

async function run(client: pg.Client, migration: Migration): Promise<void> {
  await client.query(migration.sql)
  await client.query("insert into kvit_installation.migrations (name, sha256) values ($1, $2)", [
    migration.name,
    migration.sha256,
  ])
}
