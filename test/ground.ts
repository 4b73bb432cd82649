/** A database of its own for a test file, copied from the migrated template. */
import { randomBytes } from "node:crypto"
import { inject } from "vitest"
import {
  type ActorEnvironment,
  asOwner,
  type Connection,
  createSystemActor,
  openDatabase,
  withClient,
} from "../src/platform/database/index.ts"
import { newId } from "../src/platform/ids/index.ts"
import { createSecrets } from "../src/platform/secrets/index.ts"
import { createFactories } from "./factories.ts"

export interface TestDatabase {
  owner: Connection
  app: Connection
  drop: () => Promise<void>
}

/** Makes a database from the template, or one with nothing in it; `drop` takes it away. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const { host, port, template } = inject("postgres")
  const name = `kvit_test_${randomBytes(6).toString("hex")}`
  const admin = { host, port, user: "postgres", database: "postgres" }
  await withClient(admin, (client) =>
    client.query(`create database "${name}"${options.empty ? "" : ` template "${template}"`}`),
  )
  return {
    owner: { host, port, user: "postgres", database: name },
    app: { host, port, user: "kvit_app", database: name },
    drop: () =>
      withClient(
        admin,
        async (client) => void (await client.query(`drop database if exists "${name}" with (force)`)),
      ),
  }
}

/** A database with one business, without the app: for rules of the database and verbs of the domain. */
export async function createTestGround() {
  const connections = await createTestDatabase()
  const clock = createTestClock()
  const secrets = createSecrets(randomBytes(32))
  const database = openDatabase({ app: connections.app, owner: connections.owner, max: 10 })
  const environment: ActorEnvironment = { database, clock }
  const businessId = await makeBusiness(connections.owner)
  const system = createSystemActor(environment, businessId, "command")
  return {
    environment,
    database,
    clock,
    secrets,
    businessId,
    system,
    owner: connections.owner,
    make: createFactories(system, secrets),
    close: async () => {
      await database.close()
      await connections.drop()
    },
  }
}

export type TestGround = Awaited<ReturnType<typeof createTestGround>>

export function createTestClock() {
  let shift = 0
  return {
    now: () => new Date(Date.now() + shift),
    advance: (milliseconds: number) => {
      shift += milliseconds
    },
  }
}

export async function makeBusiness(
  owner: Connection,
  options: { name?: string; portalEnabled?: boolean } = {},
): Promise<string> {
  const id = newId()
  await asOwner(owner, async (client) => {
    await client.query(
      `insert into businesses (business_id, name, company_id, phone, email, language, address_line1, postal_code, city)
       values ($1, $2, '12345678', '+45 86 12 34 56', 'kontakt@nordauto.example', 'en', 'Værkstedsvej 4', '8200', 'Aarhus N')`,
      [id, options.name ?? "NORD Auto"],
    )
    await client.query("insert into portal_settings (business_id, enabled) values ($1, $2)", [
      id,
      options.portalEnabled ?? true,
    ])
    await client.query(
      "insert into features (business_id, feature, enabled) values ($1, 'customer_portal', true)",
      [id],
    )
  })
  return id
}
