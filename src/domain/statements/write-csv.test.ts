import { parse } from "csv-parse/sync"
import { expect, test } from "vitest"
import { movements, sampleStatement } from "./sample-statement.fixture.ts"
import { writeStatementCsv } from "./write-csv.ts"

function read(csv: string, delimiter: string): string[][] {
  return parse(csv, { bom: true, delimiter })
}

test("a spreadsheet set to Danish opens it as it is: semicolons, decimal commas, and the mark of UTF-8", () => {
  const csv = writeStatementCsv(sampleStatement(), "da")
  expect(csv.startsWith("\ufeff")).toBe(true)
  const rows = read(csv, ";")
  expect(rows[0]).toEqual(["Dato", "Tekst", "Nummer", "Forfalder", "Beløb", "Saldo", "Valuta"])
  expect(rows[1]).toEqual(["2026-01-01", "Primosaldo", "", "", "", "12345,50", "DKK"])
  expect(rows[2]).toEqual([
    "2026-01-14",
    "Faktura 10042",
    "10042",
    "2026-02-13",
    "4187,50",
    "16533,00",
    "DKK",
  ])
  expect(rows.at(-1)).toEqual(["2026-11-21", "Ultimosaldo", "", "", "", "28898,75", "DKK"])
  expect(rows).toHaveLength(13)
})

test("in English it has commas and points", () => {
  const rows = read(writeStatementCsv(sampleStatement(), "en"), ",")
  expect(rows[3]).toEqual([
    "2026-02-02",
    "Payment, bank transfer for 10031",
    "10031",
    "",
    "-12345.50",
    "4187.50",
    "DKK",
  ])
})

test("no number of a document becomes a formula, and none breaks out of its cell", () => {
  const numbers = [
    '=HYPERLINK("http://x.example";"y")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    '"; =1',
    "a,b;c\r\n=d",
    "＝1",
  ]
  for (const number of numbers) {
    const lines = movements([
      {
        date: "2026-03-01",
        kind: "payment",
        amount: -1n,
        documents: [{ id: "1", kind: "invoice", number, amount: 0n }],
      },
    ])
    for (const [language, delimiter] of [
      ["da", ";"],
      ["en", ","],
    ] as const) {
      const rows = read(writeStatementCsv(sampleStatement({ lines }), language), delimiter)
      expect(rows).toHaveLength(4)
      for (const row of rows) expect(row).toHaveLength(7)
      const cell = rows[2]?.[2] ?? ""
      expect(cell).toBe(/^[=+\-@\t＝]/.test(number) ? `'${number}` : number)
    }
  }
})

test("figures stay figures, also those below nothing", () => {
  const lines = movements([{ date: "2026-03-01", kind: "payment", amount: -100n }])
  const rows = read(writeStatementCsv(sampleStatement({ opening: 0n, lines, closing: -100n }), "en"), ",")
  expect(rows[2]?.slice(4, 6)).toEqual(["-1.00", "-1.00"])
})
