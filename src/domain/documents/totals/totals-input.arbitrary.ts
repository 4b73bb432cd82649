import fc from "fast-check"
import type { TotalsInput } from "./index.ts"

const s25 = { category: "S", rate: "25" }

/** Decimal text with up to four decimals, so that float errors would show. */
const decimal = fc
  .integer({ min: -9_999_999, max: 9_999_999 })
  .map(
    (value) =>
      `${value < 0 ? "-" : ""}${Math.floor(Math.abs(value) / 1e4)}.${`${Math.abs(value) % 1e4}`.padStart(4, "0")}`,
  )
const vat = fc.constantFrom(
  s25,
  { category: "S", rate: "12.5" },
  { category: "Z", rate: "0" },
  { category: "O" },
)
const amount = fc.bigInt({ min: 0n, max: 1_000_000n })
const allowanceCharge = fc.record({ isCharge: fc.boolean(), amount })
const documentAllowance = fc.record({ isCharge: fc.boolean(), amount, vat })
/** For tests: any document that can be added up. */
export const totalsInput: fc.Arbitrary<TotalsInput> = fc.record({
  currency: fc.constantFrom("DKK", "EUR", "JPY", "KWD"),
  lines: fc.array(
    fc.record({
      quantity: decimal,
      netPrice: decimal,
      priceDiscount: fc.option(decimal, { nil: undefined }),
      baseQuantity: fc.constantFrom("1", "3", "7", "100"),
      allowanceCharges: fc.array(allowanceCharge, { maxLength: 3 }),
      vat,
    }),
    { minLength: 1, maxLength: 12 },
  ),
  allowanceCharges: fc.array(documentAllowance, { maxLength: 4 }),
  prepaid: amount,
  rounding: fc.bigInt({ min: -99n, max: 99n }),
})
