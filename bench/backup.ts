/**
 * How fast a backup is written, and put back into an empty database with every index and every check. The machine's
 * limit is copying the same tables out of PostgreSQL and throwing the rows away.
 */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { countRows, openBackup, restoreBackup, writeBackup } from "../src/platform/backup/index.ts"
import { type Connection, copyOut, withClient } from "../src/platform/database/index.ts"
import { projectFolder } from "../src/runtime.ts"
import { type Figure, figure } from "./figure.ts"
import { openGround } from "./ground/open-ground.ts"

const documents = 100_000
const leastWritten = 0.5
const leastRestored = 0.05

export async function run(): Promise<Figure[]> {
  const ground = await openGround(documents)
  const folder = await mkdtemp(join(tmpdir(), "kvit-bench-"))
  try {
    const { owner } = ground.runtime.database
    const first = await writeBackup(owner, { file: join(folder, "warm"), program: "bench" })
    const tables = first.head.tables
    const rows = countRows(first.counts)
    const limit = await rateOf(rows, () => copyPlainly(owner, tables))
    const file = join(folder, "backup")
    const written = await rateOf(rows, () => writeBackup(owner, { file, program: "bench" }))
    const restored = await withEmpty(owner, (empty) => rateOf(rows, () => restore(file, empty)))
    const of = (name: string, value: number, least: number) =>
      figure({
        bench: "backup",
        figure: name,
        value,
        unit: "rows/s",
        limit,
        goal: `at least ${least} of it`,
        ok: value >= limit * least,
      })
    return [of("written", written, leastWritten), of("restored", restored, leastRestored)]
  } finally {
    await rm(folder, { recursive: true })
    await ground.close()
  }
}

async function rateOf(rows: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (rows * 1000) / (performance.now() - start)
}

async function copyPlainly(owner: Connection, tables: readonly { name: string }[]): Promise<void> {
  await withClient(owner, async (client) => {
    for (const { name } of tables) {
      for await (const _ of copyOut(client, `copy (select * from ${name}) to stdout`, 4_194_304));
    }
  })
}

async function restore(file: string, owner: Connection): Promise<void> {
  const migrations = join(projectFolder, "migrations")
  await restoreBackup(await openBackup(file), { owner, appPassword: null, migrations })
}

async function withEmpty<T>(owner: Connection, work: (empty: Connection) => Promise<T>): Promise<T> {
  const database = "kvit_bench_restored"
  const ask = (text: string) => withClient(owner, (client) => client.query(text))
  await ask(`create database ${database}`)
  try {
    return await work({ ...owner, database })
  } finally {
    await ask(`drop database ${database} with (force)`)
  }
}
