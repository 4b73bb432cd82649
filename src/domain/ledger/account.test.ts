import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { openOn, payBack, receive } from "../../../test/money.ts"
import { newId } from "../../platform/ids/index.ts"
import { findDocument } from "../documents/index.ts"
import { listEvents } from "../events/index.ts"
import {
  allocate,
  findBalances,
  findReceivables,
  listStatementLines,
  recordOpeningBalance,
  statusOf,
  takeBackWriteOff,
  writeOff,
} from "./index.ts"

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

const writing = (documentId: string, amount: bigint, requestKey = newId()) =>
  writeOff(ground.system, { documentId, amount, reason: "Bankrupt", requestKey })

const opening = (customer: { id: string }, amount: bigint, requestKey = newId()) =>
  recordOpeningBalance(ground.system, {
    customerId: customer.id,
    amount,
    currency: "DKK",
    asOf: "2026-01-01",
    requestKey,
  })

async function statementOf(customer: { id: string }, from = "2026-01-01", to = "2099-12-31") {
  const statement = await listStatementLines(ground.system, {
    customerId: customer.id,
    currency: "DKK",
    from,
    to,
  })
  return { ...statement, lines: statement.lines.map((line) => [line.kind, line.amount, line.balance]) }
}

describe("a write-off", () => {
  test("settles an invoice that nobody will pay, which is then written off and not paid", async () => {
    const customer = await ground.make.customer()
    const invoice = await ground.make.document({ customer, total: 50_000n })
    await ground.make.payment(invoice, 10_000n)
    expect(await writing(invoice, 15_000n)).toMatchObject({ ok: true, alreadyRecorded: false })
    expect(await standing(invoice)).toEqual({ balance: 25_000n, status: "part_paid" })
    await writing(invoice, 25_000n)
    expect(await standing(invoice)).toEqual({ balance: 0n, status: "written_off" })
    expect(await findBalances(ground.system, [customer.id], today)).toEqual([])
    const { events } = await listEvents(ground.system, { documentId: invoice, limit: 10 })
    const recorded = events.filter((event) => event.kind === "write_off.recorded")
    expect(recorded.map((event) => event.data.amount)).toEqual(["25000", "15000"])
  })

  test("of more than is open, of a credit note, or with the key of another is refused", async () => {
    const customer = await ground.make.customer()
    const invoice = await ground.make.document({ customer, total: 50_000n })
    const note = await ground.make.document({ customer, kind: "credit_note", total: 50_000n })
    expect(await writing(invoice, 50_001n)).toEqual({ ok: false, reason: "more_than_open", open: 50_000n })
    expect(await writing(note, 1n)).toMatchObject({ ok: false, reason: "no_invoice" })
    const key = newId()
    const first = await writing(invoice, 20_000n, key)
    expect(await writing(invoice, 20_000n, key)).toEqual({ ...first, alreadyRecorded: true })
    expect(await writing(invoice, 30_000n, key)).toMatchObject({ ok: false, reason: "key_of_another" })
    expect((await standing(invoice)).balance).toBe(30_000n)
  })

  test("that is taken back opens the invoice again, once, and it can be paid", async () => {
    const customer = await ground.make.customer()
    const invoice = await ground.make.document({ customer, total: 50_000n })
    const written = await writing(invoice, 50_000n)
    if (!written.ok) throw new Error(written.reason)
    const both = await Promise.all([
      takeBackWriteOff(ground.system, written.writeOffId),
      takeBackWriteOff(ground.system, written.writeOffId),
    ])
    expect(both.sort()).toEqual([false, true])
    expect(await standing(invoice)).toEqual({ balance: 50_000n, status: "open" })
    await ground.make.payment(invoice, 50_000n)
    expect(await standing(invoice)).toEqual({ balance: 0n, status: "paid" })
  })
})

