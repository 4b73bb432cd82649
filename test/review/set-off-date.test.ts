import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { documentSchema, issueDocuments } from "../../src/domain/documents/index.ts"
import { bookDocuments } from "../../src/domain/ledger/index.ts"
import { createSystemActor } from "../../src/platform/database/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

test("a set-off half an hour after midnight in Denmark bears the date it is in Denmark", async () => {
  const clock = { now: () => new Date("2026-07-31T22:30:00Z") }
  const system = createSystemActor({ database: ground.database, clock }, ground.businessId, "import")
  const customer = await ground.make.customer()
  await ground.make.document({ customer, number: "D1", total: 10_000n })
  const totals = {
    gross: "10000",
    discount: "0",
    lines: "10000",
    allowances: "0",
    charges: "0",
    withoutVat: "10000",
    vat: "0",
    withVat: "10000",
    prepaid: "0",
    rounding: "0",
    payable: "10000",
  }
  const data = documentSchema.parse({
    kind: "credit_note",
    number: "DK1",
    issueDate: "2026-08-01",
    currency: "DKK",
    seller: { name: "NORD Auto" },
    customer: { name: customer.name },
    references: { precedingInvoices: [{ number: "D1" }] },
    lines: [{ id: "1", name: "Service", quantity: "1", net: "10000" }],
    totals,
  })
  await system.transaction(async (db) => {
    const issued = await issueDocuments(db, system, [
      {
        data,
        customerId: customer.id,
        billToId: customer.id,
        sellerKey: "",
        source: "ubl",
        state: "issued",
        files: [],
        remarks: [],
      },
    ])
    await bookDocuments(db, system, issued)
  })
  const entries = await system.transaction((db) =>
    sql<{
      date: string
    }>`select distinct entry_date as date from ledger_entries where kind = 'allocation'`.execute(db),
  )
  expect(entries.rows).toEqual([{ date: "2026-08-01" }])
})
