import { copyFile, mkdtemp, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest"
import { dumpSchema, migrate, withClient } from "../../src/platform/database/index.ts"
import { openWorker, queueJob, type RunningWorker } from "../../src/platform/jobs/index.ts"
import { createLog } from "../../src/platform/log/index.ts"
import { waitFor } from "../workshop.ts"
import { ask, type BackupGround, countTables, createBackupGround, migrations } from "./backup-ground.ts"

// A restore makes the whole schema, and some tests make three.
vi.setConfig({ testTimeout: 120_000 })

let ground: BackupGround
let worker: RunningWorker | undefined
beforeAll(async () => {
  ground = await createBackupGround()
  const customer = await ground.make.customer({ name: "Holm ApS" })
  for (let number = 1; number <= 5; number += 1) {
    const invoice = await ground.make.document({ customer, number: `H${number}`, total: 125_000n })
    await ground.make.payment(invoice, 25_000n)
  }
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})
afterAll(() => ground.close())

/** Every row of every table, as text, in a fixed order. */
async function readAll(owner: Parameters<typeof ask>[0]): Promise<string> {
  const tables = await ask<{ name: string }>(
    owner,
    `select schemaname || '.' || tablename as name from pg_tables where schemaname like 'kvit%'
       and tablename not in ('migrations', 'version', 'schedule') order by 1`,
  )
  const all: string[] = []
  for (const { name } of tables) {
    const rows = await ask<{ text: string }>(owner, `select t::text as text from ${name} t order by 1`)
    all.push(name, ...rows.map(({ text }) => text))
  }
  return all.join("\n")
}

test("what is restored is what was backed up: every row, and the schema with all its rules", async () => {
  const empty = await ground.openEmpty()
  const { counts, migrated } = await ground.restore(await ground.backUp(), empty.owner)
  expect(migrated).toEqual([])
  expect(counts.tables["kvit.payments"]?.rows).toBe(5)
  const [before, after] = await Promise.all([readAll(ground.owner), readAll(empty.owner)])
  expect(after).toContain("Holm ApS")
  expect(after).toBe(before)
  const schema = await withClient(empty.owner, (client) => dumpSchema(client))
  expect(schema).toBe(await readFile(join(migrations, "..", "schema.sql"), "utf8"))
  const rules = await ask(
    empty.owner,
    `select from pg_trigger where tgenabled <> 'O' union all
     select from pg_constraint where not convalidated and contype <> 'n'`,
  )
  expect(rules).toEqual([])
})

test("a database with data is left alone", async () => {
  const file = await ground.backUp()
  const before = await readAll(ground.owner)
  await expect(ground.restore(file, ground.owner)).rejects.toThrow("There is data here already")
  expect(await readAll(ground.owner)).toBe(before)
})

test("a backup newer than the program is refused, and names the version to use", async () => {
  await ask(
    ground.owner,
    "insert into kvit_installation.migrations (name, sha256) values ('9999_from_the_future.sql', 'x')",
  )
  const file = await ground.backUp()
  await ask(ground.owner, "delete from kvit_installation.migrations where name like '9999%'")
  const empty = await ground.openEmpty()
  await expect(ground.restore(file, empty.owner)).rejects.toThrow(
    /newer than this program.*9999_from_the_future.sql.*Kvit 0.1.0 or newer/,
  )
  expect(await countTables(empty.owner)).toBe(0)
})

test("a backup of an older version is brought to this one", async () => {
  const older = await mkdtemp(join(ground.folder, "migrations-"))
  const names = (await readdir(migrations)).sort()
  for (const name of names.slice(0, 8)) await copyFile(join(migrations, name), join(older, name))
  const source = await ground.openEmpty()
  await migrate({ connection: source.owner, folder: older, appPassword: null })
  await ask(source.owner, "insert into kvit_installation.installation (secret_check) values (sha256('x'))")
  await ask(
    source.owner,
    "insert into kvit.businesses (business_id, name) values ('019a9e30-0000-7000-8000-000000000001', 'Gammel A/S')",
  )
  const file = await ground.backUp(source.owner)
  const target = await ground.openEmpty()
  const { migrated } = await ground.restore(file, target.owner)
  expect(migrated).toEqual(names.slice(8))
  expect(await ask(target.owner, "select name from kvit.businesses")).toEqual([{ name: "Gammel A/S" }])
  const schema = await withClient(target.owner, (client) => dumpSchema(client))
  expect(schema).toBe(await readFile(join(migrations, "..", "schema.sql"), "utf8"))
})

test("rows that break a rule are found, nothing of them stays, and the database can be restored into again", async () => {
  const source = await ground.openEmpty()
  await ground.restore(await ground.backUp(), source.owner)
  await ask(
    source.owner,
    "set session_replication_role to replica; delete from kvit.customers where name = 'Holm ApS'",
  )
  const file = await ground.backUp(source.owner)
  const target = await ground.openEmpty()
  await expect(ground.restore(file, target.owner)).rejects.toThrow("foreign key")
  expect(await countTables(target.owner)).toBe(0)
  await ground.restore(await ground.backUp(), target.owner)
  expect(await countTables(target.owner)).toBeGreaterThan(50)
})

test("a job that was at work when the backup was made is taken up after the restore, and a queued one too", async () => {
  for (const name of ["at work", "queued"]) {
    await ground.system.transaction((db) => queueJob(db, "test.job", { name }))
  }
  await ask(
    ground.owner,
    `update kvit_jobs.job set state = 'active', started_on = now() - interval '2 minutes',
       heartbeat_on = now() - interval '2 minutes' where data->>'name' = 'at work'`,
  )
  const target = await ground.openEmpty()
  await ground.restore(await ground.backUp(), target.owner)
  const done: unknown[] = []
  worker = await openWorker({
    app: target.app,
    log: createLog("error", { write: () => undefined }),
    handlers: { "test.job": async (job) => void done.push(job.data.name) },
    superviseSeconds: 1,
  })
  await waitFor(async () => done.length >= 1)
  expect(done).toEqual(["queued"])
  // It failed with its worker, and is tried again after its pause like after any other crash.
  const retried = () =>
    ask(target.owner, "update kvit_jobs.job set start_after = now() where state = 'retry' returning id")
  await waitFor(async () => (await retried()).length === 1)
  await ask(
    target.owner,
    "select pg_notify('pgboss_' || left(encode(sha224('kvit_jobs'::bytea), 'hex'), 24), 'test.job')",
  )
  await waitFor(async () => done.length === 2)
  expect(done).toEqual(["queued", "at work"])
})
