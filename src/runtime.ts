/** Opens what the program stands on: data folder, database, secrets, accounts. */
import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type pg from "pg"
import type { Config } from "./config.ts"
import { openStaffAccounts, type StaffAccounts } from "./domain/access/index.ts"
import { ensureInstallation } from "./domain/settings/index.ts"
import { type Clock, systemClock } from "./platform/clock/index.ts"
import {
  type Connection,
  type Database,
  findDatabaseProblems,
  isUpgradePending,
  migrate,
  openDatabase,
  parseDatabaseUrl,
  withClient,
} from "./platform/database/index.ts"
import { openPrivatePostgres, type PrivatePostgres } from "./platform/database/private-postgres/index.ts"
import { createLog, type Log } from "./platform/log/index.ts"
import { createSecrets, type Secrets } from "./platform/secrets/index.ts"

export interface Runtime {
  config: Config
  database: Database
  secrets: Secrets
  clock: Clock
  log: Log
  staffAccounts: StaffAccounts
  /** Sentences for whoever started it. */
  notices: string[]
  /** The migrations that ran now. */
  migrated: string[]
  close(): Promise<void>
}

/** The program, its data and its database do not go together; each problem says what to do. */
export class StartError extends Error {}

/** The project's folder, from the sources as from the built program. */
export const projectFolder = fileURLToPath(new URL("..", import.meta.url))

export interface Connections {
  owner: Connection
  app: Connection
  appPassword: string | null
  notices: string[]
  release(): Promise<void>
}

/** Opens everything, bringing the database to this version first. Throws StartError with what to do. */
export async function openRuntime(
  config: Config,
  options: { clock?: Clock; log?: Log; migrations?: string } = {},
): Promise<Runtime> {
  const secrets = createSecrets(await readSecret(config))
  const migrations = options.migrations ?? join(projectFolder, "migrations")
  const connections = await connect(config, secrets, migrations)
  try {
    const migrated = await migrate({
      connection: connections.owner,
      folder: migrations,
      appPassword: connections.appPassword,
    })
    const problems = await findDatabaseProblems(connections.app)
    if (problems.length > 0) throw new StartError(problems.join("\n"))
    const database = openDatabase({ app: connections.app, owner: connections.owner })
    const clock = options.clock ?? systemClock
    await ensureInstallation(database, secrets)
    const staffAccounts = openStaffAccounts({
      database,
      secrets,
      clock,
      secureCookies: config.env === "production" || config.staffOrigin?.startsWith("https:") === true,
      requireSecondFactor: config.env !== "demo",
    })
    return {
      config,
      database,
      secrets,
      clock,
      log: options.log ?? createLog(config.logLevel),
      staffAccounts,
      notices: connections.notices,
      migrated,
      close: async () => {
        await staffAccounts.close()
        await database.close()
        await connections.release()
      },
    }
  } catch (error) {
    await connections.release()
    throw error
  }
}

