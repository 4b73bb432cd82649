import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createFactories } from "../../../test/factories.ts"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { createSystemActor, type Database } from "../../platform/database/index.ts"
import { findDocument } from "../documents/index.ts"
import { findBalances, listBookings, statusOf } from "./index.ts"

const today = "2026-11-02"
let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

const naming = (number: string) => ({ references: { precedingInvoices: [{ number }] } })

async function standing(documentId: string) {
  const detail = await findDocument(ground.system, documentId)
  if (!detail) throw new Error("No document.")
  return { balance: detail.balance, status: statusOf(detail, today) }
}

async function accountOf(customer: { id: string }): Promise<bigint | undefined> {
  const [balance] = await findBalances(ground.system, [customer.id], today)
  return balance?.balance
}

test("a credit note that a further version lowers leaves the rest open on its invoice", async () => {
  const customer = await ground.make.customer()
  const invoice = await ground.make.document({ customer, number: "L1", total: 100_000n })
  const credit = { customer, kind: "credit_note", number: "LK1", content: naming("L1") } as const
  const note = await ground.make.document({ ...credit, total: 100_000n })
  await ground.make.document({ ...credit, total: 40_000n })
  expect(await standing(invoice)).toEqual({ balance: 60_000n, status: "part_paid" })
  expect(await standing(note)).toEqual({ balance: 0n, status: "set_off" })
  // What was set off stays written, and is countered beside it.
  const bookings = await listBookings(ground.system, invoice)
  expect(bookings.map((booking) => [booking.kind, booking.amount, booking.counterpart?.number])).toEqual([
    ["invoice", 100_000n, undefined],
    ["allocation", -100_000n, "LK1"],
    ["allocation", 60_000n, "LK1"],
  ])
})

test("an invoice that a further version lowers below what was credited gives the rest back to its credit note", async () => {
  const customer = await ground.make.customer()
  const invoice = await ground.make.document({ customer, number: "L2", total: 100_000n })
  const credit = { customer, kind: "credit_note", number: "LK2", content: naming("L2") } as const
  const note = await ground.make.document({ ...credit, total: 100_000n })
  await ground.make.document({ customer, number: "L2", total: 40_000n })
  expect(await standing(invoice)).toEqual({ balance: 0n, status: "credited" })
  expect(await standing(note)).toEqual({ balance: -60_000n, status: "credit_open" })
  expect(await accountOf(customer)).toBe(-60_000n)
})

test("what a lowered invoice gives back goes to the other invoice its credit note names", async () => {
  const customer = await ground.make.customer()
  const first = await ground.make.document({
    customer,
    number: "L3",
    total: 100_000n,
    issueDate: "2026-10-01",
  })
  const second = await ground.make.document({ customer, number: "L4", total: 100_000n })
  const references = { precedingInvoices: [{ number: "L3" }, { number: "L4" }] }
  const note = await ground.make.document({
    customer,
    kind: "credit_note",
    total: 120_000n,
    content: { references },
  })
  await ground.make.document({ customer, number: "L3", total: 30_000n, issueDate: "2026-10-01" })
  expect((await standing(first)).balance).toBe(0n)
  expect((await standing(second)).balance).toBe(10_000n)
  expect((await standing(note)).balance).toBe(0n)
})

test("a credit note whose further version names another invoice is set off against that one instead", async () => {
  const customer = await ground.make.customer()
  const wrong = await ground.make.document({ customer, number: "L5", total: 50_000n })
  const right = await ground.make.document({ customer, number: "L6", total: 50_000n })
  const credit = { customer, kind: "credit_note", number: "LK5", total: 50_000n } as const
  await ground.make.document({ ...credit, content: naming("L5") })
  await ground.make.document({ ...credit, content: naming("L6") })
  expect(await standing(wrong)).toEqual({ balance: 50_000n, status: "open" })
  expect(await standing(right)).toEqual({ balance: 0n, status: "credited" })
})

test("a set-off half an hour after midnight in Denmark bears the date it is in Denmark", async () => {
  const clock = { now: () => new Date("2026-07-31T22:30:00Z") }
  const system = createSystemActor({ database: ground.database, clock }, ground.businessId, "import")
  const make = createFactories(system, ground.secrets)
  const customer = await make.customer({ name: "Midnat ApS", companyId: "40000001" })
  const invoice = await make.document({ customer, number: "D1" })
  await make.document({ customer, kind: "credit_note", number: "DK1", content: naming("D1") })
  const bookings = await listBookings(system, invoice)
  const setOff = bookings.filter((booking) => booking.kind === "allocation")
  expect(setOff.map((booking) => booking.entryDate)).toEqual(["2026-08-01"])
})

/** A database whose transactions stay open a while after their work, so that two of them overlap. */
function lingering(database: Database): Database {
  return {
    ...database,
    transaction: (work) =>
      database.transaction(async (db) => {
        const result = await work(db)
        await sql`select pg_sleep(0.5)`.execute(db)
        return result
      }),
  }
}

test("a credit note and its invoice that two imports bring at the same moment are set off", async () => {
  const customer = await ground.make.customer()
  const environment = { database: lingering(ground.database), clock: ground.clock }
  const make = createFactories(createSystemActor(environment, ground.businessId, "import"), ground.secrets)
  const [invoice, note] = await Promise.all([
    make.document({ customer, number: "R1", total: 10_000n }),
    make.document({ customer, kind: "credit_note", number: "RK1", total: 10_000n, content: naming("R1") }),
  ])
  expect(await standing(invoice)).toEqual({ balance: 0n, status: "credited" })
  expect(await standing(note)).toEqual({ balance: 0n, status: "set_off" })
})
