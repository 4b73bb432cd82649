import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { newId } from "../../platform/ids/index.ts"
import { findDocument } from "../documents/index.ts"
import { recordPayment } from "./index.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

const newForm = () =>
  ({ amount: 10_000n, method: "bank", receivedOn: "2026-11-01", requestKey: newId() }) as const

async function openOn(documentId: string) {
  return (await findDocument(ground.system, documentId))?.balance
}

test("the same form sent twice books once and says so", async () => {
  const documentId = await ground.make.document({ customer: await ground.make.customer(), total: 100_000n })
  const form = { ...newForm(), documentId }
  const first = await recordPayment(ground.system, form)
  const second = await recordPayment(ground.system, form)
  expect(first).toMatchObject({ ok: true, alreadyRecorded: false })
  expect(second).toEqual({ ...first, alreadyRecorded: true })
  expect(await openOn(documentId)).toBe(90_000n)
})

test("a form sent again from the browser's history with anything else in it is refused, not said to be recorded", async () => {
  const documentId = await ground.make.document({ customer: await ground.make.customer(), total: 100_000n })
  const form = { ...newForm(), documentId }
  await recordPayment(ground.system, form)
  const others = [
    { amount: 25_000n },
    { method: "cash" },
    { receivedOn: "2026-11-02" },
    { reference: "Another" },
  ] as const
  for (const other of others) {
    const outcome = await recordPayment(ground.system, { ...form, ...other })
    expect(outcome).toEqual({ ok: false, reason: "key_of_another", open: 0n })
  }
  expect(await openOn(documentId)).toBe(90_000n)
})

test("the key of a payment on one invoice is not taken for a payment on another", async () => {
  const customer = await ground.make.customer()
  const [one, two] = [await ground.make.document({ customer }), await ground.make.document({ customer })]
  const form = newForm()
  await recordPayment(ground.system, { ...form, documentId: one })
  expect(await recordPayment(ground.system, { ...form, documentId: two })).toMatchObject({
    ok: false,
    reason: "key_of_another",
  })
  expect(await openOn(two)).toBe(125_000n)
})
