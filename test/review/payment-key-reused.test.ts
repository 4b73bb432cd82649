import { afterAll, beforeAll, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { recordPayment } from "../../src/domain/payments/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

test("a form sent again from the browser's history with another amount is not said to be recorded", async () => {
  const customer = await ground.make.customer()
  const documentId = await ground.make.document({ customer, total: 100_000n })
  const form = { documentId, method: "bank", receivedOn: "2026-11-01", requestKey: newId() } as const
  await recordPayment(ground.system, { ...form, amount: 10_000n })
  const second = await recordPayment(ground.system, { ...form, amount: 25_000n })
  const open = (await findDocument(ground.system, documentId))?.balance
  // Refused, or booked: never "recorded" with nothing booked.
  expect(second.ok && open === 90_000n).toBe(false)
})

test("the key of a payment on one invoice is not taken for a payment on another", async () => {
  const customer = await ground.make.customer()
  const [one, two] = [await ground.make.document({ customer }), await ground.make.document({ customer })]
  const form = { amount: 10_000n, method: "bank", receivedOn: "2026-11-01", requestKey: newId() } as const
  await recordPayment(ground.system, { ...form, documentId: one })
  const second = await recordPayment(ground.system, { ...form, documentId: two })
  expect(second.ok && (await findDocument(ground.system, two))?.balance === 125_000n).toBe(false)
})