/** The master secret: from the environment, or made once and kept in the data folder, readable by nobody else. */
async function readSecret(config: Config): Promise<Buffer> {
  if (config.secret) return config.secret
  await mkdir(config.dataFolder, { recursive: true })
  const file = secretFile(config)
  try {
    await writeFile(file, randomBytes(48).toString("base64"), { flag: "wx", mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
  }
  return Buffer.from(await readFile(file, "utf8"))
}

async function connect(config: Config, secrets: Secrets, migrations: string): Promise<Connections> {
  if (config.databaseUrl) return describeUrl(config.databaseUrl, secrets)
  await prepareFolder(config)
  return describe(await backUpBeforeUpgrade(config, migrations, await openPrivate(config)))
}

function describeUrl(databaseUrl: string, secrets: Secrets): Connections {
  const owner = parseDatabaseUrl(databaseUrl)
  const password = secrets.deriveKey("database/kvit_app").toString("hex")
  return {
    owner,
    app: { ...owner, user: "kvit_app", password },
    appPassword: password,
    notices: [],
    release: async () => undefined,
  }
}

async function prepareFolder(config: Config): Promise<void> {
  await mkdir(config.dataFolder, { recursive: true })
  await chmod(config.dataFolder, 0o711)
}

/** The way to a database for one who fills it, such as from a backup: made where there is none, and else as it is. */
export async function openToFill(config: Config): Promise<Connections> {
  if (config.databaseUrl) return describeUrl(config.databaseUrl, createSecrets(await readSecret(config)))
  await prepareFolder(config)
  return describe(await openPrivate(config))
}

/** Where the master secret of a private PostgreSQL's data is kept, unless the environment holds it. */
export function secretFile(config: Config): string {
  return join(config.dataFolder, "secret")
}

/**
 * The way to a database as it is, for looking at: nothing is migrated. Null where the private PostgreSQL has no data
 * yet, or nobody has started Kvit here.
 */
export async function openAsItIs(config: Config): Promise<(Connections & { secrets: Secrets }) | null> {
  const hasSecret = config.secret !== null || existsSync(secretFile(config))
  const isThere = existsSync(privateFolder(config)) && hasSecret
  if (!config.databaseUrl && !isThere) return null
  const secrets = createSecrets(await readSecret(config))
  const connections = config.databaseUrl
    ? describeUrl(config.databaseUrl, secrets)
    : describe(await openPrivate(config))
  return { ...connections, secrets }
}

function describe(postgres: PrivatePostgres): Connections {
  return {
    owner: postgres.connection(postgres.superuser, databaseName),
    app: postgres.connection("kvit_app", databaseName),
    appPassword: null,
    notices: postgres.notices,
    release: () => postgres.release(),
  }
}

const databaseName = "kvit"

/** Takes away all data of a folder with a private PostgreSQL. Refuses (StartError) while a Kvit works on it. */
export async function removeData(config: Config): Promise<void> {
  const postgres = await openPrivatePostgres({ folder: privateFolder(config) })
  try {
    await withClient(postgres.connection(postgres.superuser, "postgres"), async (client) => {
      if ((await countOthers(client)) > 0) throw new StartError("A Kvit runs on this data. Stop it first.")
      await client.query(`drop database if exists ${databaseName}`)
    })
  } finally {
    await postgres.release()
  }
}

function privateFolder(config: Config): string {
  return join(config.dataFolder, "postgres")
}

/** How many connections other Kvits have to the data. */
async function countOthers(client: pg.Client): Promise<number> {
  const result = await client.query<{ count: number }>(
    "select count(*)::int as count from pg_stat_activity where datname = $1 and pid <> pg_backend_pid() and application_name like 'kvit%'",
    [databaseName],
  )
  return result.rows[0]?.count ?? 0
}

async function openPrivate(config: Config): Promise<PrivatePostgres> {
  const postgres = await openPrivatePostgres({ folder: privateFolder(config) })
  try {
    await withClient(postgres.connection(postgres.superuser, "postgres"), async (client) => {
      const found = await client.query("select from pg_database where datname = $1", [databaseName])
      if (found.rowCount === 0) await client.query(`create database ${databaseName}`).catch(ignoreExisting)
    })
    return postgres
  } catch (error) {
    await postgres.release()
    throw error
  }
}

/** Two Kvits on one folder may both find no database; the second finds it made. */
function ignoreExisting(error: unknown): void {
  const existing = ["42P04", "23505"]
  if (!(error instanceof Error && "code" in error && existing.includes(String(error.code)))) throw error
}

/** Copies the stopped data folder before an upgrade changes it, so that there is a way back (docs/running.md). */
async function backUpBeforeUpgrade(
  config: Config,
  migrations: string,
  postgres: PrivatePostgres,
): Promise<PrivatePostgres> {
  const connection = postgres.connection(postgres.superuser, databaseName)
  try {
    if (!(await isUpgradePending({ connection, folder: migrations }))) return postgres
  } catch (error) {
    await postgres.release()
    throw error
  }
  const others = await withClient(connection, countOthers)
  if (others > 0) {
    await postgres.release()
    throw new StartError(
      "Another Kvit runs on this data folder. Stop it, then start this newer one: it upgrades the data.",
    )
  }
  await postgres.release()
  const folder = join(
    config.dataFolder,
    "backups",
    `before-upgrade-${new Date().toISOString().replace(/[:.]/g, "-")}`,
  )
  await mkdir(join(config.dataFolder, "backups"), { recursive: true, mode: 0o700 })
  await cp(postgres.dataFolder, folder, { recursive: true, preserveTimestamps: true })
  const reopened = await openPrivate(config)
  reopened.notices.push(`The data was copied to ${folder} before the upgrade.`)
  return reopened
}
