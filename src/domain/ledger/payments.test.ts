import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { openOn, payBack, receive } from "../../../test/money.ts"
import { findDocument } from "../documents/index.ts"
import { allocate, findBalances, findOpenItems, planRefund, statusOf } from "./index.ts"

const today = "2026-11-21"
let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

async function standing(documentId: string) {
  const detail = await findDocument(ground.system, documentId)
  if (!detail) throw new Error("No document.")
  return { balance: detail.balance, status: statusOf(detail, today) }
}

async function accountOf(customer: { id: string }): Promise<bigint> {
  const [balance] = await findBalances(ground.system, [customer.id], today)
  return balance?.balance ?? 0n
}

type Allocation = Parameters<typeof allocate>[2]
const move = (input: Allocation) => ground.system.transaction((db) => allocate(db, ground.system, input))

describe("a payment", () => {
  test("over several invoices and more than all of them is on each of them, and the rest on the account", async () => {
    const customer = await ground.make.customer()
    const one = await ground.make.document({ customer, number: "S1", total: 30_000n })
    const two = await ground.make.document({ customer, number: "S2", total: 50_000n })
    const parts = [
      { documentId: one, amount: 30_000n },
      { documentId: two, amount: 20_000n },
    ]
    const { onAccount } = await receive(ground.system, { customer, amount: 60_000n, parts })
    expect(onAccount).toBe(10_000n)
    expect(await standing(one)).toEqual({ balance: 0n, status: "paid" })
    expect(await standing(two)).toEqual({ balance: 30_000n, status: "part_paid" })
    expect(await openOn(ground.system, customer)).toEqual([
      ["S2", 30_000n],
      ["payment", -10_000n],
    ])
    expect(await accountOf(customer)).toBe(20_000n)
  })

  test("of an invoice that was paid meanwhile is kept whole on the account", async () => {
    const customer = await ground.make.customer()
    const invoice = await ground.make.document({ customer, total: 30_000n })
    await ground.make.payment(invoice, 25_000n)
    const parts = [{ documentId: invoice, amount: 30_000n }]
    const late = await receive(ground.system, { customer, amount: 30_000n, parts })
    expect(late).toMatchObject({ parts: [{ documentId: invoice, amount: 5_000n }], onAccount: 25_000n })
    expect(await standing(invoice)).toEqual({ balance: 0n, status: "paid" })
    expect(await accountOf(customer)).toBe(-25_000n)
  })

  test("in another currency than the invoice is on the account in its own", async () => {
    const customer = await ground.make.customer()
    const invoice = await ground.make.document({ customer, number: "E1", total: 30_000n })
    const parts = [{ documentId: invoice, amount: 4_000n }]
    await receive(ground.system, { customer, amount: 4_000n, currency: "EUR", parts })
    const items = await findOpenItems(ground.system, [customer.id])
    expect(items.map(({ currency, balance }) => [currency, balance])).toEqual([
      ["DKK", 30_000n],
      ["EUR", -4_000n],
    ])
  })

  test("whose parts are more than itself is refused whole", async () => {
    const customer = await ground.make.customer()
    const documentId = await ground.make.document({ customer, total: 30_000n })
    const paying = receive(ground.system, {
      customer,
      amount: 10_000n,
      parts: [{ documentId, amount: 10_001n }],
    })
    await expect(paying).rejects.toThrow("more than the payment")
    expect(await accountOf(customer)).toBe(30_000n)
  })
})

describe("money on the account", () => {
  test("pays an invoice, which is then paid and not credited", async () => {
    const customer = await ground.make.customer()
    const { id: paymentId } = await receive(ground.system, { customer, amount: 50_000n })
    const documentId = await ground.make.document({ customer, total: 30_000n })
    const outcome = await move({ from: { paymentId }, to: { documentId }, amount: 30_000n })
    expect(outcome).toMatchObject({ ok: true, alreadyDone: false })
    expect(await standing(documentId)).toEqual({ balance: 0n, status: "paid" })
    expect(await openOn(ground.system, customer)).toEqual([["payment", -20_000n]])
  })

  test("is used no further than there is of it, nor for more than is open", async () => {
    const customer = await ground.make.customer()
    const { id: paymentId } = await receive(ground.system, { customer, amount: 20_000n })
    const documentId = await ground.make.document({ customer, total: 30_000n })
    const small = await ground.make.document({ customer, total: 5_000n })
    const from = { paymentId }
    expect(await move({ from, to: { documentId }, amount: 20_001n })).toEqual({
      ok: false,
      reason: "more_than_left",
      left: 20_000n,
      open: 30_000n,
    })
    expect(await move({ from, to: { documentId: small }, amount: 5_001n })).toMatchObject({
      reason: "more_than_open",
    })
    await move({ from, to: { documentId }, amount: 20_000n })
    expect(await move({ from, to: { documentId }, amount: 1n })).toMatchObject({ reason: "nothing_left" })
  })

  test("of one customer pays nothing of another's, nor in another currency", async () => {
    const customer = await ground.make.customer()
    const { id: paymentId } = await receive(ground.system, { customer, amount: 20_000n })
    const other = await ground.make.document({ customer: await ground.make.customer() })
    const euros = await ground.make.document({ customer, currency: "EUR" })
    const draft = await ground.make.document({ customer, state: "draft" })
    const refused = async (documentId: string) => {
      const outcome = await move({ from: { paymentId }, to: { documentId }, amount: 1n })
      return outcome.ok ? "allocated" : outcome.reason
    }
    expect(await refused(other)).toBe("other_account")
    expect(await refused(euros)).toBe("other_currency")
    expect(await refused(draft)).toBe("not_found")
  })

  test("is moved once by a form that is sent twice", async () => {
    const customer = await ground.make.customer()
    const { id: paymentId } = await receive(ground.system, { customer, amount: 20_000n })
    const documentId = await ground.make.document({ customer, total: 30_000n })
    const requestKey = crypto.randomUUID()
    const input = { from: { paymentId }, to: { documentId }, amount: 5_000n, requestKey }
    expect(await move(input)).toMatchObject({ ok: true, alreadyDone: false })
    expect(await move(input)).toMatchObject({ ok: true, alreadyDone: true })
    expect(await move({ ...input, amount: 6_000n })).toMatchObject({ ok: false, reason: "key_of_another" })
    expect((await standing(documentId)).balance).toBe(25_000n)
  })
})

