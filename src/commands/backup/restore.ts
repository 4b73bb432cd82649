import { existsSync } from "node:fs"
import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Config } from "../../config.ts"
import { countRows, openBackup, planMigrations, restoreBackup } from "../../platform/backup/index.ts"
import { openToFill, projectFolder, secretFile } from "../../runtime.ts"
import { type CommandOptions, readCommandConfig, say } from "../open.ts"
import { UsageError } from "../problems.ts"
import { findSecret } from "./secret.ts"

export interface RestoreOptions extends CommandOptions {
  secret?: string
}

/** Puts a backup into an empty data folder or database, and brings it to this version. */
export async function restore(file: string, options: RestoreOptions): Promise<void> {
  const config = readCommandConfig(options)
  const migrations = join(projectFolder, "migrations")
  const backup = await openBackup(file)
  await planMigrations(backup.head, migrations)
  const secret = await findSecret(config, options.secret, backup.head)
  if (!secret) {
    throw new UsageError(
      "The backup can be used only with the secret of its data, which is kept apart from it: --secret FILE, or KVIT_SECRET.",
    )
  }
  const { owner, appPassword, notices, release } = await openToFill(config)
  let forgetSecret = async () => {}
  try {
    forgetSecret = await keepSecret(config, secret)
    const { counts, migrated } = await restoreBackup(backup, { owner, appPassword, migrations })
    const rows = countRows(counts)
    const since = migrated.length === 0 ? "" : ` It was brought to this version: ${migrated.join(", ")}.`
    const text = `Restored ${rows} rows, as they were at ${backup.head.takenAt}.${since} Start Kvit now.`
    say(options, [...notices, text].join("\n"), { rows, takenAt: backup.head.takenAt, migrated, notices })
  } catch (error) {
    await forgetSecret()
    throw error
  } finally {
    await release()
  }
}

/** Puts the secret where the next start looks for it. Returns what takes it away again. */
async function keepSecret(config: Config, secret: Buffer): Promise<() => Promise<void>> {
  const file = secretFile(config)
  if (config.secret || existsSync(file)) return async () => {}
  await writeFile(file, secret, { flag: "wx", mode: 0o600, flush: true })
  return () => rm(file)
}
