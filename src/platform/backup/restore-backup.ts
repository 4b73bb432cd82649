import type pg from "pg"
import {
  type Connection,
  type Migration,
  migrationLock,
  prepareRoles,
  readMigrations,
  runMigrations,
  withClient,
} from "../database/index.ts"
import { BackupError } from "./error.ts"
import { loadBackup } from "./load-backup.ts"
import type { BackupCounts, BackupHead } from "./manifest.ts"
import type { Backup } from "./read-backup.ts"
import { listTables, schemas } from "./tables.ts"

export interface RestoreOptions {
  owner: Connection
  /** For the login of the server; null where it signs in without one. */
  appPassword: string | null
  /** The folder of the migrations. */
  migrations: string
}

/**
 * Puts a backup into an empty database, in one transaction: the schema of the backup's version, its rows, and the
 * migrations that came since. Where anything fails, the database is as empty as before. Refuses (BackupError) a database
 * with data, and a backup newer than this program. Returns what there was, and the migrations that came since.
 */
export async function restoreBackup(
  backup: Backup,
  options: RestoreOptions,
): Promise<{ counts: BackupCounts; migrated: string[] }> {
  const { before, after } = await planMigrations(backup.head, options.migrations)
  return withClient(options.owner, async (client) => {
    await client.query(
      "set statement_timeout to 0; set lock_timeout to 0; set idle_in_transaction_session_timeout to 0",
    )
    await checkEmpty(client)
    await prepareRoles(client, options.appPassword)
    await client.query("begin; set local role kvit_owner; set local maintenance_work_mem to '256MB'")
    const counts = await load(client, backup, before, after)
    await tidy(client)
    return { counts, migrated: after.map(({ name }) => name) }
  })
}

async function load(
  client: pg.Client,
  backup: Backup,
  before: readonly Migration[],
  after: readonly Migration[],
): Promise<BackupCounts> {
  try {
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock])
    // Somebody may have started Kvit on it in the meantime.
    await checkEmpty(client)
    await runMigrations(client, before)
    const counts = await loadBackup(client, backup)
    await runMigrations(client, after)
    await client.query("commit")
    return counts
  } catch (error) {
    // Where the connection is gone, so is the transaction.
    await client.query("rollback").catch(() => undefined)
    throw error
  }
}

/** Those that made the backup's schema, and those that came since. Refuses (BackupError) a backup newer than this program. */
export async function planMigrations(
  head: BackupHead,
  folder: string,
): Promise<{ before: Migration[]; after: Migration[] }> {
  const all = await readMigrations(folder)
  const hashOf = new Map(all.map(({ name, sha256 }) => [name, sha256]))
  const unknown = head.migrations.filter(({ name }) => !hashOf.has(name)).map(({ name }) => name)
  if (unknown.length > 0) {
    throw new BackupError(
      `The backup is newer than this program: its data has ${unknown.join(", ")}, which this program does not know. Restore it with Kvit ${head.program} or newer.`,
    )
  }
  const changed = head.migrations.filter(({ name, sha256 }) => hashOf.get(name) !== sha256)
  if (changed.length > 0) {
    throw new BackupError(
      `${changed.map(({ name }) => name).join(", ")} was changed since it made the backup's data. Put the file back.`,
    )
  }
  const made = new Set(head.migrations.map(({ name }) => name))
  return {
    before: all.filter(({ name }) => made.has(name)),
    after: all.filter(({ name }) => !made.has(name)),
  }
}

async function checkEmpty(client: pg.Client): Promise<void> {
  const found = await client.query(
    "select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any ($1) and c.relkind in ('r', 'p') limit 1",
    [schemas],
  )
  if (found.rowCount === 0) return
  throw new BackupError(
    "There is data here already, and a backup is restored into nothing else than an empty data folder or database. Name another folder with --data, or make another database for DATABASE_URL.",
  )
}

/** What PostgreSQL would only come to know in its own time: how much there is of what. */
async function tidy(client: pg.Client): Promise<void> {
  await client.query("set role kvit_owner")
  const tables = await listTables(client)
  await client.query(`vacuum (analyze) ${tables.map(({ name }) => name).join(", ")}`)
}
