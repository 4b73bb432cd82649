import { expect, test } from "vitest"
import { statusOf } from "./index.ts"

const facts = {
  state: "issued",
  credited: 0n,
  writtenOff: 0n,
  refunded: 0n,
  dueDate: null,
  validUntil: null,
} as const
const today = "2026-11-02"

test("an invoice over a negative amount, which the business still owes, is an open credit", () => {
  expect(statusOf({ ...facts, kind: "invoice", payable: -50_000n, balance: -50_000n }, today)).toBe(
    "credit_open",
  )
})

test("an invoice paid before a further version lowered it says what is in the customer's favour", () => {
  expect(statusOf({ ...facts, kind: "invoice", payable: 40_000n, balance: -60_000n }, today)).toBe(
    "credit_open",
  )
})

test("a credit note over a negative amount, which asks for money, is open and then overdue", () => {
  const note = { ...facts, kind: "credit_note", payable: -50_000n, balance: 50_000n } as const
  expect(statusOf(note, today)).toBe("open")
  expect(statusOf({ ...note, dueDate: "2026-11-01" }, today)).toBe("overdue")
  expect(statusOf({ ...note, balance: 0n }, today)).toBe("set_off")
})

test("what a write-off settled is not called paid, nor what was paid back called set off", () => {
  const invoice = { ...facts, kind: "invoice", payable: 50_000n, balance: 0n } as const
  expect(statusOf(invoice, today)).toBe("paid")
  expect(statusOf({ ...invoice, writtenOff: 1n }, today)).toBe("written_off")
  expect(statusOf({ ...invoice, writtenOff: 1n, balance: 10_000n }, today)).toBe("part_paid")
  const note = { ...facts, kind: "credit_note", payable: 50_000n, balance: 0n } as const
  expect(statusOf({ ...note, refunded: 50_000n }, today)).toBe("refunded")
})
