import { afterAll, beforeAll, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { findBalances, statusOf } from "../../src/domain/ledger/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

const corrects = (number: string) => ({ references: { precedingInvoices: [{ number }] } })

test("a credit note that a further version lowers leaves the rest open on its invoice", async () => {
  const customer = await ground.make.customer()
  const invoice = await ground.make.document({ customer, number: "L1", total: 100_000n })
  const credit = { customer, kind: "credit_note", number: "LK1", content: corrects("L1") } as const
  const note = await ground.make.document({ ...credit, total: 100_000n })
  await ground.make.document({ ...credit, total: 40_000n })
  const one = await findDocument(ground.system, invoice)
  const two = await findDocument(ground.system, note)
  if (!one || !two) throw new Error("They are there.")
  expect([one.balance, two.balance]).toEqual([60_000n, 0n])
  expect(statusOf(one, "2026-11-02")).toBe("part_paid")
})

test("an invoice that a further version lowers below what was credited gives the rest back to its credit note", async () => {
  const customer = await ground.make.customer()
  const invoice = await ground.make.document({ customer, number: "L2", total: 100_000n })
  await ground.make.document({
    customer,
    kind: "credit_note",
    number: "LK2",
    content: corrects("L2"),
    total: 100_000n,
  })
  await ground.make.document({ customer, number: "L2", total: 40_000n })
  expect((await findDocument(ground.system, invoice))?.balance).toBe(0n)
  const [balance] = await findBalances(ground.system, [customer.id], "2026-11-02")
  expect(balance?.balance).toBe(-60_000n)
})
