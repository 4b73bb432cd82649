/** Backups in a test's hands: a ground with data, a folder for files, and empty databases to restore into. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureInstallation } from "../../src/domain/settings/index.ts"
import { openBackup, restoreBackup, writeBackup } from "../../src/platform/backup/index.ts"
import { type Connection, withClient } from "../../src/platform/database/index.ts"
import { createTestDatabase, createTestGround } from "../ground.ts"

export const migrations = new URL("../../migrations", import.meta.url).pathname

export async function createBackupGround() {
  const ground = await createTestGround()
  await ensureInstallation(ground.database, ground.secrets)
  const folder = await mkdtemp(join(tmpdir(), "kvit-backup-"))
  const databases: { drop: () => Promise<void> }[] = []
  let count = 0
  const newFile = () => {
    count += 1
    return join(folder, `${count}.tar.zst`)
  }
  return {
    ...ground,
    folder,
    newFile,
    /** Backs up the ground, or another database, and returns the file. */
    backUp: async (owner: Connection = ground.owner) =>
      (await writeBackup(owner, { file: newFile(), program: "0.1.0" })).file,
    openEmpty: async () => {
      const database = await createTestDatabase({ empty: true })
      databases.push(database)
      return database
    },
    restore: async (file: string, owner: Connection, folderOfMigrations = migrations) =>
      restoreBackup(await openBackup(file), { owner, appPassword: null, migrations: folderOfMigrations }),
    close: async () => {
      await ground.close()
      for (const database of databases) await database.drop()
      await rm(folder, { recursive: true })
    },
  }
}

export type BackupGround = Awaited<ReturnType<typeof createBackupGround>>

/** Runs one statement as the superuser. */
export async function ask<Row extends object>(
  owner: Connection,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return withClient(owner, async (client) => (await client.query<Row>(text, values)).rows)
}

/** Kvit's tables there are, in any schema of its own. */
export async function countTables(owner: Connection): Promise<number> {
  const rows = await ask(
    owner,
    "select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname like 'kvit%' and c.relkind in ('r', 'p')",
  )
  return rows.length
}
