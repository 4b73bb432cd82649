import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { DocumentData } from "../document-data.ts"
import { calculateTotals, checkTotals, grossAndDiscount, type TotalsInput } from "./index.ts"
import { totalsInput } from "./totals-input.arbitrary.ts"

const s25 = { category: "S", rate: "25" }

/** An invoice with correct amounts. */
function invoice(input: TotalsInput): DocumentData {
  const { lineNets, totals, vatSubtotals } = calculateTotals(input)
  const party = { name: "Nordvik Auto A/S", identifiers: [] }
  return {
    kind: "invoice",
    number: "10001",
    issueDate: "2026-11-21",
    currency: input.currency,
    notes: [],
    references: { precedingInvoices: [] },
    seller: party,
    customer: party,
    paymentMeans: [],
    allowanceCharges: [...(input.allowanceCharges ?? [])],
    lines: input.lines.map((line, index) => ({
      ...line,
      id: `${index + 1}`,
      name: "Service",
      classifications: [],
      properties: [],
      allowanceCharges: [...(line.allowanceCharges ?? [])],
      net: lineNets[index] ?? 0n,
    })),
    vatSubtotals,
    totals,
    attachments: [],
  }
}

const right = () =>
  invoice({
    currency: "DKK",
    lines: [
      { quantity: "2", netPrice: "100", vat: s25, allowanceCharges: [{ isCharge: false, amount: 1_000n }] },
      { quantity: "1", grossPrice: "60", priceDiscount: "10", vat: { category: "E", rate: "0" } },
    ],
    allowanceCharges: [
      { isCharge: false, amount: 500n, base: 5_000n, percent: "10", vat: s25 },
      { isCharge: true, amount: 200n, vat: s25 },
    ],
    prepaid: 1_000n,
  })

/** Changes a right invoice and says which rules are then broken, where, and by how much. */
function broken(change: (data: DocumentData) => void): string[] {
  const data = right()
  change(data)
  return checkTotals(data).map((each) => `${each.rule} ${each.where}: ${each.stated} for ${each.computed}`)
}

function lineOf(data: DocumentData, index: number) {
  const line = data.lines[index]
  if (!line) throw new Error("no such line")
  return line
}

function subtotalOf(data: DocumentData, index: number) {
  const subtotal = data.vatSubtotals[index]
  if (!subtotal) throw new Error("no such subtotal")
  return subtotal
}

