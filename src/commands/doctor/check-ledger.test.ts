import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { payBack, receive } from "../../../test/money.ts"
import { recordOpeningBalance, writeOff } from "../../domain/ledger/index.ts"
import { withClient } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { checkLedger } from "./check-ledger.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
  const { make, system } = ground
  const customer = await make.customer()
  const documentId = await make.document({ customer, total: 1_000n })
  const { id } = await receive(system, { customer, amount: 900n, parts: [{ documentId, amount: 500n }] })
  await payBack(system, id, 600n)
  await writeOff(system, { documentId, amount: 50n, reason: "Rest", requestKey: newId() })
  const opening = { customerId: customer.id, amount: -70n, currency: "DKK", asOf: "2026-01-01" }
  await recordOpeningBalance(system, { ...opening, requestKey: newId() })
})
afterAll(() => ground.close())

/** Writes by hand past every rule, looks, and puts it back. */
async function look(change: string): Promise<string> {
  return withClient(ground.owner, async (client) => {
    await client.query("set session_replication_role = replica")
    await client.query("create temp table before as table kvit.ledger_entries")
    await client.query("create temp table items as table kvit.open_items")
    await client.query("set search_path = kvit")
    await client.query(change)
    const check = await checkLedger({ owner: ground.owner })
    await client.query("truncate ledger_entries, open_items")
    await client.query("insert into ledger_entries select * from pg_temp.before")
    await client.query("insert into open_items select * from pg_temp.items")
    return JSON.stringify(check)
  })
}

test("a ledger that adds up is good", async () => {
  const check = await look("select 1")
  expect(check).toContain("are the sums of their entries")
  expect(check).not.toContain("There are")
})

test.each([
  ["an open item of another amount", "update open_items set balance = balance + 1", "1 open items"],
  [
    "an entry moved to another account",
    "update ledger_entries set customer_id = gen_random_uuid() where document_id is not null",
    "accounts whose",
  ],
  [
    "money that is gone from an account",
    "delete from ledger_entries where kind = 'payment' and document_id is null",
    "1 payments",
  ],
  ["a refund that is not booked", "delete from ledger_entries where kind = 'refund'", "1 refunds"],
  [
    "another opening balance than was recorded",
    "update ledger_entries set amount = -71 where kind = 'opening_balance'",
    "1 opening balances",
  ],
  [
    "a write-off of more than was recorded",
    "update ledger_entries set amount = -51 where kind = 'write_off'",
    "1 write-offs",
  ],
])("%s is told", async (_, change, told) => {
  expect(await look(change)).toContain(told)
})
