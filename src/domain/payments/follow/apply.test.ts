import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../../test/ground.ts"
import { makeAttempt } from "../../../../test/payment-attempts.ts"
import { newId } from "../../../platform/ids/index.ts"
import { findDocument } from "../../documents/index.ts"
import { findBalances } from "../../ledger/index.ts"
import { recordPayment } from "../index.ts"
import type { ProviderAggregate, ProviderState } from "../mobilepay/provider.ts"
import { applyAggregate } from "./apply.ts"

const today = "2026-11-21"
let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

/** How a payment stands at the provider; what is left out is nothing. */
function standing(
  state: ProviderState,
  amounts: { authorized?: bigint; captured?: bigint; refunded?: bigint; cancelled?: bigint } = {},
): ProviderAggregate {
  const dkk = (value = 0n) => ({ currency: "DKK", value })
  return {
    state,
    authorized: dkk(amounts.authorized),
    captured: dkk(amounts.captured),
    refunded: dkk(amounts.refunded),
    cancelled: dkk(amounts.cancelled),
  }
}

const openOn = async (documentId: string) => (await findDocument(ground.system, documentId))?.balance

async function balanceOf(customerId: string): Promise<bigint> {
  const [balance] = await findBalances(ground.system, [customerId], today)
  return balance?.balance ?? 0n
}

async function paymentsOf(attemptId: string) {
  return ground.system.transaction((db) =>
    db
      .selectFrom("payments")
      .select(["id", "amount"])
      .where("attempt_id", "=", attemptId)
      .orderBy("id")
      .execute(),
  )
}

async function eventsOf(attemptId: string): Promise<string[]> {
  const rows = await ground.system.transaction((db) =>
    db.selectFrom("events").select(["kind", "data"]).orderBy("id").execute(),
  )
  return rows.filter((row) => (row.data as { attempt?: string }).attempt === attemptId).map((row) => row.kind)
}

async function newInvoice(total = 100_000n) {
  const customer = await ground.make.customer()
  const documentId = await ground.make.document({ customer, total })
  return { customer, documentId }
}

test("an approved payment is not a paid invoice; a captured one is", async () => {
  const { customer, documentId } = await newInvoice()
  const attempt = await makeAttempt(ground.system, {
    customerId: customer.id,
    items: [{ documentId, amount: 100_000n }],
  })
  const approved = await applyAggregate(
    ground.system,
    attempt.id,
    standing("AUTHORIZED", { authorized: 100_000n }),
  )
  expect(approved.state).toBe("authorized")
  expect(await openOn(documentId)).toBe(100_000n)
  const captured = await applyAggregate(
    ground.system,
    attempt.id,
    standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n }),
  )
  expect(captured.state).toBe("completed")
  expect(await openOn(documentId)).toBe(0n)
  expect(await balanceOf(customer.id)).toBe(0n)
})

test("an amount captured in two parts is two payments that add up to it", async () => {
  const { customer, documentId } = await newInvoice()
  const attempt = await makeAttempt(ground.system, {
    customerId: customer.id,
    items: [{ documentId, amount: 100_000n }],
  })
  for (const captured of [40_000n, 40_000n, 100_000n, 40_000n]) {
    await applyAggregate(
      ground.system,
      attempt.id,
      standing("AUTHORIZED", { authorized: 100_000n, captured }),
    )
  }
  expect((await paymentsOf(attempt.id)).map((payment) => payment.amount)).toEqual([40_000n, 60_000n])
  expect(await openOn(documentId)).toBe(0n)
})

test("two who tell of the same capture at once book it once", async () => {
  const { customer, documentId } = await newInvoice()
  const attempt = await makeAttempt(ground.system, {
    customerId: customer.id,
    items: [{ documentId, amount: 100_000n }],
  })
  const told = standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n })
  await Promise.all(Array.from({ length: 8 }, () => applyAggregate(ground.system, attempt.id, told)))
  expect(await paymentsOf(attempt.id)).toHaveLength(1)
  expect(await eventsOf(attempt.id)).toEqual(["payment.completed"])
})

