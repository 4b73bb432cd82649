import { expect, test } from "vitest"
import { statusOf } from "../../src/domain/ledger/index.ts"

test("an invoice over a negative amount, which the business still owes, is not paid", () => {
  const facts = {
    kind: "invoice",
    state: "issued",
    payable: -50_000n,
    balance: -50_000n,
    credited: 0n,
    dueDate: null,
    validUntil: null,
  } as const
  expect(statusOf(facts, "2026-11-02")).not.toBe("paid")
})

test("an unpaid credit note whose further version left something open to pay is not set off", () => {
  const facts = {
    kind: "credit_note",
    state: "issued",
    payable: 40_000n,
    balance: 60_000n,
    credited: -100_000n,
    dueDate: null,
    validUntil: null,
  } as const
  expect(statusOf(facts, "2026-11-02")).not.toBe("set_off")
})
