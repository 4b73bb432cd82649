// Writes schema.sql and the types of the tables from the migrations, in a database of its own.
import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { dumpSchema, migrate, withClient } from "../src/platform/database/index.ts"
import { openPrivatePostgres } from "../src/platform/database/private-postgres/index.ts"

const project = join(import.meta.dirname, "..")
const postgres = await openPrivatePostgres({
  folder: join(tmpdir(), "kvit-schema"),
  settings: { fsync: "off" },
})
const name = `kvit_schema_${process.pid}`
const admin = postgres.connection(postgres.superuser, "postgres")
try {
  await withClient(admin, (client) => client.query(`create database ${name}`))
  const connection = postgres.connection(postgres.superuser, name)
  await migrate({ connection, folder: join(project, "migrations"), appPassword: null })
  writeFileSync(join(project, "schema.sql"), await withClient(connection, (client) => dumpSchema(client)))
  execFileSync(process.execPath, [
    join(project, "node_modules/kysely-codegen/dist/cli/bin.js"),
    "--config-file",
    join(project, ".kysely-codegenrc.json"),
    "--url",
    `postgres://${connection.user}@localhost/${name}?host=${connection.host}`,
    "--out-file",
    join(project, "src/platform/database/tables.ts"),
  ])
} finally {
  await withClient(admin, (client) => client.query(`drop database if exists ${name} with (force)`))
  await postgres.release()
}
