import { randomBytes } from "node:crypto"
import { inject } from "vitest"
import { openDatabase, withClient } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { createSecrets } from "../../../platform/secrets/index.ts"

export class TestClock {
  private offset = 0
  now(): Date {
    return new Date(Date.now() + this.offset)
  }
  pass(minutes: number): void {
    this.offset += minutes * 60_000
  }
}

/** A database of its own, copied from the migrated template. `close` takes it away again. */
export async function createTestDatabase() {
  const { host, port, template } = inject("postgres")
  const name = `kvit_test_${randomBytes(6).toString("hex")}`
  const server = { host, port, user: "postgres", database: "postgres" }
  await withClient(server, (client) => client.query(`create database "${name}" template "${template}"`))
  const owner = { ...server, database: name }
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
      await withClient(server, (client) => client.query(`drop database "${name}" with (force)`))
    },
  }
}