describe("checking the amounts a document states", () => {
  test("a right document has no remarks, and checking changes nothing", () => {
    const data = right()
    expect(checkTotals(data)).toEqual([])
    expect(data).toEqual(right())
  })

  test("whatever Kvit adds up itself is right", () => {
    fc.assert(
      fc.property(totalsInput, (input) => {
        expect(checkTotals(invoice(input))).toEqual([])
      }),
    )
  })

  test("each sum of the document has its rule", () => {
    const totals = (change: Partial<DocumentData["totals"]>) =>
      broken((data) => Object.assign(data.totals, change)).map((each) => each.split(" ")[0])
    expect(totals({ lines: 1n })).toEqual(["BR-CO-10", "BR-CO-13"])
    expect(totals({ allowances: 1n })).toEqual(["BR-CO-11", "BR-CO-13"])
    expect(totals({ charges: 1n })).toEqual(["BR-CO-12", "BR-CO-13"])
    expect(totals({ vat: 1n })).toEqual(["BR-CO-14", "BR-CO-15"])
    expect(totals({ withVat: 1n })).toEqual(["BR-CO-15", "BR-CO-16"])
    expect(totals({ payable: 1n })).toEqual(["BR-CO-16"])
  })

  test("a remark says what stands there and what it comes to", () => {
    expect(checkTotals({ ...right(), totals: { ...right().totals, payable: 5_000_000n } })).toEqual([
      { rule: "BR-CO-16", where: "document", stated: "50000.00", computed: "273.75", currency: "DKK" },
    ])
  })

  test("a line may be two øre off, not three", () => {
    const off = (by: bigint) =>
      broken((data) => {
        lineOf(data, 0).net += by
        data.totals.lines += by
        data.totals.withoutVat += by
        data.totals.withVat += by
        data.totals.payable += by
      })
    expect(off(2n)).toEqual([])
    expect(off(-2n)).toEqual([])
    expect(off(3n)).toEqual(["PEPPOL-EN16931-R120 line 1: 190.03 for 190"])
  })

  test("a base quantity of zero and a gross price that does not fit are told", () => {
    expect(broken((data) => Object.assign(lineOf(data, 0), { baseQuantity: "0" }))).toEqual([
      "PEPPOL-EN16931-R121 line 1: 0 for ",
    ])
    expect(broken((data) => Object.assign(lineOf(data, 1), { netPrice: "50.01" }))).toEqual([
      "PEPPOL-EN16931-R046 line 2: 50.01 for 50",
    ])
  })

  test("percentages: the amount within two øre, and never a base or percentage alone", () => {
    const allowance = (change: object) =>
      broken((data) => {
        const { amount, isCharge } = { isCharge: false, amount: 1_000n }
        lineOf(data, 0).allowanceCharges = [{ amount, isCharge, ...change }]
      })
    expect(allowance({ base: 10_020n, percent: "10" })).toEqual([])
    expect(allowance({ base: 10_030n, percent: "10" })).toEqual([
      "PEPPOL-EN16931-R040 line 1, allowance 1: 10.00 for 10.03",
    ])
    expect(allowance({ percent: "10" })).toEqual(["PEPPOL-EN16931-R041 line 1, allowance 1:  for 100"])
    expect(allowance({ base: 10_000n })).toEqual(["PEPPOL-EN16931-R042 line 1, allowance 1:  for 10 %"])
  })

  test("VAT may differ by less than a whole krone, as the official rules allow", () => {
    const vat = (by: bigint) =>
      broken((data) => {
        subtotalOf(data, 0).vat += by
        data.totals.vat += by
        data.totals.withVat += by
        data.totals.payable += by
      })
    expect(vat(99n)).toEqual([])
    expect(vat(-99n)).toEqual([])
    expect(vat(100n)).toEqual(["BR-CO-17 VAT S 25 %: 47.75 for 46.75"])
  })

  test("VAT with the wrong sign is told", () => {
    const remarks = broken((data) => {
      subtotalOf(data, 0).vat = -4_675n
      data.totals.vat = -4_675n
      data.totals.withVat = data.totals.withoutVat - 4_675n
      data.totals.payable = data.totals.withVat - 1_000n
    })
    expect(remarks).toEqual(["BR-CO-17 VAT S 25 %: -46.75 for 46.75"])
  })

  test("exempt lines carry no VAT and their taxable amount is exact", () => {
    expect(broken((data) => Object.assign(subtotalOf(data, 1), { taxable: 5_001n }))).toEqual([
      "BR-E-08 VAT E: 50.01 for 50.00",
    ])
    expect(broken((data) => Object.assign(subtotalOf(data, 1), { vat: 1n }))).toEqual([
      "BR-CO-14 document: 46.75 for 46.76",
      "BR-E-09 VAT E: 0.01 for 0.00",
    ])
  })

  test("a rate that the breakdown leaves out is told", () => {
    const remarks = broken((data) => {
      data.vatSubtotals = data.vatSubtotals.slice(0, 1)
    })
    expect(remarks).toEqual(["BR-E-08 VAT E: 0.00 for 50.00"])
  })

  test("an order without a VAT breakdown is not asked for one", () => {
    expect(
      broken((data) => {
        data.vatSubtotals = []
      }),
    ).toEqual([])
  })
})

describe("gross and discount of a document from elsewhere", () => {
  test("are what Kvit would have added up", () => {
    fc.assert(
      fc.property(totalsInput, (input) => {
        const data = invoice(input)
        expect(grossAndDiscount(data)).toEqual({ gross: data.totals.gross, discount: data.totals.discount })
      }),
    )
  })

  test("a price that does not lead to the line's amount makes no discount", () => {
    const data = right()
    lineOf(data, 0).netPrice = "7"
    expect(grossAndDiscount(data)).toEqual({ gross: 26_000n, discount: 2_300n })
  })
})
