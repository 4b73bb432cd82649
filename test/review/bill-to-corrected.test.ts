import { afterAll, beforeAll, expect, test } from "vitest"
import { findBalances } from "../../src/domain/ledger/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

test("our own invoice that comes again with its payer corrected is owed once", async () => {
  const wrong = await ground.make.customer()
  const right = await ground.make.customer()
  await ground.make.document({ customer: wrong, number: "P1", total: 100_000n })
  await ground.make.document({ customer: right, number: "P1", total: 100_000n })
  const owed = await findBalances(ground.system, [wrong.id, right.id], "2026-11-02")
  expect(owed.map((balance) => balance.balance)).toEqual([100_000n])
})
