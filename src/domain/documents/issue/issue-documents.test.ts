import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../../test/ground.ts"
import { findBalances } from "../../ledger/index.ts"
import { findDocument } from "../index.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

test("a version in another currency is refused, and the document stays as it was", async () => {
  const customer = await ground.make.customer()
  const id = await ground.make.document({ customer, number: "V1", total: 100_000n })
  await expect(
    ground.make.document({ customer, number: "V1", total: 150_000n, currency: "EUR" }),
  ).rejects.toThrow("is here already in DKK, and a further version cannot be in EUR")
  expect(await findDocument(ground.system, id)).toMatchObject({
    version: 1,
    currency: "DKK",
    payable: 100_000n,
  })
  const balances = await findBalances(ground.system, [customer.id], "2026-11-02")
  expect(balances.map(({ currency, balance }) => [currency, balance])).toEqual([["DKK", 100_000n]])
})

test("a number that comes again for another payer and of another date is refused, not made a version", async () => {
  const [one, other] = [await ground.make.customer(), await ground.make.customer()]
  const id = await ground.make.document({ customer: one, number: "V2", issueDate: "2025-01-07" })
  await expect(
    ground.make.document({ customer: other, number: "V2", issueDate: "2026-01-07" }),
  ).rejects.toThrow("is here already, of 2025-01-07 and for another payer")
  expect(await findDocument(ground.system, id)).toMatchObject({ version: 1, billToId: one.id })
})

test("a draft may still change currency, payer and date", async () => {
  const [one, other] = [await ground.make.customer(), await ground.make.customer()]
  const draft = { customer: one, number: "V3", state: "draft" } as const
  const id = await ground.make.document({ ...draft, issueDate: "2026-10-01" })
  const issued = await ground.make.document({ ...draft, customer: other, currency: "EUR", state: "issued" })
  expect(issued).toBe(id)
  expect(await findDocument(ground.system, id)).toMatchObject({ currency: "EUR", billToId: other.id })
})
