import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { checkTotals } from "../../documents/index.ts"
import { CsvFileError, type DocumentRow, readDocumentsCsv } from "./index.ts"

const seller = { name: "Nordvik Auto A/S", identifiers: [] }
const read = (text: string, options: object = {}) =>
  readDocumentsCsv(new TextEncoder().encode(text), { seller, ...options })
const problems = (text: string) =>
  read(text).rows.flatMap((each) => ("problems" in each ? each.problems : []))

function only(text: string, options: object = {}): DocumentRow {
  const [first, ...others] = read(text, options).rows
  if (first === undefined || others.length > 0 || !("data" in first)) throw new Error(JSON.stringify(first))
  return first.data
}

const danish = [
  "Art;Nummer;Dato;Forfaldsdato;Kundenr;Kundenavn;Betalernr;Registreringsnummer;Mærke;Km-stand;Afdeling;Tekst;Varenr;Antal;Enhed;Enhedspris;Rabat;Moms",
  "Faktura;10001;21.11.2026;05-12-2026;1001;Anna Holm;1002;AB 12 345;Volkswagen;84.500;Aarhus;Bremseklodser;BK-7;2;stk;1.234,50;10;25",
  "Faktura;10001;21.11.2026;;1001;;;;;;;Arbejdsløn;;1,5;time;995,00;;25",
  "Tilbud;501;21/11/2026;;;Peter Møller;;;;;;Syn;;1;;500;;0",
].join("\n")

describe("documents from CSV", () => {
  test("rows of one number are the lines of one document, and it is added up", () => {
    const { rows } = read(danish)
    expect(rows.map((each) => each.row)).toEqual([2, 4])
    const [invoice, quote] = rows.flatMap((each) => ("data" in each ? [each.data] : []))
    expect(invoice?.document).toMatchObject({
      kind: "invoice",
      typeCode: "380",
      number: "10001",
      issueDate: "2026-11-21",
      dueDate: "2026-12-05",
      currency: "DKK",
      seller,
      vehicle: { registration: "AB 12 345", make: "Volkswagen", odometerKm: 84_500 },
      dealer: { branch: "Aarhus" },
      totals: {
        gross: 396_150n,
        discount: 24_690n,
        withoutVat: 371_460n,
        vat: 92_865n,
        payable: 464_325n,
      },
    })
    expect(invoice?.document.lines).toMatchObject([
      {
        id: "1",
        name: "Bremseklodser",
        itemNumber: "BK-7",
        quantity: "2",
        unit: "stk",
        netPrice: "1234.50",
        net: 222_210n,
      },
      { id: "2", name: "Arbejdsløn", quantity: "1.5", net: 149_250n, vat: { category: "S", rate: "25" } },
    ])
    expect(invoice?.customerKeys).toEqual({ number: "1001", name: "Anna Holm" })
    expect(invoice?.billToKeys).toEqual({ number: "1002" })
    expect(invoice?.isDraft).toBe(false)
    expect(quote?.document).toMatchObject({ kind: "quote", lines: [{ vat: { category: "Z", rate: "0" } }] })
    expect(quote?.document.vehicle).toBeUndefined()
  })

  test("an English file with commas and a draft", () => {
    const found = only(
      'kind,number,date,state,currency,customer e-mail,customer CVR,line text,quantity,unit price,VAT\norder,7,2026-11-21,draft,EUR,anna@holm.example,DK16356706,Tyres,4,"1,234.50",25%',
    )
    expect(found.isDraft).toBe(true)
    expect(found.customerKeys).toEqual({ companyId: "16356706", email: "anna@holm.example" })
    expect(found.document).toMatchObject({ kind: "order", currency: "EUR", totals: { lines: 493_800n } })
    expect(checkTotals(found.document)).toEqual([])
  })

  test("a credit note names what it corrects, in positive amounts", () => {
    const file = (quantity: string) =>
      `kind;number;date;customer;corrects;text;quantity;price;vat\ncredit note;K1;2026-11-21;Anna;10001;Retur;${quantity};100,00;25`
    expect(only(file("1")).document.references.precedingInvoices).toEqual([{ number: "10001" }])
    expect(problems(file("-1"))).toEqual([
      "Row 2: a credit note is written with positive quantities and prices.",
    ])
  })

  test("what is wrong is named by row and column, and the whole document is left out", () => {
    const header = "kind;number;date;due date;customer;text;quantity;price;discount;vat;vat code;km\n"
    expect(
      problems(`${header}invoice;1;11/21/2026;;Anna;A;x;1,5;120;25;;far\ninvoice;1;;2026-12-01;Bo;;1;;;;;`),
    ).toEqual([
      "Row 2, column “quantity”: “x” is not a number.",
      "Row 2, column “discount”: “120” is not between 0 and 100.",
      "Row 2, column “date”: “11/21/2026” is not a date such as 2026-11-21 or 21-11-2026, day first.",
      "Row 2, column “km”: “far” is not a whole number.",
      "Row 3, column “due date”: “2026-12-01”, but row 2 of the same document says nothing.",
      "Row 3, column “customer”: “Bo”, but row 2 of the same document says “Anna”.",
      "Row 3, column “text”: is empty.",
      "Row 3, column “price”: is empty.",
      "Row 3, column “vat”: is empty.",
    ])
    expect(problems(`${header}robot;1;2026-11-21;;;A;1;1,5;;25;E;`)).toEqual([
      "Row 2, column “vat”: “25” is not 0, but category E carries no VAT.",
      expect.stringContaining("Row 2, column “kind”: “robot” is none of quote, tilbud"),
      "Row 2 names no customer.",
    ])
    expect(
      problems("kind;number;date;currency;customer;text;price;vat\ninvoice;1;2026-11-21;KRO;A;A;1;25"),
    ).toEqual(["Row 2, column “currency”: “KRO” is not a currency such as DKK."])
  })

  test("the 30th of February is no date", () => {
    expect(problems("kind;number;date;customer;text;price;vat\ninvoice;1;30-02-2026;A;A;1;25")).toHaveLength(
      1,
    )
  })

  test("columns that must be there are named", () => {
    expect(() => read("kind;number\ninvoice;1")).toThrow(
      "Row 1 has no column for: date, line text, unit price.",
    )
  })
})