describe("money that comes in spite of everything is booked", () => {
  test("for an attempt that had expired", async () => {
    const { customer, documentId } = await newInvoice()
    const attempt = await makeAttempt(ground.system, {
      customerId: customer.id,
      items: [{ documentId, amount: 100_000n }],
    })
    await applyAggregate(ground.system, attempt.id, standing("EXPIRED"))
    const after = await applyAggregate(
      ground.system,
      attempt.id,
      standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n }),
    )
    expect(after.state).toBe("completed")
    expect(await openOn(documentId)).toBe(0n)
    expect(await eventsOf(attempt.id)).toEqual(["payment.failed", "payment.completed"])
  })

  test("for an invoice paid by bank meanwhile: it stays on the account, and staff are told", async () => {
    const { customer, documentId } = await newInvoice()
    const attempt = await makeAttempt(ground.system, {
      customerId: customer.id,
      items: [{ documentId, amount: 100_000n }],
    })
    const form = { method: "bank", receivedOn: "2026-11-01", requestKey: newId() } as const
    await recordPayment(ground.system, { ...form, documentId, amount: 70_000n })
    await applyAggregate(
      ground.system,
      attempt.id,
      standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n }),
    )
    expect(await openOn(documentId)).toBe(0n)
    expect(await balanceOf(customer.id)).toBe(-70_000n)
    expect(await eventsOf(attempt.id)).toEqual(["payment.completed", "payment.surplus"])
  })

  test("for an invoice whose payer was corrected meanwhile: it pays that invoice all the same", async () => {
    const one = await ground.make.customer()
    const other = await ground.make.customer()
    const documentId = await ground.make.document({ customer: one, number: "77001", total: 100_000n })
    const attempt = await makeAttempt(ground.system, {
      customerId: one.id,
      items: [{ documentId, amount: 100_000n }],
    })
    await ground.make.document({ customer: one, billTo: other, number: "77001", total: 100_000n })
    await applyAggregate(
      ground.system,
      attempt.id,
      standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n }),
    )
    expect(await openOn(documentId)).toBe(0n)
    expect(await balanceOf(one.id)).toBe(0n)
    expect(await balanceOf(other.id)).toBe(0n)
  })
})

test("several invoices are paid with a credit set off, each as far as it was asked", async () => {
  const customer = await ground.make.customer()
  const first = await ground.make.document({ customer, total: 60_000n })
  const second = await ground.make.document({ customer, total: 50_000n })
  const credit = await ground.make.document({ customer, kind: "credit_note", total: 30_000n })
  const attempt = await makeAttempt(ground.system, {
    customerId: customer.id,
    items: [
      { documentId: first, amount: 60_000n },
      { documentId: second, amount: 50_000n },
      { documentId: credit, amount: -30_000n },
    ],
  })
  expect(attempt.amount).toBe(80_000n)
  await applyAggregate(
    ground.system,
    attempt.id,
    standing("AUTHORIZED", { authorized: 80_000n, captured: 80_000n }),
  )
  expect(await openOn(first)).toBe(0n)
  expect(await openOn(second)).toBe(0n)
  expect(await openOn(credit)).toBe(0n)
  expect(await balanceOf(customer.id)).toBe(0n)
})

