/** Two who use or settle the same at the same moment: one does, the other is told, and neither is stuck. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { allocate } from "../../src/domain/ledger/index.ts"
import { createSystemActor, type Database } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"
import { openOn, payBack, receive } from "../money.ts"
import { entry, refusal, tooMuch, type Values } from "./ledger-rows.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

/** A database whose transactions stay open a while after their work, so that two of them overlap. */
function lingering(database: Database): Database {
  return {
    ...database,
    transaction: (work) =>
      database.transaction(async (db) => {
        const result = await work(db)
        await new Promise((resolve) => setTimeout(resolve, 300))
        return result
      }),
  }
}

describe("of two at the same moment, only one", () => {
  test("uses the same money on the account, and the other is told what is left", async () => {
    const environment = { database: lingering(ground.database), clock: ground.clock }
    const slow = createSystemActor(environment, ground.businessId, "command")
    const customer = await ground.make.customer()
    const { id: paymentId } = await receive(ground.system, { customer, amount: 1_000n })
    const documents = [
      await ground.make.document({ customer, total: 800n }),
      await ground.make.document({ customer, total: 800n }),
    ]
    const outcomes = await Promise.all(
      documents.map((documentId) =>
        slow.transaction((db) =>
          allocate(db, slow, { from: { paymentId }, to: { documentId }, amount: 800n }),
        ),
      ),
    )
    expect(outcomes.map((outcome) => outcome.ok).sort()).toEqual([false, true])
    expect(outcomes.find((outcome) => !outcome.ok)).toMatchObject({ reason: "more_than_left", left: 200n })
  })

  test("has to wait where money is paid back and used at once, and neither is stuck", async () => {
    const environment = { database: lingering(ground.database), clock: ground.clock }
    const slow = createSystemActor(environment, ground.businessId, "command")
    const customer = await ground.make.customer()
    const paid = await ground.make.document({ customer, total: 500n })
    const parts = [{ documentId: paid, amount: 500n }]
    const { id: paymentId } = await receive(ground.system, { customer, amount: 1_000n, parts })
    const documentId = await ground.make.document({ customer, total: 500n })
    const [back, moved] = await Promise.all([
      payBack(slow, paymentId, 1_000n),
      slow.transaction((db) => allocate(db, slow, { from: { paymentId }, to: { documentId }, amount: 500n })),
    ])
    expect(back.reduce((sum, part) => sum + part.amount, 0n)).toBe(1_000n)
    // Whoever was first: all of the money is back, and both invoices are open.
    expect(moved.ok || moved.reason === "nothing_left").toBe(true)
    expect((await openOn(ground.system, customer)).map(([, balance]) => balance)).toEqual([500n, 500n])
  })

  test("settles the same invoice, even where neither asks for a lock first", async () => {
    const customer = await ground.make.customer()
    const document_id = await ground.make.document({ customer, total: 1_000n })
    const note = await ground.make.document({ customer, kind: "credit_note", total: 1_000n })
    const { id: payment_id } = await receive(ground.system, { customer, amount: 1_000n })
    const using = (from: Values) => {
      const allocation_id = newId()
      return refusal(ground, [
        "ledger_entries",
        entry("allocation", customer, 700n, { allocation_id, ...from }),
        entry("allocation", customer, -700n, { allocation_id, document_id }),
      ])
    }
    const answers = await Promise.all([using({ payment_id }), using({ document_id: note })])
    expect(answers.filter((answer) => answer === "nothing refused it")).toHaveLength(1)
    expect(answers.filter((answer) => tooMuch.test(answer))).toHaveLength(1)
  })
})