describe("how a file writes numbers", () => {
  const file = (...prices: string[]) =>
    `kind;number;date;customer;text;price;vat\n${prices.map((price, i) => `invoice;${i};2026-11-21;A;A;${price};25`).join("\n")}`
  const prices = (text: string, options: object = {}) =>
    read(text, options).rows.map((each) =>
      "data" in each ? each.data.document.lines[0]?.netPrice : each.problems,
    )

  test("one clear number decides for all", () => {
    expect(prices(file("1.234", "1.234,50", "12", "-7,5"))).toEqual(["1234", "1234.50", "12", "-7.5"])
    expect(prices(file("1.234", "1,234.50", "0.125"))).toEqual(["1.234", "1234.50", "0.125"])
    expect(prices(file("1.234.567", "1.234"))).toEqual(["1234567", "1234"])
    expect(prices(file("0.125", "1000"))).toEqual(["0.125", "1000"])
    expect(prices(file("1 234,50 kr.", "kr 99,95"))).toEqual(["1234.50", "99.95"])
  })

  test("a file that can be read in two ways is refused, until someone says which", () => {
    expect(() => prices(file("12", "1.234"))).toThrow(
      new CsvFileError(
        "Row 3, column “price”, “1.234” can mean 1234 or 1.234; write decimals, such as 1234,00 or 1234.00.",
      ),
    )
    expect(prices(file("1.234"), { decimalMark: "," })).toEqual(["1234"])
    expect(prices(file("1.234"), { decimalMark: "." })).toEqual(["1.234"])
  })

  test("a file that writes in both ways is refused", () => {
    expect(() => prices(file("1,5", "2.75"))).toThrow(
      "Row 3, column “price”, “2.75” and Row 2, column “price”, “1,5” write decimals differently",
    )
  })

  test("any amount written the Danish or the English way comes back the same", () => {
    const amount = fc.bigInt({ min: -99_999_999_999n, max: 99_999_999_999n })
    fc.assert(
      fc.property(amount, fc.constantFrom([".", ","], [",", "."]), (value, [thousands = "", mark = ""]) => {
        const digits = `${value < 0n ? -value : value}`.padStart(3, "0")
        const whole = digits.slice(0, -2)
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands)
        const sign = value < 0n ? "-" : ""
        const written = `${sign}${grouped}${mark}${digits.slice(-2)}`
        expect(prices(file(written))).toEqual([`${sign}${whole}.${digits.slice(-2)}`])
      }),
    )
  })
})

test("any text is read or refused, never anything else", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom("invoice", "2026-11-21", "1,5", "1.234", '"', ";", "=1+1"),
  )
  const rows = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 6 })
  fc.assert(
    fc.property(rows, (cells) => {
      const text = `kind;number;date;customer;text;quantity;price;vat;km\n${cells.map((each) => each.join(";")).join("\n")}`
      try {
        for (const row of read(text).rows) expect("data" in row || row.problems.length > 0).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(CsvFileError)
      }
    }),
    { numRuns: 500 },
  )
})