test("a credit note that staff used for an invoice it does not name stays used when either comes again", async () => {
  const customer = await ground.make.customer()
  const invoice = { customer, number: "U1", total: 50_000n }
  const documentId = await ground.make.document(invoice)
  const note = { customer, number: "UK1", kind: "credit_note", total: 40_000n } as const
  const from = { documentId: await ground.make.document(note) }
  await move({ from, to: { documentId }, amount: 40_000n })
  await ground.make.document({ ...invoice, total: 45_000n })
  expect((await standing(documentId)).balance).toBe(5_000n)
  await ground.make.document({ ...note, total: 30_000n })
  expect((await standing(documentId)).balance).toBe(15_000n)
  expect((await standing(from.documentId)).balance).toBe(0n)
})

describe("a refund", () => {
  test("takes first what is on the account, then opens again what the payment paid, last first", async () => {
    const customer = await ground.make.customer()
    const first = await ground.make.document({ customer, number: "R1", total: 30_000n })
    const second = await ground.make.document({ customer, number: "R2", total: 30_000n })
    const parts = [
      { documentId: first, amount: 30_000n },
      { documentId: second, amount: 30_000n },
    ]
    const { id } = await receive(ground.system, { customer, amount: 70_000n, parts })
    const plan = await planRefund(ground.system, id, 45_000n)
    expect(plan.map(({ kind, number, amount }) => [kind, number, amount])).toEqual([
      ["account", null, 10_000n],
      ["invoice", "R2", 30_000n],
      ["invoice", "R1", 5_000n],
    ])
    expect(await payBack(ground.system, id, 45_000n)).toEqual(plan)
    expect(await openOn(ground.system, customer)).toEqual([
      ["R1", 5_000n],
      ["R2", 30_000n],
    ])
    expect(await accountOf(customer)).toBe(35_000n)
    // What was booked of the first is not there for the second.
    expect(await planRefund(ground.system, id, 25_000n)).toMatchObject([{ kind: "invoice", number: "R1" }])
    await expect(planRefund(ground.system, id, 25_001n)).rejects.toThrow("no more than what is left")
  })

  test("of an invoice that was credited after it was paid settles its credit note, and the invoice stays paid", async () => {
    const customer = await ground.make.customer()
    const documentId = await ground.make.document({ customer, number: "R3", total: 30_000n })
    const older = { customer, kind: "credit_note", issueDate: "2026-10-01" } as const
    await ground.make.document({ ...older, number: "RK2", total: 9_000n })
    const { id } = await receive(ground.system, {
      customer,
      amount: 30_000n,
      parts: [{ documentId, amount: 30_000n }],
    })
    const content = { references: { precedingInvoices: [{ number: "R3" }] } }
    await ground.make.document({ customer, kind: "credit_note", number: "RK3", total: 30_000n, content })
    const parts = await payBack(ground.system, id, 30_000n)
    expect(parts.map(({ kind, number }) => [kind, number])).toEqual([["credit", "RK3"]])
    expect(await standing(documentId)).toEqual({ balance: 0n, status: "paid" })
    expect(await openOn(ground.system, customer)).toEqual([["RK2", -9_000n]])
  })

  test("of an overpaid invoice settles what was too much before it opens it again", async () => {
    const customer = await ground.make.customer()
    const invoice = { customer, number: "R4", total: 30_000n }
    const documentId = await ground.make.document(invoice)
    const { id } = await receive(ground.system, {
      customer,
      amount: 30_000n,
      parts: [{ documentId, amount: 30_000n }],
    })
    await ground.make.document({ ...invoice, total: 20_000n })
    expect(await accountOf(customer)).toBe(-10_000n)
    const parts = await payBack(ground.system, id, 12_000n)
    expect(parts.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["credit", 10_000n],
      ["invoice", 2_000n],
    ])
    expect(await standing(documentId)).toEqual({ balance: 2_000n, status: "part_paid" })
  })
})
