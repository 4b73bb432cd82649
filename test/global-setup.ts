/** Once before all tests: the built pages, and one PostgreSQL with a migrated template that test files copy. */
import { createHash } from "node:crypto"
import { mkdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { build } from "../scripts/build.mjs"
import { migrate, readMigrations, withClient } from "../src/platform/database/index.ts"
import { openPrivatePostgres } from "../src/platform/database/private-postgres/index.ts"

declare module "vitest" {
  export interface ProvidedContext {
    postgres: { host: string; port: number; template: string }
  }
}

const projectFolder = new URL("..", import.meta.url).pathname

export default async function setUp(project: TestProject) {
  const name = createHash("sha256").update(projectFolder).digest("hex").slice(0, 8)
  const folder = join(tmpdir(), `kvit-test-${name}`)
  await mkdir(folder, { recursive: true })
  await build({ minify: true })
  const postgres = await openPrivatePostgres({
    folder,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  })
  const admin = postgres.connection(postgres.superuser, "postgres")
  const template = await makeTemplate(postgres.connection, postgres.superuser)
  project.provide("postgres", { host: admin.host, port: admin.port, template })
  return async () => {
    await withClient(admin, async (client) => {
      const left = await client.query<{ name: string }>(
        "select datname as name from pg_database where datname like 'kvit\\_test\\_%'",
      )
      for (const row of left.rows) await client.query(`drop database if exists "${row.name}" with (force)`)
    })
    await postgres.release()
  }
}

/** A template a set of migrations: unchanged ones are not run again. */
async function makeTemplate(
  connection: (
    role: string,
    database: string,
  ) => { host: string; port: number; user: string; database: string },
  superuser: string,
): Promise<string> {
  const folder = join(projectFolder, "migrations")
  const migrations = await readMigrations(folder)
  const hash = createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 12)
  const template = `kvit_template_${hash}`
  await withClient(connection(superuser, "postgres"), async (client) => {
    const found = await client.query("select from pg_database where datname = $1 and datistemplate", [
      template,
    ])
    if (found.rowCount !== 0) return
    await client.query(`drop database if exists "${template}" with (force)`)
    await client.query(`create database "${template}"`)
    await migrate({ connection: connection(superuser, template), folder, appPassword: null })
    await client.query(`alter database "${template}" with is_template true`)
  })
  return template
}
