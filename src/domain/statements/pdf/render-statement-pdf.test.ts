import { createHash } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { readPdf, textOf } from "../../../../test/read-pdf.ts"
import { nordAuto } from "../../../../test/sample-documents.ts"
import { movements, sampleStatement } from "../sample-statement.fixture.ts"
import { renderStatementPdf, type StatementPdfInput } from "./render-statement-pdf.ts"

const render = (input: Partial<StatementPdfInput> = {}) =>
  renderStatementPdf({
    statement: sampleStatement(),
    branding: nordAuto,
    companyId: "12345678",
    language: "en",
    ...input,
  })
/** Without the spaces that the setting of the lines decides. */
const packed = (text: string) => text.replaceAll(/\s/g, "")

test("a statement says whose it is, every line with its balance, its age, and how to pay", async () => {
  const text = packed(textOf(await render()))
  for (const said of [
    "Statement of account",
    "Havnens Kørsel ApS",
    "1 January 2026 – 21 November 2026",
    "Opening balance 12,345.50",
    "Invoice 10042 13 Feb 2026 4,187.50 16,533.00",
    "Payment, MobilePay for 10042 −3,562.50 −100.00",
    "Invoice 10077, corrected",
    "Written off for 10077",
    "DKK 28,898.75",
    "61–90 days 0.00",
    "Over 90 days 27,748.75",
    "Please pay 28,898.75 kr.",
    "Of this 1,250.00 kr. is not due yet.",
    "IBAN",
    "CVR 12 34 56 78",
    "Page 1 of 1",
  ])
    expect(text, said).toContain(packed(said))
  expect(text).not.toContain("undefined")
})

test("in Danish it is Danish throughout", async () => {
  const text = packed(textOf(await render({ language: "da" })))
  for (const said of ["Kontoudtog", "Primosaldo", "Betaling, bankoverførsel", "28.898,75", "Side 1 af 1"])
    expect(text, said).toContain(packed(said))
  expect(text).not.toMatch(/Statement|Opening|Payment,|Paidback/)
})

test("nothing is asked for where nothing is owed", async () => {
  const nothing = { notDue: 0n, days1to30: 0n, days31to60: 0n, days61to90: 0n, over90: 0n, credit: 0n }
  const settled = sampleStatement({ opening: 0n, lines: [], closing: 0n, ageing: nothing })
  const text = packed(textOf(await render({ statement: settled })))
  expect(text).toContain(packed("Nothing was booked in this period."))
  expect(text).toContain(packed("DKK 0.00"))
  expect(text).not.toContain("Pleasepay")
  expect(text).not.toContain(packed("61–90 days"))
  const inFavour = sampleStatement({ closing: -5_000n })
  expect(packed(textOf(await render({ statement: inFavour })))).not.toContain("Pleasepay")
})

test("it is PDF/A-3a, and the same template passes as PDF/UA-1", async () => {
  const kept = readPdf(await render())
  expect(kept.source).toContain("<pdfaid:part>3</pdfaid:part>")
  expect(kept.source).toContain("<pdfaid:conformance>A</pdfaid:conformance>")
  const { source } = readPdf(await render({ standard: "ua-1" }))
  expect(source).toContain("<pdfuaid:part>1</pdfuaid:part>")
})

test("the same statement is the same bytes", async () => {
  const sha = async () =>
    createHash("sha256")
      .update(await render())
      .digest("hex")
  expect(await sha()).toBe(await sha())
})

test("a statement of 700 lines has its table's head on every page and loses no line", async () => {
  const lines = movements(
    Array.from({ length: 700 }, (_, at) => ({
      date: "2026-03-01",
      kind: "invoice" as const,
      amount: 100n,
      documents: [{ id: String(at), kind: "invoice" as const, number: String(40_000 + at), amount: 0n }],
    })),
  )
  const { pages } = readPdf(
    await render({ statement: sampleStatement({ opening: 0n, lines, closing: 70_000n }) }),
  )
  expect(pages.length).toBeGreaterThan(15)
  for (const [index, page] of pages.slice(0, -1).entries()) {
    expect(page).toContain("Balance")
    expect(packed(page)).toContain(`Page${index + 1}of${pages.length}`)
  }
  const text = packed(pages.join(" "))
  for (const { documents } of lines) expect(text).toContain(documents[0]?.number)
  expect(packed(pages.at(-1) ?? "")).toContain("DKK700.00")
})

test("whatever a customer is called and a document is numbered, it is printed as it is written", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
        fc.constant('#read("/etc/passwd")'),
      ),
      async (text) => {
        const { customer } = sampleStatement()
        const lines = movements([
          {
            date: "2026-03-01",
            kind: "invoice",
            amount: 1n,
            documents: [{ id: "1", kind: "invoice", number: text, amount: 0n }],
          },
        ])
        const statement = sampleStatement({
          lines,
          customer: { ...customer, name: text, addressLines: [text] },
        })
        expect(textOf(await render({ statement, standard: "ua-1" }))).not.toContain("root:x:0")
      },
    ),
    { numRuns: 20 },
  )
}, 30_000)

test("amounts of any size keep their room", async () => {
  const huge = 9_223_372_036_854_775_807n
  const lines = movements([{ date: "2026-03-01", kind: "invoice", amount: huge }])
  const text = packed(
    textOf(await render({ statement: sampleStatement({ opening: 0n, lines, closing: huge }) })),
  )
  expect(text).toContain("92,233,720,368,547,758.07")
})
