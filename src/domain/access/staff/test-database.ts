import { type Connection, migrate, openDatabase, withClient } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { createSecrets } from "../../../platform/secrets/index.ts"

/** Where the tests' PostgreSQL listens; each test file makes and drops a database of its own there. */
const server: Connection = {
  host: process.env.TEST_PG_HOST ?? "/tmp/dev/sock",
  port: Number(process.env.TEST_PG_PORT ?? 5432),
  user: process.env.TEST_PG_USER ?? "postgres",
  database: "postgres",
}

export class TestClock {
  private offset = 0
  now(): Date {
    return new Date(Date.now() + this.offset)
  }
  pass(minutes: number): void {
    this.offset += minutes * 60_000
  }
}

/** A migrated database of its own. `close` takes it away again. */
export async function createTestDatabase(name: string) {
  const owner = { ...server, database: `kvit_staffauth_${name}` }
  await withClient(server, async (client) => {
    await client.query(`drop database if exists ${owner.database} with (force)`)
    await client.query(`create database ${owner.database}`)
  })
  const folder = new URL("../../../../migrations", import.meta.url).pathname
  await migrate({ connection: owner, folder, appPassword: null })
  const database = openDatabase({ app: { ...owner, user: "kvit_app" }, owner })
  return {
    database,
    owner,
    clock: new TestClock(),
    secrets: createSecrets(Buffer.alloc(32, 3)),
    async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
      return withClient(owner, async (client) => {
        await client.query("set search_path to kvit, kvit_auth, kvit_installation")
        return (await client.query<Row>(text, values)).rows
      })
    },
    async makeBusiness(businessName: string): Promise<string> {
      const businessId = newId()
      await this.query("insert into businesses (business_id, name) values ($1, $2)", [
        businessId,
        businessName,
      ])
      return businessId
    },
    async close() {
      await database.close()
      await withClient(server, (client) => client.query(`drop database ${owner.database} with (force)`))
    },
  }
}
