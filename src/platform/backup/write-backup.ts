import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { type FileHandle, link, open, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { pipeline } from "node:stream/promises"
import { constants, createZstdCompress } from "node:zlib"
import type pg from "pg"
import { type Connection, copyOut, findApplied, migrationLock, withClient } from "../database/index.ts"
import { BackupError } from "./error.ts"
import { type BackupCounts, type BackupHead, firstMember, formatVersion, lastMember } from "./manifest.ts"
import { addSeal } from "./seal.ts"
import { listTablesToBackUp } from "./tables.ts"
import { tarEnd, tarFile } from "./tar.ts"

/** A table is written in parts of this size: what a backup holds in memory, whatever the size of the data. */
const partBytes = 4 * 1024 * 1024

export interface WrittenBackup {
  file: string
  bytes: number
  head: BackupHead
  counts: BackupCounts
}

/**
 * Writes all data, as it is at one moment, to `file`, readable by its owner alone. Others read and write meanwhile. What
 * is under that name is always whole: until the end it is called `.partial`. Refuses (BackupError) a name that is taken,
 * also where it was taken meanwhile: no file is ever written over.
 */
export async function writeBackup(
  owner: Connection,
  options: { file: string; program: string },
): Promise<WrittenBackup> {
  const { file } = options
  // Asked before the work is done; what counts is asked when the name is given.
  if (existsSync(file)) throw taken(file)
  const partial = `${file}.partial`
  const handle = await openNew(partial)
  try {
    const { head, counts } = await withClient(owner, (client) => writeTo(handle, client, options.program))
    await giveName(partial, file)
    const bytes = await settle(file)
    return { file, bytes, head, counts }
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function openNew(partial: string): Promise<FileHandle> {
  try {
    return await open(partial, "wx", 0o600)
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error
    if (error.code === "ENOENT") throw new BackupError(`The folder ${dirname(partial)} is not there.`)
    if (error.code !== "EEXIST") throw error
    throw new BackupError(
      `${partial} is there: a backup is being written to it, or was stopped half-way. If none runs, remove it.`,
    )
  }
}

function taken(file: string): BackupError {
  return new BackupError(`${file} is there already. Name another file.`)
}

/** What file systems without a second name for a file answer (link(2), "ERRORS"). */
const withoutLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]

/** Gives the file its name, unless something has it: `rename` alone would put it in that one's place. */
async function giveName(partial: string, file: string): Promise<void> {
  try {
    await link(partial, file)
  } catch (error) {
    if (hasCode(error, ["EEXIST"])) throw taken(file)
    if (!hasCode(error, withoutLinks)) throw error
    return giveNameByRenaming(partial, file)
  }
  await rm(partial)
}

/** The name is taken first, by an empty file of our own, which no reader takes for a backup. */
async function giveNameByRenaming(partial: string, file: string): Promise<void> {
  const handle = await open(file, "wx", 0o600).catch((error: unknown) => {
    throw hasCode(error, ["EEXIST"]) ? taken(file) : error
  })
  await handle.close()
  await rename(partial, file)
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code))
}

/** The name is on the disk, too, before anybody is told of the backup. Returns the size of the file. */
async function settle(file: string): Promise<number> {
  const folder = await open(dirname(file))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
  const handle = await open(file)
  try {
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

async function writeTo(
  handle: FileHandle,
  client: pg.Client,
  program: string,
): Promise<{ head: BackupHead; counts: BackupCounts }> {
  const counts: BackupCounts = { tables: {} }
  const head = await openSnapshot(client, program)
  await pipeline(
    content(client, head, counts),
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
    addSeal(),
    handle.createWriteStream({ flush: true }),
  )
  await client.query("commit")
  return { head, counts }
}

/** Nobody may set a limit that ends a long backup; text means the same wherever it is read again. */
const settings = [
  "set local statement_timeout to 0; set local lock_timeout to 0; set local idle_in_transaction_session_timeout to 0",
  "set local search_path to pg_catalog; set local datestyle to iso; set local intervalstyle to postgres",
  "set local extra_float_digits to 3; set local timezone to 'UTC'; set local role kvit_owner",
].join("; ")

/** Begins the transaction in which all tables are seen as they are now, and takes hold of them, so that none changes its form. */
async function openSnapshot(client: pg.Client, program: string): Promise<BackupHead> {
  // While a migration runs, there is no version to speak of. Starts of other Kvits wait only until this is let go.
  await client.query("select pg_advisory_lock_shared($1)", [migrationLock])
  await client.query(`begin isolation level repeatable read read only; ${settings}`)
  const tables = await listTablesToBackUp(client)
  if (tables.length === 0)
    throw new BackupError("There is nothing to back up: Kvit was never started on this data.")
  await client.query(`lock table ${tables.map(({ name }) => name).join(", ")} in access share mode`)
  await client.query("select pg_advisory_unlock_shared($1)", [migrationLock])
  const now = await client.query<{ taken_at: Date; postgres: string; secret_check: string | null }>(
    `select now() as taken_at, current_setting('server_version') as postgres,
      (select encode(secret_check, 'hex') from kvit_installation.installation) as secret_check`,
  )
  const row = now.rows[0]
  if (!row?.secret_check)
    throw new BackupError("There is nothing to back up: Kvit was never started on this data.")
  return {
    format: "kvit-backup",
    formatVersion,
    program,
    takenAt: row.taken_at.toISOString(),
    postgres: row.postgres,
    secretCheck: row.secret_check,
    migrations: [...(await findApplied(client))].map(([name, sha256]) => ({ name, sha256 })),
    tables,
  }
}

/** The archive: what it is, every table in parts, and how much there was. Fills `counts` on the way. */
async function* content(client: pg.Client, head: BackupHead, counts: BackupCounts): AsyncGenerator<Buffer> {
  const modified = new Date(head.takenAt)
  const json = (name: string, value: object) =>
    tarFile(name, Buffer.from(`${JSON.stringify(value, null, 2)}\n`), modified)
  yield* json(firstMember, head)
  for (const { name, columns } of head.tables) {
    const rows = copyOut(client, `copy (select ${columns.join(", ")} from ${name}) to stdout`, partBytes)
    const hash = createHash("sha256")
    let bytes = 0
    let part = 0
    for await (const block of rows) {
      hash.update(block)
      bytes += block.length
      part += 1
      yield* tarFile(`tables/${name}/${String(part).padStart(6, "0")}`, block, modified)
    }
    counts.tables[name] = { rows: rows.rows(), bytes, sha256: hash.digest("hex") }
  }
  yield* json(lastMember, counts)
  yield tarEnd()
}
