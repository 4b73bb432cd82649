import { statSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { countRows, type WrittenBackup, writeBackup } from "../../platform/backup/index.ts"
import { isUpgradePending } from "../../platform/database/index.ts"
import { openAsItIs, projectFolder, secretFile } from "../../runtime.ts"
import { readCommandConfig, say } from "../open.ts"
import { UsageError } from "../problems.ts"
import { type VerifyOptions, verifyBackup } from "./verify.ts"

interface BackupOptions extends VerifyOptions {
  verify?: boolean
}

/** Writes all data to one file while Kvit runs, or, with --verify, finds out whether a backup could be restored. */
export async function backUp(file: string | undefined, options: BackupOptions): Promise<void> {
  if (options.verify) {
    if (file === undefined) throw new UsageError("Say which backup: kvit backup --verify FILE.")
    return verifyBackup(file, options)
  }
  if (options.secret !== undefined) {
    throw new UsageError("--secret goes with --verify and with restore. A backup never holds the secret.")
  }
  const config = readCommandConfig(options)
  const opened = await openAsItIs(config)
  if (!opened) {
    throw new UsageError(
      `There is nothing to back up: ${config.dataFolder} holds no data, or not its secret.`,
    )
  }
  try {
    // Refuses what a newer program made: which of its tables matter is known to that one alone.
    await isUpgradePending({ connection: opened.owner, folder: join(projectFolder, "migrations") })
    const program = await readVersion()
    const written = await writeBackup(opened.owner, { file: nameFor(file), program })
    const secret = config.secret ? "KVIT_SECRET" : secretFile(config)
    say(options, describe(written, secret), summarize(written))
  } finally {
    await opened.release()
  }
}

/** The file asked for; in a folder, or where nothing was asked, one named by the time. */
function nameFor(file: string | undefined): string {
  const name = `kvit-backup-${new Date()
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "-")}.tar.zst`
  if (file === undefined) return resolve(name)
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ? resolve(file, name) : resolve(file)
}

async function readVersion(): Promise<string> {
  const text = await readFile(join(projectFolder, "package.json"), "utf8")
  return (JSON.parse(text) as { version: string }).version
}

function describe(written: WrittenBackup, secret: string): string {
  const tables = written.head.tables.length
  const size = `${(written.bytes / 1_000_000).toFixed(1)} MB`
  return [
    `Backed up ${countRows(written.counts)} rows of ${tables} tables, ${size}:`,
    `  ${written.file}`,
    `It can be used only with the secret, which is not in it. Keep a copy of ${secret} too, in another place.`,
  ].join("\n")
}

function summarize(written: WrittenBackup) {
  const { file, bytes, head, counts } = written
  return {
    file,
    bytes,
    takenAt: head.takenAt,
    program: head.program,
    schema: head.migrations
      .map(({ name }) => name)
      .sort()
      .at(-1),
    rows: countRows(written.counts),
    tables: counts.tables,
  }
}
