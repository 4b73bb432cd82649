import { join } from "node:path"
import type pg from "pg"
import { findUnsealableKeys } from "../../domain/payments/index.ts"
import { ensureInstallation } from "../../domain/settings/index.ts"
import {
  asOwner,
  findDatabaseProblems,
  isUpgradePending,
  openDatabase,
  readMigrations,
  withClient,
} from "../../platform/database/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"
import { type Connections, projectFolder } from "../../runtime.ts"
import { explainProblem } from "../problems.ts"
import { type Check, good, wrong } from "./check.ts"

const mostClockDifferenceMs = 5_000
const pdfsLookedAt = 50
const migrations = join(projectFolder, "migrations")

/** Whether the database is of this version. Where it is not, nothing else can be said of it. */
export async function checkVersion({ owner }: Connections): Promise<Check> {
  const name = "Migrations"
  try {
    const pending = await isUpgradePending({ connection: owner, folder: migrations })
    if (pending) return wrong(name, "The data is of an older version.", "Start Kvit, or run `kvit migrate`.")
    const done = await withClient(owner, countMigrations)
    const all = (await readMigrations(migrations)).length
    return done === all
      ? good(name, `${all}, all done`)
      : wrong(name, "The database is empty.", "Start Kvit, or run `kvit migrate`.")
  } catch (error) {
    return wrong(name, explainProblem(error).message, "Mend this first; the rest was not looked at.")
  }
}

async function countMigrations(client: pg.Client): Promise<number> {
  const table = await client.query("select to_regclass('kvit_installation.migrations') is not null as there")
  if (!table.rows[0]?.there) return 0
  const result = await client.query<{ count: number }>(
    "select count(*)::int as count from kvit_installation.migrations",
  )
  return result.rows[0]?.count ?? 0
}

/** PostgreSQL's version, the login's rights and row security. */
export async function checkRights({ app }: Connections): Promise<Check[]> {
  const problems = await findDatabaseProblems(app)
  if (problems.length > 0) {
    return problems.map((problem) => wrong("PostgreSQL", problem, "Nothing runs before this is mended."))
  }
  const version = await withClient(app, async (client) => {
    const result = await client.query<{ server_version: string }>("show server_version")
    return result.rows[0]?.server_version ?? ""
  })
  return [
    good("PostgreSQL", version),
    good("Login and row security", "the login is held by row security on every table"),
  ]
}

export async function checkSecret(connections: Connections, secrets: Secrets): Promise<Check> {
  const database = openDatabase({ app: connections.app, owner: connections.owner, max: 1 })
  try {
    await ensureInstallation(database, secrets)
    return good("Secret", "the one this data was made with")
  } catch (error) {
    return wrong("Secret", explainProblem(error).message, "Put back the KVIT_SECRET of the first start.")
  } finally {
    await database.close()
  }
}

export async function checkClock({ owner }: Connections): Promise<Check> {
  const difference = await withClient(owner, async (client) => {
    const before = Date.now()
    const result = await client.query<{ now: Date }>("select clock_timestamp() as now")
    const middle = (before + Date.now()) / 2
    return Math.round((result.rows[0]?.now.getTime() ?? 0) - middle)
  })
  return Math.abs(difference) <= mostClockDifferenceMs
    ? good("Clock", `${Math.abs(difference)} ms from the database's`)
    : wrong(
        "Clock",
        `The database's clock is ${Math.round(difference / 1000)} s from this machine's.`,
        "Set both by a time server (NTP).",
      )
}

/** Whether the keys of MobilePay, and the webhook's secret, open with this installation's secret. */
export async function checkMobilePay({ owner }: Connections, secrets: Secrets): Promise<Check> {
  const { looked, unsealable } = await findUnsealableKeys(owner, secrets)
  return unsealable.length === 0
    ? good("MobilePay", looked === 0 ? "not set up" : "its keys can be opened")
    : wrong(
        "MobilePay",
        `The stored keys of ${unsealable.length === 1 ? "a business" : `${unsealable.length} businesses`} cannot be opened: ${unsealable.join(", ")}.`,
        "Type them again under Settings, MobilePay, and register the webhook again.",
      )
}

/** A few stored PDFs against the hashes they were stored with. */
export async function checkPdfs({ owner }: Connections): Promise<Check> {
  const found = await asOwner(owner, async (client) => {
    const size = await client.query<{ rows: number }>(
      "select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'document_files'::regclass",
    )
    const percent = Math.min(100, Math.max(0.001, 2_000_000 / Math.max(1, size.rows[0]?.rows ?? 0)))
    const result = await client.query<{ count: number; damaged: number }>(
      `select count(*)::int as count, count(*) filter (where sha256(bytes) <> sha256)::int as damaged
       from (select bytes, sha256 from document_files tablesample system (${percent}) where role = 'pdf'
         limit ${pdfsLookedAt}) as looked_at`,
    )
    return result.rows[0] ?? { count: 0, damaged: 0 }
  })
  return found.damaged === 0
    ? good("Stored PDFs", `${found.count} looked at`)
    : wrong(
        "Stored PDFs",
        `${found.damaged} of ${found.count} looked at are not what was stored.`,
        "The disk may be failing. Restore a backup on another one.",
      )
}
