import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { findDocument } from "../documents/index.ts"
import { findBalances, listEntries } from "./index.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

async function accountOf(customer: { id: string }) {
  const [balance] = await findBalances(ground.system, [customer.id], "2026-11-02")
  return balance?.balance ?? 0n
}

/** What was ever booked on an account, whatever became of the documents. */
async function sumOf(customer: { id: string }): Promise<bigint> {
  const rows = await ground.system.transaction((db) =>
    db.selectFrom("ledger_entries").select("amount").where("customer_id", "=", customer.id).execute(),
  )
  return rows.reduce((sum, row) => sum + row.amount, 0n)
}

test("our own invoice that comes again with its payer corrected is one invoice, owed once, by the right one", async () => {
  const wrong = await ground.make.customer()
  const right = await ground.make.customer()
  const first = await ground.make.document({ customer: wrong, number: "P1", total: 100_000n })
  const again = await ground.make.document({ customer: right, number: "P1", total: 100_000n })
  expect(again).toBe(first)
  expect([await accountOf(wrong), await accountOf(right)]).toEqual([0n, 100_000n])
  expect([await sumOf(wrong), await sumOf(right)]).toEqual([0n, 100_000n])
  expect(await findDocument(ground.system, first)).toMatchObject({ version: 2, billToId: right.id })
})

test("what was paid stays paid when the payer is corrected, and the rest and the change are the new one's", async () => {
  const wrong = await ground.make.customer()
  const right = await ground.make.customer()
  const invoice = await ground.make.document({ customer: wrong, number: "P2", total: 100_000n })
  await ground.make.payment(invoice, 30_000n)
  await ground.make.document({ customer: right, number: "P2", total: 90_000n })
  expect((await findDocument(ground.system, invoice))?.balance).toBe(60_000n)
  expect([await accountOf(wrong), await accountOf(right)]).toEqual([0n, 60_000n])
  expect([await sumOf(wrong), await sumOf(right)]).toEqual([0n, 60_000n])
  const entries = await listEntries(ground.system, invoice)
  expect(entries.filter((entry) => entry.kind === "transfer").map((entry) => entry.amount)).toEqual([
    -70_000n,
    70_000n,
  ])
})

test("a credit note stays with the old payer until it is corrected too, and is then set off again", async () => {
  const wrong = await ground.make.customer()
  const right = await ground.make.customer()
  const invoice = await ground.make.document({ customer: wrong, number: "P3", total: 100_000n })
  const content = { references: { precedingInvoices: [{ number: "P3" }] } }
  const credit = { kind: "credit_note" as const, number: "PK3", total: 30_000n, content }
  await ground.make.document({ ...credit, customer: wrong })
  await ground.make.document({ customer: right, number: "P3", total: 100_000n })
  expect([await accountOf(wrong), await accountOf(right)]).toEqual([-30_000n, 100_000n])
  await ground.make.document({ ...credit, customer: right })
  expect([await accountOf(wrong), await accountOf(right)]).toEqual([0n, 70_000n])
  expect([await sumOf(wrong), await sumOf(right)]).toEqual([0n, 70_000n])
  expect((await findDocument(ground.system, invoice))?.balance).toBe(70_000n)
})
