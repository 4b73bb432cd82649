/** A statement with one line of each kind, for tests. */
import type { Statement, StatementLine } from "./find-statement.ts"

export function sampleStatement(changed: Partial<Statement> = {}): Statement {
  const opening = 1_234_550n
  const lines = movements(
    [
      {
        date: "2026-01-14",
        kind: "invoice",
        amount: 418_750n,
        documents: [invoice("10042")],
        dueDate: "2026-02-13",
      },
      {
        date: "2026-02-02",
        kind: "payment",
        amount: -1_234_550n,
        documents: [invoice("10031")],
        paymentMethod: "bank",
      },
      { date: "2026-02-20", kind: "credit_note", amount: -62_500n, documents: [creditNote("20007")] },
      { date: "2026-03-01", kind: "credit_note", amount: -10_000n },
      {
        date: "2026-03-09",
        kind: "payment",
        amount: -356_250n,
        documents: [invoice("10042")],
        paymentMethod: "mobilepay",
      },
      {
        date: "2026-06-30",
        kind: "invoice",
        amount: 2_750_000n,
        documents: [invoice("10077")],
        dueDate: "2026-07-30",
      },
      {
        date: "2026-07-02",
        kind: "invoice",
        amount: -25_000n,
        documents: [invoice("10077")],
        version: 2,
      },
      { date: "2026-08-03", kind: "refund", amount: 50_000n, paymentMethod: "mobilepay" },
      { date: "2026-09-01", kind: "write_off", amount: -125n, documents: [invoice("10077")] },
      {
        date: "2026-11-02",
        kind: "invoice",
        amount: 125_000n,
        documents: [invoice("10099")],
        dueDate: "2026-12-02",
      },
    ],
    opening,
  )
  return {
    customer: {
      id: "0197b1f0-0000-7000-8000-000000000001",
      number: "1017",
      name: "Havnens Kørsel ApS",
      companyId: "34567890",
      addressLines: ["Kystvejen 17", "8000 Aarhus C"],
      country: "DK",
    },
    currency: "DKK",
    from: "2026-01-01",
    to: "2026-11-21",
    madeOn: "2026-11-21",
    opening,
    lines,
    closing: lines.at(-1)?.balance ?? opening,
    ageing: {
      notDue: 125_000n,
      days1to30: 0n,
      days31to60: 0n,
      days61to90: 0n,
      over90: 2_774_875n,
      credit: 10_000n,
    },
    ...changed,
  }
}

/** Lines with what is not said filled in and the balance after each. */
export function movements(
  given: (Pick<StatementLine, "date" | "kind" | "amount"> & Partial<StatementLine>)[],
  opening = 0n,
) {
  let balance = opening
  return given.map((line, index): StatementLine => {
    balance += line.amount
    const unsaid = { documents: [], dueDate: null, version: null, paymentId: null, paymentMethod: null }
    return { id: String(index), ...unsaid, ...line, balance }
  })
}

function invoice(number: string) {
  return { id: `0197b1f0-0000-7000-8000-0000000${number}`, kind: "invoice" as const, number, amount: 0n }
}

function creditNote(number: string) {
  return { ...invoice(number), kind: "credit_note" as const }
}
