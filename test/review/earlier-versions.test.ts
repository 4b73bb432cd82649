import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createCustomerActor } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

test("the database shows a recipient no version that named another recipient", async () => {
  const payer = await ground.make.customer({ name: "Leasing A/S" })
  const before = await ground.make.customer({ name: "Hemmelig ApS" })
  const after = await ground.make.customer({ name: "Ny Kunde ApS" })
  const id = await ground.make.document({ customer: before, billTo: payer, number: "W1", total: 100_000n })
  await ground.make.document({ customer: after, billTo: payer, number: "W1", total: 100_000n })
  const actor = createCustomerActor(ground.environment, {
    businessId: ground.businessId,
    way: "token",
    sessionId: newId(),
    customerIds: [after.id],
    kinds: ["invoice"],
    showStatement: true,
    staffId: null,
  })
  const seen = await actor.transaction((db) =>
    sql<{ data: unknown }>`select data from document_versions where document_id = ${id}`.execute(db),
  )
  expect(JSON.stringify(seen.rows)).toContain("Ny Kunde")
  expect(JSON.stringify(seen.rows)).not.toContain("Hemmelig")
})
