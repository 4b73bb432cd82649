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

test("a customer sees the current version and its files, and nothing of an earlier one that named another recipient", async () => {
  const payer = await ground.make.customer({ name: "Leasing A/S" })
  const before = await ground.make.customer({ name: "Hemmelig ApS" })
  const after = await ground.make.customer({ name: "Ny Kunde ApS" })
  const document = { billTo: payer, number: "W1", total: 100_000n }
  const file = (name: string) => [
    {
      role: "attachment" as const,
      position: 0,
      fileName: name,
      mediaType: "text/plain",
      bytes: Buffer.from(name),
    },
  ]
  const id = await ground.make.document({ ...document, customer: before, files: file("hemmelig.txt") })
  await ground.make.document({ ...document, customer: after, files: file("ny.txt") })
  const actor = createCustomerActor(ground.environment, {
    businessId: ground.businessId,
    way: "token",
    sessionId: newId(),
    customerIds: [after.id],
    kinds: ["invoice"],
    customerKinds: null,
    accountIds: [after.id],
    showStatement: true,
    staffId: null,
  })
  const seen = await actor.transaction(async (db) => [
    await sql`select version, data from document_versions where document_id = ${id}`.execute(db),
    await sql`select version, file_name from document_files where document_id = ${id}`.execute(db),
  ])
  const text = JSON.stringify(seen.map((result) => result.rows))
  expect(text).toContain("Ny Kunde")
  expect(text).toContain("ny.txt")
  expect(text.toLowerCase()).not.toContain("hemmelig")
})