test("a credit that was used elsewhere meanwhile leaves its part of the invoice open", async () => {
  const customer = await ground.make.customer()
  const invoice = await ground.make.document({ customer, total: 60_000n })
  const other = await ground.make.document({ customer, total: 25_000n, number: "88001" })
  const credit = await ground.make.document({ customer, kind: "credit_note", total: 30_000n, number: "K88" })
  const attempt = await makeAttempt(ground.system, {
    customerId: customer.id,
    items: [
      { documentId: invoice, amount: 60_000n },
      { documentId: credit, amount: -30_000n },
    ],
  })
  // A further version of the credit note names the other invoice.
  await ground.make.document({
    customer,
    kind: "credit_note",
    total: 30_000n,
    number: "K88",
    content: { references: { precedingInvoices: [{ number: "88001" }] } },
  })
  await applyAggregate(
    ground.system,
    attempt.id,
    standing("AUTHORIZED", { authorized: 30_000n, captured: 30_000n }),
  )
  expect(await openOn(other)).toBe(0n)
  expect(await openOn(invoice)).toBe(25_000n)
  expect(await openOn(credit)).toBe(0n)
})

test("what is told in another currency, or of more than was asked for, books nothing", async () => {
  const { customer, documentId } = await newInvoice()
  const attempt = await makeAttempt(ground.system, {
    customerId: customer.id,
    items: [{ documentId, amount: 100_000n }],
  })
  const more = standing("AUTHORIZED", { authorized: 200_000n, captured: 200_000n })
  await expect(applyAggregate(ground.system, attempt.id, more)).rejects.toThrow("more than was asked for")
  const euros = { ...more, captured: { currency: "EUR", value: 100_000n } }
  await expect(applyAggregate(ground.system, attempt.id, euros)).rejects.toThrow("another currency")
  expect(await openOn(documentId)).toBe(100_000n)
  expect(await paymentsOf(attempt.id)).toEqual([])
})

/** Every way a payment can go, as the provider's standing after each step. */
const histories: readonly (readonly ProviderAggregate[])[] = [
  [standing("CREATED"), standing("ABORTED")],
  [standing("CREATED"), standing("EXPIRED")],
  [standing("CREATED"), standing("TERMINATED")],
  [
    standing("CREATED"),
    standing("AUTHORIZED", { authorized: 100_000n }),
    standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n }),
  ],
  [
    standing("CREATED"),
    standing("AUTHORIZED", { authorized: 100_000n }),
    standing("AUTHORIZED", { authorized: 100_000n, captured: 30_000n }),
    standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n }),
    standing("AUTHORIZED", { authorized: 100_000n, captured: 100_000n, refunded: 20_000n }),
  ],
  [
    standing("CREATED"),
    standing("AUTHORIZED", { authorized: 100_000n }),
    standing("AUTHORIZED", { authorized: 100_000n, cancelled: 100_000n }),
  ],
]

test("in whatever order and however often a payment is told of, it ends alike", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...histories).chain((history) =>
        fc.record({
          history: fc.constant(history),
          // Told in any order, some twice, some not at all; and at last how it stands now.
          told: fc.array(fc.nat(history.length - 1), { maxLength: 8 }),
        }),
      ),
      async ({ history, told }) => {
        const { customer, documentId } = await newInvoice()
        const attempt = await makeAttempt(ground.system, {
          customerId: customer.id,
          items: [{ documentId, amount: 100_000n }],
        })
        const last = history.at(-1)
        if (!last) throw new Error("A history has steps.")
        for (const step of told) {
          const at = history[step]
          if (at) await applyAggregate(ground.system, attempt.id, at)
        }
        const end = await applyAggregate(ground.system, attempt.id, last)
        const paid = (await paymentsOf(attempt.id)).reduce((sum, payment) => sum + payment.amount, 0n)
        expect(paid).toBe(last.captured.value)
        expect(end.state).toBe(
          last.captured.value > 0n
            ? "completed"
            : {
                ABORTED: "declined",
                EXPIRED: "expired",
                TERMINATED: "cancelled",
                AUTHORIZED: "cancelled",
                CREATED: "",
              }[last.state],
        )
        const kinds = await eventsOf(attempt.id)
        expect(kinds.filter((kind) => kind === "payment.failed")).toHaveLength(
          last.captured.value > 0n ? 0 : 1,
        )
      },
    ),
    { numRuns: process.env.KVIT_PROVE === "1" ? 500 : 25 },
  )
})
