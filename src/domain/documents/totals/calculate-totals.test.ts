import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { amountOfPercent, calculateTotals } from "./index.ts"
import { totalsInput } from "./totals-input.arbitrary.ts"

const s25 = { category: "S", rate: "25" }

describe("adding a document up", () => {
  test("the example of a repair: three lines, a discount and part of it paid", () => {
    const added = calculateTotals({
      currency: "DKK",
      lines: [
        { quantity: "2.5", netPrice: "995.00", vat: s25 },
        { quantity: "4", grossPrice: "120.00", priceDiscount: "12.50", vat: s25 },
        { quantity: "1", netPrice: "350", vat: { category: "E", rate: "0" } },
      ],
      allowanceCharges: [
        { isCharge: false, amount: 10_000n, vat: s25 },
        { isCharge: true, amount: 2_500n, vat: s25 },
      ],
      prepaid: 100_000n,
      rounding: 25n,
    })
    expect(added.lineNets).toEqual([248_750n, 43_000n, 35_000n])
    expect(added.vatSubtotals).toEqual([
      { category: "S", rate: "25", taxable: 284_250n, vat: 71_063n },
      { category: "E", rate: "0", taxable: 35_000n, vat: 0n },
    ])
    expect(added.totals).toEqual({
      gross: 331_750n,
      discount: 12_500n,
      lines: 326_750n,
      allowances: 10_000n,
      charges: 2_500n,
      withoutVat: 319_250n,
      vat: 71_063n,
      withVat: 390_313n,
      prepaid: 100_000n,
      rounding: 25n,
      payable: 290_338n,
    })
  })

  test("VAT is calculated on the sum of a rate, not line by line", () => {
    const line = { quantity: "1", netPrice: "0.02", vat: s25 }
    const added = calculateTotals({ currency: "DKK", lines: [line, line, line] })
    expect(added.totals.vat).toBe(2n)
  })

  test("25, 25.0 and 25.00 percent are one rate", () => {
    const lines = ["25", "25.0", "25.00"].map((rate) => ({
      quantity: "1",
      netPrice: "1",
      vat: { category: "S", rate },
    }))
    expect(calculateTotals({ currency: "DKK", lines }).vatSubtotals).toEqual([
      { category: "S", rate: "25", taxable: 300n, vat: 75n },
    ])
  })

  test("half an øre rounds away from zero, in a price per hundred too", () => {
    const nets = (quantity: string) =>
      calculateTotals({
        currency: "DKK",
        lines: [{ quantity, netPrice: "0.5", baseQuantity: "100" }],
      }).lineNets
    expect(nets("1")).toEqual([1n])
    expect(nets("-1")).toEqual([-1n])
    expect(nets("0.999999999999")).toEqual([0n])
  })

  test("a third is not rounded before it is multiplied", () => {
    const lines = [{ quantity: "3", netPrice: "100", baseQuantity: "3" }]
    expect(calculateTotals({ currency: "DKK", lines }).lineNets).toEqual([10_000n])
  })

  test("yen have no hundredths and dinars have thousandths", () => {
    const lines = [{ quantity: "1", netPrice: "10.5", vat: { category: "S", rate: "10" } }]
    expect(calculateTotals({ currency: "JPY", lines }).totals.withVat).toBe(12n)
    expect(calculateTotals({ currency: "KWD", lines }).totals.withVat).toBe(11_550n)
  })

  test("a category without VAT has none, whatever rate the line repeats", () => {
    const lines = [
      { quantity: "1", netPrice: "10", vat: { category: "AE", rate: "25" } },
      { quantity: "1", netPrice: "10", vat: { category: "AE" } },
    ]
    expect(calculateTotals({ currency: "EUR", lines }).vatSubtotals).toEqual([
      { category: "AE", rate: "0", taxable: 2_000n, vat: 0n },
    ])
  })

  test("a line without a price is refused", () => {
    expect(() => calculateTotals({ currency: "DKK", lines: [{ quantity: "1" }] })).toThrow(
      "Line 1 states no price",
    )
  })

  test("a percentage of an amount is rounded to whole øre", () => {
    expect(amountOfPercent(333n, "50", "DKK")).toBe(167n)
    expect(amountOfPercent(-333n, "50", "DKK")).toBe(-167n)
  })
})

describe("whatever is added up", () => {
  test("the sums hold to the øre", () => {
    fc.assert(
      fc.property(totalsInput, (input) => {
        const { totals, lineNets, vatSubtotals } = calculateTotals(input)
        const sum = (amounts: bigint[]) => amounts.reduce((total, each) => total + each, 0n)
        expect(totals.lines).toBe(sum(lineNets))
        expect(totals.withoutVat).toBe(totals.lines - totals.allowances + totals.charges)
        expect(totals.gross - totals.discount).toBe(totals.withoutVat)
        expect(sum(vatSubtotals.map((each) => each.taxable))).toBe(totals.withoutVat)
        expect(totals.withVat).toBe(totals.withoutVat + totals.vat)
        expect(totals.payable).toBe(totals.withVat - totals.prepaid + totals.rounding)
      }),
    )
  })

  test("each line is the nearest øre to its exact value", () => {
    fc.assert(
      fc.property(totalsInput, (input) => {
        const { lineNets } = calculateTotals({ ...input, currency: "DKK" })
        for (const [index, line] of input.lines.entries()) {
          const charges = (line.allowanceCharges ?? []).reduce(
            (total, each) => total + (each.isCharge ? each.amount : -each.amount),
            0n,
          )
          // In units of 10^-8 kroner: integers all the way, so this cannot share a mistake with decimals.
          const product =
            BigInt(line.quantity.replace(".", "")) * BigInt((line.netPrice ?? "").replace(".", ""))
          const base = BigInt(line.baseQuantity ?? "1")
          const twiceError = 2n * (((lineNets[index] ?? 0n) - charges) * base * 1_000_000n - product)
          expect(twiceError <= base * 1_000_000n && -twiceError <= base * 1_000_000n).toBe(true)
        }
      }),
    )
  })

  test("the order of lines and allowances does not matter", () => {
    fc.assert(
      fc.property(totalsInput, (input) => {
        const turned = {
          ...input,
          lines: input.lines.toReversed(),
          allowanceCharges: (input.allowanceCharges ?? []).toReversed(),
        }
        const one = calculateTotals(input)
        const other = calculateTotals(turned)
        expect(other.totals).toEqual(one.totals)
        expect(other.vatSubtotals).toEqual(one.vatSubtotals)
        expect(other.lineNets.toReversed()).toEqual(one.lineNets)
      }),
    )
  })

  test("the opposite quantities come to the opposite amounts", () => {
    fc.assert(
      fc.property(totalsInput, (input) => {
        const flip = <T extends { isCharge: boolean }>(each: T) => ({ ...each, isCharge: !each.isCharge })
        const opposite = calculateTotals({
          currency: input.currency,
          lines: input.lines.map((line) => ({
            ...line,
            quantity: line.quantity.startsWith("-") ? line.quantity.slice(1) : `-${line.quantity}`,
            allowanceCharges: (line.allowanceCharges ?? []).map(flip),
          })),
          allowanceCharges: (input.allowanceCharges ?? []).map(flip),
        }).totals
        const { totals } = calculateTotals({ ...input, prepaid: 0n, rounding: 0n })
        expect(opposite.withVat).toBe(-totals.withVat)
        expect(opposite.vat).toBe(-totals.vat)
        expect(opposite.gross).toBe(-totals.gross)
      }),
    )
  })
})