describe("an opening balance", () => {
  test("that is owed counts as due, and as overdue since the date it is stated for", async () => {
    const customer = await ground.make.customer()
    await opening(customer, 40_000n)
    const before = await findReceivables(ground.system, today)
    await opening(await ground.make.customer(), 60_000n)
    expect(await findBalances(ground.system, [customer.id], today)).toEqual([
      {
        currency: "DKK",
        balance: 40_000n,
        due: 40_000n,
        dueCount: 0,
        overdue: 40_000n,
        overdueCount: 0,
        owedBefore: 40_000n,
        credit: 0n,
      },
    ])
    const after = await findReceivables(ground.system, today)
    expect((after.sums[0]?.overdue ?? 0n) - (before.sums[0]?.overdue ?? 0n)).toBe(60_000n)
    expect(after.customers - before.customers).toBe(1)
  })

  test("in the customer's favour pays an invoice, and one that is owed is paid by money on the account", async () => {
    const customer = await ground.make.customer()
    const credit = await opening(customer, -30_000n)
    const invoice = await ground.make.document({ customer, total: 50_000n })
    const owed = await opening(customer, 10_000n)
    const { id: paymentId } = await receive(ground.system, { customer, amount: 10_000n })
    if (!credit.ok || !owed.ok) throw new Error("No opening balance.")
    const move = (input: Parameters<typeof allocate>[2]) =>
      ground.system.transaction((db) => allocate(db, ground.system, input))
    const from = { openingBalanceId: credit.openingBalanceId }
    const to = { openingBalanceId: owed.openingBalanceId }
    expect(await move({ from, to: { documentId: invoice }, amount: 30_000n })).toMatchObject({ ok: true })
    expect(await move({ from: { paymentId }, to, amount: 10_000n })).toMatchObject({ ok: true })
    expect(await openOn(ground.system, customer)).toHaveLength(1)
    expect((await standing(invoice)).balance).toBe(20_000n)
    // Money that is paid back opens again what it paid.
    const parts = await payBack(ground.system, paymentId, 10_000n)
    expect(parts.map((part) => part.kind)).toEqual(["opening_balance"])
    expect(await findBalances(ground.system, [customer.id], today)).toMatchObject([
      { balance: 30_000n, owedBefore: 10_000n, credit: 0n },
    ])
  })

  test("recorded by a form that is sent twice is recorded once", async () => {
    const customer = await ground.make.customer()
    const key = newId()
    const first = await opening(customer, 40_000n, key)
    expect(await opening(customer, 40_000n, key)).toEqual({ ...first, alreadyRecorded: true })
    expect(await opening(customer, -40_000n, key)).toEqual({ ok: false, reason: "key_of_another" })
    expect(await openOn(ground.system, customer)).toEqual([["opening_balance", 40_000n]])
  })
})

describe("a statement", () => {
  test("has one line for each cause, names its documents, and what only moves inside the account is none", async () => {
    const customer = await ground.make.customer()
    await opening(customer, 5_000n)
    const one = await ground.make.document({
      customer,
      number: "T1",
      total: 30_000n,
      issueDate: "2026-10-01",
    })
    const two = await ground.make.document({
      customer,
      number: "T2",
      total: 50_000n,
      issueDate: "2026-10-02",
    })
    const parts = [
      { documentId: one, amount: 30_000n },
      { documentId: two, amount: 20_000n },
    ]
    const { id: paymentId } = await receive(ground.system, {
      customer,
      amount: 60_000n,
      parts,
      on: "2026-10-20",
    })
    await ground.system.transaction((db) =>
      allocate(db, ground.system, { from: { paymentId }, to: { documentId: two }, amount: 10_000n }),
    )
    await payBack(ground.system, paymentId, 60_000n, "2026-10-30")
    await writing(one, 30_000n)
    const statement = await statementOf(customer)
    expect(statement).toMatchObject({ opening: 0n, closing: 55_000n })
    expect(statement.lines).toEqual([
      ["opening_balance", 5_000n, 5_000n],
      ["invoice", 30_000n, 35_000n],
      ["invoice", 50_000n, 85_000n],
      ["payment", -60_000n, 25_000n],
      ["refund", 60_000n, 85_000n],
      ["write_off", -30_000n, 55_000n],
    ])
    const { lines } = await listStatementLines(ground.system, {
      customerId: customer.id,
      currency: "DKK",
      from: "2026-10-02",
      to: "2026-10-20",
    })
    expect(lines[1]).toMatchObject({ kind: "payment", paymentId, paymentMethod: "bank" })
    expect(lines[1]?.documents.map(({ number, amount }) => [number, amount])).toEqual([
      ["T1", -30_000n],
      ["T2", -20_000n],
    ])
  })

  test("of a period opens where the one before it closes", async () => {
    const customer = await ground.make.customer()
    await ground.make.document({ customer, total: 30_000n, issueDate: "2026-10-01" })
    await receive(ground.system, { customer, amount: 10_000n, on: "2026-10-15" })
    const first = await statementOf(customer, "2026-10-01", "2026-10-14")
    const second = await statementOf(customer, "2026-10-15", "2026-10-31")
    expect([first.opening, first.closing]).toEqual([0n, 30_000n])
    expect([second.opening, second.closing]).toEqual([30_000n, 20_000n])
    expect(await statementOf(customer, "2026-11-01", "2026-11-30")).toEqual({
      opening: 20_000n,
      lines: [],
      closing: 20_000n,
    })
  })

  test("of who owed an invoice before its payer was corrected shows that it left the account", async () => {
    const wrong = await ground.make.customer()
    const right = await ground.make.customer()
    const invoice = await ground.make.document({ customer: wrong, number: "T3", total: 100_000n })
    await ground.make.payment(invoice, 30_000n)
    await ground.make.document({ customer: right, number: "T3", total: 100_000n })
    expect((await statementOf(wrong)).lines).toEqual([
      ["invoice", 100_000n, 100_000n],
      ["payment", -30_000n, 70_000n],
      ["transfer", -70_000n, 0n],
    ])
    expect((await statementOf(right)).lines).toEqual([["transfer", 70_000n, 70_000n]])
  })

  test("shows a further version as the difference it makes", async () => {
    const customer = await ground.make.customer()
    await ground.make.document({ customer, number: "T4", total: 100_000n })
    await ground.make.document({ customer, number: "T4", total: 80_000n })
    expect((await statementOf(customer)).lines).toEqual([
      ["invoice", 100_000n, 100_000n],
      ["invoice", -20_000n, 80_000n],
    ])
  })
})
