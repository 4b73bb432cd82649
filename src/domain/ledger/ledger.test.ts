import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { findDocument } from "../documents/index.ts"
import { findBalances, listEntries, statusOf } from "./index.ts"

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

function creditFor(number: string) {
  return { references: { precedingInvoices: [{ number }] } }
}

describe("a credit note", () => {
  test("is set off against the invoice it names, and what is left stays a credit", async () => {
    const customer = await ground.make.customer()
    const invoice = await ground.make.document({ customer, number: "C-1", total: 50_000n })
    const credit = await ground.make.document({
      customer,
      kind: "credit_note",
      total: 80_000n,
      content: creditFor("C-1"),
    })
    expect(await standing(invoice)).toEqual({ balance: 0n, status: "credited" })
    expect(await standing(credit)).toEqual({ balance: -30_000n, status: "credit_open" })
    const [balance] = await findBalances(ground.system, [customer.id], today)
    expect(balance).toMatchObject({ balance: -30_000n, due: 0n, credit: 30_000n })
  })

  test("that comes before its invoice is set off when the invoice comes", async () => {
    const customer = await ground.make.customer()
    const credit = await ground.make.document({
      customer,
      kind: "credit_note",
      total: 20_000n,
      content: creditFor("C-2"),
    })
    const invoice = await ground.make.document({ customer, number: "C-2", total: 50_000n })
    expect(await standing(invoice)).toEqual({ balance: 30_000n, status: "part_paid" })
    expect(await standing(credit)).toEqual({ balance: 0n, status: "set_off" })
  })

  test("is not set off against another customer's invoice of the same number, nor in another currency", async () => {
    const one = await ground.make.customer()
    const other = await ground.make.customer()
    const invoice = await ground.make.document({ customer: one, number: "C-3", total: 50_000n })
    const credit = await ground.make.document({
      customer: other,
      kind: "credit_note",
      total: 50_000n,
      content: creditFor("C-3"),
    })
    const euros = await ground.make.document({
      customer: one,
      kind: "credit_note",
      currency: "EUR",
      total: 100n,
      content: creditFor("C-3"),
    })
    expect(await standing(invoice)).toEqual({ balance: 50_000n, status: "open" })
    expect((await standing(credit)).balance).toBe(-50_000n)
    expect((await standing(euros)).balance).toBe(-100n)
  })

  test("on an invoice that is paid already stays a credit", async () => {
    const customer = await ground.make.customer()
    const invoice = await ground.make.document({ customer, number: "C-4", total: 50_000n })
    await ground.make.payment(invoice, 50_000n)
    const credit = await ground.make.document({
      customer,
      kind: "credit_note",
      total: 10_000n,
      content: creditFor("C-4"),
    })
    expect(await standing(invoice)).toEqual({ balance: 0n, status: "paid" })
    expect((await standing(credit)).status).toBe("credit_open")
  })
})

test("quotes, orders and drafts book nothing", async () => {
  const customer = await ground.make.customer()
  for (const kind of ["quote", "order"] as const) {
    const id = await ground.make.document({ customer, kind })
    expect(await listEntries(ground.system, id)).toEqual([])
  }
  const draft = await ground.make.document({ customer, state: "draft" })
  expect(await listEntries(ground.system, draft)).toEqual([])
  expect(await findBalances(ground.system, [customer.id], today)).toEqual([])
})

test("the debt is the bill-to's, not the recipient's", async () => {
  const recipient = await ground.make.customer()
  const payer = await ground.make.customer()
  await ground.make.document({ customer: recipient, billTo: payer, total: 40_000n, dueDate: "2026-11-20" })
  expect(await findBalances(ground.system, [recipient.id], today)).toEqual([])
  expect(await findBalances(ground.system, [payer.id], today)).toMatchObject([
    { balance: 40_000n, overdue: 40_000n, overdueCount: 1 },
  ])
})

test("an invoice is overdue from the day after its due date", () => {
  const facts = {
    kind: "invoice",
    state: "issued",
    payable: 100n,
    balance: 100n,
    credited: 0n,
    writtenOff: 0n,
    refunded: 0n,
    dueDate: "2026-11-21",
    validUntil: null,
  } as const
  expect(statusOf(facts, "2026-11-21")).toBe("open")
  expect(statusOf(facts, "2026-11-22")).toBe("overdue")
  expect(statusOf({ ...facts, balance: 0n }, "2026-11-22")).toBe("paid")
})

test("whatever is invoiced, changed, credited and paid, in any order, balance, status and entries agree", async () => {
  let round = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          step: fc.constantFrom("invoice", "credit_note", "payment", "version", "credit_version" as const),
          amount: fc.bigInt({ min: 1n, max: 100_000n }),
          which: fc.nat(5),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      async (history) => {
        round += 1
        const customer = await ground.make.customer()
        const invoices: { id: string; number: string; amount: bigint }[] = []
        const credits: { number: string; corrects: string; amount: bigint }[] = []
        let expected = 0n
        for (const { step, amount, which } of history) {
          const target = invoices[which % Math.max(1, invoices.length)]
          if (step === "invoice" || !target) {
            const number = `P${round}-${invoices.length}`
            const id = await ground.make.document({ customer, number, total: amount })
            invoices.push({ number, id, amount })
            expected += amount
          } else if (step === "credit_note") {
            const number = `K${round}-${credits.length}`
            const content = creditFor(target.number)
            await ground.make.document({ customer, kind: "credit_note", number, total: amount, content })
            credits.push({ number, corrects: target.number, amount })
            expected -= amount
          } else if (step === "version") {
            await ground.make.document({ customer, number: target.number, total: amount })
            expected += amount - target.amount
            target.amount = amount
          } else if (step === "credit_version") {
            const credit = credits[which % Math.max(1, credits.length)]
            if (!credit) continue
            const content = creditFor(credit.corrects)
            const { number } = credit
            await ground.make.document({ customer, kind: "credit_note", number, total: amount, content })
            expected -= amount - credit.amount
            credit.amount = amount
          } else {
            const open = (await standing(target.id)).balance
            if (open <= 0n) continue
            const paid = amount < open ? amount : open
            await ground.make.payment(target.id, paid)
            expected -= paid
          }
        }
        const [balance] = await findBalances(ground.system, [customer.id], today)
        expect(balance?.balance ?? 0n).toBe(expected)
        for (const invoice of invoices) {
          const { balance: left, status } = await standing(invoice.id)
          const entries = await listEntries(ground.system, invoice.id)
          expect(entries.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(left)
          expect(["paid", "credited"].includes(status)).toBe(left === 0n)
          expect(status === "credit_open").toBe(left < 0n)
          // Only what was paid before a version lowered it can be more than it asks for.
          const paid = entries.reduce(
            (sum, entry) => sum - (entry.kind === "payment" ? entry.amount : 0n),
            0n,
          )
          if (left < 0n) expect(left).toBe(invoice.amount - paid)
        }
      },
    ),
    { numRuns: 15 },
  )
})
