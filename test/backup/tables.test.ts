import { afterAll, beforeAll, expect, test } from "vitest"
import { leftOut, listTablesToBackUp } from "../../src/platform/backup/index.ts"
import { asOwner, withClient } from "../../src/platform/database/index.ts"
import { createTestDatabase, type TestDatabase } from "../ground.ts"
import { ask } from "./backup-ground.ts"

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const listNames = () =>
  withClient(database.owner, async (client) => (await listTablesToBackUp(client)).map(({ name }) => name))

test("every table is in a backup, or is left out by name with a reason", async () => {
  const all = await ask<{ name: string }>(
    database.owner,
    `select schemaname || '.' || tablename as name from pg_tables where schemaname like 'kvit%'
       and (schemaname || '.' || tablename)::regclass not in (select inhrelid from pg_inherits)`,
  )
  const names = all.map(({ name }) => name)
  expect([...(await listNames()), ...Object.keys(leftOut)].sort()).toEqual(names.sort())
  expect(Object.values(leftOut).every((reason) => reason.length > 20)).toBe(true)
  expect(await listNames()).toContain("kvit_jobs.job")
})

test("a schema that is not known to backups would be noticed, and so would a sequence", async () => {
  const schemas = await ask<{ name: string }>(
    database.owner,
    "select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema|public)' order by 1",
  )
  expect(schemas.map(({ name }) => name)).toEqual(["kvit", "kvit_auth", "kvit_installation", "kvit_jobs"])
  expect(await ask(database.owner, "select from pg_sequences where schemaname like 'kvit%'")).toEqual([])
})

test("a new table is in the next backup, and one whose rows the owner would not see stops it", async () => {
  const run = (text: string) => asOwner(database.owner, (client) => client.query(text))
  await run("create table kvit.parcels (business_id uuid primary key); call protect('kvit.parcels')")
  expect(await listNames()).toContain("kvit.parcels")
  await run("drop policy owner on kvit.parcels")
  await expect(listNames()).rejects.toThrow("Row security hides kvit.parcels")
})
