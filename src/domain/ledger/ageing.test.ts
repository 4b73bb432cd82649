import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { receive } from "../../../test/money.ts"
import { newId } from "../../platform/ids/index.ts"
import { recordPayment } from "../payments/index.ts"
import { findAgeing, findReceivables } from "./index.ts"

const today = "2026-11-21"
let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

describe("ageing", () => {
  test("puts what is open into its bucket on the day, and keeps credit apart", async () => {
    const customer = await ground.make.customer()
    const due = (dueDate: string, total: bigint) =>
      ground.make.document({ customer, total, dueDate, issueDate: "2026-01-01" })
    await due(today, 1n)
    await due("2026-11-20", 10n)
    await due("2026-10-22", 100n)
    await due("2026-10-21", 1_000n)
    await due("2026-09-22", 10_000n)
    await due("2026-09-21", 100_000n)
    await due("2026-08-23", 1_000_000n)
    await due("2026-08-22", 10_000_000n)
    await receive(ground.system, { customer, amount: 7n })
    const ageing = await findAgeing(ground.system, { customerIds: [customer.id] }, today)
    expect(ageing).toEqual([
      {
        currency: "DKK",
        notDue: 1n,
        days1to30: 110n,
        days31to60: 11_000n,
        days61to90: 1_100_000n,
        over90: 10_000_000n,
        credit: 7n,
        balance: 11_111_104n,
      },
    ])
  })

  test("as of a past day knows nothing of what was booked later", async () => {
    const customer = await ground.make.customer()
    const issued = { customer, dueDate: "2026-10-10" }
    const documentId = await ground.make.document({ ...issued, total: 500n, issueDate: "2026-10-01" })
    await ground.make.document({ ...issued, total: 70n, issueDate: "2026-10-20" })
    const paid = await recordPayment(ground.system, {
      documentId,
      amount: 500n,
      method: "bank",
      receivedOn: "2026-10-15",
      requestKey: newId(),
    })
    expect(paid.ok).toBe(true)
    const asOf = async (day: string) =>
      (await findAgeing(ground.system, { customerIds: [customer.id] }, day)).map(
        ({ notDue, days1to30, days31to60, balance }) => [notDue, days1to30, days31to60, balance],
      )
    expect(await asOf("2026-09-30")).toEqual([])
    expect(await asOf("2026-10-10")).toEqual([[500n, 0n, 0n, 500n]])
    expect(await asOf("2026-10-14")).toEqual([[0n, 500n, 0n, 500n]])
    expect(await asOf("2026-10-15")).toEqual([])
    expect(await asOf("2026-11-20")).toEqual([[0n, 0n, 70n, 70n]])
  })

  test("of everybody is that of all accounts together", async () => {
    const all = await findAgeing(ground.system, "all", "2099-12-31")
    const { sums } = await findReceivables(ground.system, today)
    const owed = all.map((one) => one.balance + one.credit)
    expect(owed).toEqual(sums.map((sum) => sum.outstanding))
    expect(owed[0]).toBeGreaterThan(0n)
  })
})
