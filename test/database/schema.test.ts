import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { dumpSchema, MigrationError, migrate, withClient } from "../../src/platform/database/index.ts"
import { createTestDatabase } from "../ground.ts"

const project = join(import.meta.dirname, "../..")
let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test("schema.sql is what the migrations make; `npm run schema` writes it", async () => {
  const made = await withClient(database.owner, (client) => dumpSchema(client))
  expect(made).toBe(await readFile(join(project, "schema.sql"), "utf8"))
})

test("the types of the tables are those of the schema; `npm run schema` writes them", async () => {
  const { host, user, database: name } = database.owner
  const file = join(tmpdir(), `kvit-tables-${process.pid}.ts`)
  await promisify(execFile)(process.execPath, [
    join(project, "node_modules/kysely-codegen/dist/cli/bin.js"),
    "--config-file",
    join(project, ".kysely-codegenrc.json"),
    "--url",
    `postgres://${user}@localhost/${name}?host=${host}`,
    "--out-file",
    file,
  ])
  expect(await readFile(file, "utf8")).toBe(
    await readFile(join(project, "src/platform/database/tables.ts"), "utf8"),
  )
})

test("migrating again changes nothing", async () => {
  const folder = join(project, "migrations")
  expect(await migrate({ connection: database.owner, folder, appPassword: null })).toEqual([])
})

test("a program older than the data is refused, and a migration changed after it ran", async () => {
  const folder = join(project, "migrations")
  await withClient(database.owner, (client) =>
    client.query(
      "insert into kvit_installation.migrations (name, sha256) values ('9999_from_the_future.sql', 'x')",
    ),
  )
  const attempt = migrate({ connection: database.owner, folder, appPassword: null })
  await expect(attempt).rejects.toThrow(MigrationError)
  await expect(attempt).rejects.toThrow("9999_from_the_future.sql")
  await withClient(database.owner, async (client) => {
    await client.query("delete from kvit_installation.migrations where name like '9999%'")
    await client.query("update kvit_installation.migrations set sha256 = 'other' where name like '0001%'")
  })
  await expect(migrate({ connection: database.owner, folder, appPassword: null })).rejects.toThrow(
    "was changed after it ran",
  )
})
