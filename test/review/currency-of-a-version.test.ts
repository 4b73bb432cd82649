import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findBalances } from "../../src/domain/ledger/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

test("a version in another currency never mixes currencies on one document", async () => {
  const customer = await ground.make.customer()
  const id = await ground.make.document({ customer, number: "V1", total: 100_000n, currency: "DKK" })
  // Either the version is refused, or the ledger is right in both currencies.
  await ground.make
    .document({ customer, number: "V1", total: 150_000n, currency: "EUR" })
    .catch(() => undefined)
  const rows = await ground.system.transaction((db) =>
    sql<{
      same: boolean
    }>`select d.currency = all (select e.currency from ledger_entries e where e.document_id = d.id) as same
      from documents d where d.id = ${id}`.execute(db),
  )
  const balances = await findBalances(ground.system, [customer.id], "2026-11-02")
  expect({ same: rows.rows[0]?.same, balances: balances.map((b) => [b.currency, b.balance]) }).toEqual({
    same: true,
    balances: [["DKK", 100_000n]],
  })
})
