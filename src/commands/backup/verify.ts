import { randomBytes } from "node:crypto"
import { join } from "node:path"
import {
  type Backup,
  countRows,
  openBackup,
  planMigrations,
  restoreBackup,
} from "../../platform/backup/index.ts"
import { type Connection, withClient } from "../../platform/database/index.ts"
import { type Connections, openToFill, projectFolder } from "../../runtime.ts"
import { type Check, good, wrong } from "../doctor/check.ts"
import { checkLedger } from "../doctor/check-ledger.ts"
import { checkEntries, checkFiles } from "../doctor/check-whole.ts"
import { type CommandOptions, readCommandConfig, say } from "../open.ts"
import { UsageError } from "../problems.ts"
import { findSecret } from "./secret.ts"

export interface VerifyOptions extends CommandOptions {
  secret?: string
}

const migrations = join(projectFolder, "migrations")
const anotherBackup = "Take another copy of the file, or another backup."

/**
 * Restores a backup into a database of its own, beside the one that is configured, looks at everything in it that can
 * be added up or hashed, and drops it. Exit code 1 where something is wrong.
 */
export async function verifyBackup(file: string, options: VerifyOptions): Promise<void> {
  const config = readCommandConfig(options)
  let faults = 0
  const tell = (check: Check) => {
    if (!check.ok) faults += 1
    say(
      options,
      `${check.ok ? "✓" : "✗"} ${check.name}: ${check.detail}${check.mend ? `\n    ${check.mend}` : ""}`,
      check,
    )
  }
  const backup = await openBackup(file)
  tell(good("File", "whole, and what was written"))
  const { after } = await planMigrations(backup.head, migrations)
  const behind = after.length === 0 ? "of this version" : `${after.length} migrations behind this version`
  tell(good("Version", `Kvit ${backup.head.program}, ${behind}, taken at ${backup.head.takenAt}`))
  const secret = await findSecret(config, options.secret, backup.head)
  tell(good("Secret", secret ? "the one its data was made with" : "there is none here to look at"))
  const place = await openToFill(config)
  try {
    await withScratch(place, async (scratch) => {
      for await (const check of examine(backup, scratch)) tell(check)
    })
  } finally {
    await place.release()
  }
  if (!options.json) console.log(faults === 0 ? "The backup can be restored." : "The backup is not sound.")
  process.exitCode = faults === 0 ? 0 : 1
}

async function* examine(backup: Backup, owner: Connection): AsyncGenerator<Check> {
  const { counts } = await restoreBackup(backup, { owner, appPassword: null, migrations })
  const tables = Object.keys(counts.tables).length
  yield good("Rows", `${countRows(counts)} in ${tables} tables, restored as they were counted and hashed`)
  yield mendedBy(await checkLedger({ owner }))
  yield mendedBy(await checkEntries({ owner }))
  yield mendedBy(await checkFiles({ owner }))
}

/** What a doctor would do with data that is lived in is not what is done with a backup. */
function mendedBy(check: Check): Check {
  return check.ok ? check : wrong(check.name, check.detail, anotherBackup)
}

const scratchPrefix = "kvit_verify_"

/** A database for the time of `work`. Those of a Kvit that was killed are dropped too. */
async function withScratch(place: Connections, work: (scratch: Connection) => Promise<void>): Promise<void> {
  const name = `${scratchPrefix}${randomBytes(6).toString("hex")}`
  await withClient(place.owner, async (client) => {
    await dropLeftOvers((text) => client.query(text))
    await client.query(`create database ${name}`).catch(explainRight)
  })
  try {
    await work({ ...place.owner, database: name })
  } finally {
    await withClient(place.owner, (client) => client.query(`drop database ${name} with (force)`))
  }
}

async function dropLeftOvers(query: (text: string) => Promise<{ rows: { name: string }[] }>): Promise<void> {
  const left = await query(`
    select datname as name from pg_database d where datname ~ '^${scratchPrefix}[0-9a-f]{12}$'
      and pg_has_role(datdba, 'member') and not exists (select from pg_stat_activity a where a.datid = d.oid)`)
  for (const { name } of left.rows) await query(`drop database if exists ${name}`)
}

function explainRight(error: unknown): never {
  const isRefused = error instanceof Error && "code" in error && error.code === "42501"
  if (!isRefused) throw error
  throw new UsageError(
    "A backup is verified in a database of its own, and the user of DATABASE_URL may not create one. Give it the right: ALTER ROLE … CREATEDB, or verify without DATABASE_URL.",
  )
}
