import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { readConfig } from "./config.ts"
import { WrongSecretError } from "./domain/settings/index.ts"
import { asOwner, MigrationError, withClient } from "./platform/database/index.ts"
import { openRuntime, projectFolder, StartError } from "./runtime.ts"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp("/tmp/kvit-runtime-")
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function configFor(environment: Record<string, string> = {}) {
  return readConfig({
    KVIT_ENV: "development",
    KVIT_DATA: join(folder, "data"),
    LOG_LEVEL: "silent",
    ...environment,
  })
}

test("on an empty folder it makes database and secret, the secret readable by nobody else, and keeps both", async () => {
  const first = await openRuntime(configFor())
  const secret = join(folder, "data/secret")
  const kept = await readFile(secret, "utf8")
  expect((await stat(secret)).mode & 0o077).toBe(0)
  await first.close()
  const second = await openRuntime(configFor())
  expect(await readFile(secret, "utf8")).toBe(kept)
  await second.close()
})

test("another master secret than the data's is refused", async () => {
  const attempt = openRuntime(configFor({ KVIT_SECRET: "q".repeat(20) + "7Zt1".repeat(10) }))
  await expect(attempt).rejects.toThrow(WrongSecretError)
})

test("an upgrade copies the stopped data first, and an older program is then refused", async () => {
  const migrations = join(folder, "migrations")
  await cp(join(projectFolder, "migrations"), migrations, { recursive: true })
  await writeFile(
    join(migrations, "9000_a_newer_table.sql"),
    "create table newer (business_id uuid primary key); call protect('newer');",
  )
  const upgraded = await openRuntime(configFor(), { migrations })
  const [backup = ""] = await readdir(join(folder, "data/backups"))
  expect(upgraded.notices.join()).toContain(backup)
  expect(await readdir(join(folder, "data/backups", backup))).toContain("PG_VERSION")
  await asOwner(upgraded.database.owner, (client) => client.query("select from newer"))
  await upgraded.close()
  await expect(openRuntime(configFor())).rejects.toThrow(MigrationError)
})

test("an upgrade waits for no other Kvit on the folder: it says so and changes nothing", async () => {
  const migrations = join(folder, "migrations")
  const running = await openRuntime(configFor(), { migrations })
  await running.database.transaction(async () => undefined)
  await writeFile(
    join(migrations, "9001_a_newer_one.sql"),
    "create table newest (business_id uuid primary key); call protect('newest');",
  )
  await expect(openRuntime(configFor(), { migrations })).rejects.toThrow(StartError)
  const there = await withClient(running.database.owner, (client) =>
    client.query("select to_regclass('kvit.newest') as newest"),
  )
  expect(there.rows[0]?.newest).toBeNull()
  await running.close()
})
