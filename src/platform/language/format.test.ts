import fc from "fast-check"
import { expect, test } from "vitest"
import {
  formatAmount,
  formatDate,
  formatDecimal,
  formatMoney,
  formatPercent,
  formatQuantity,
  formatRegistration,
} from "./index.ts"

const dkk = (amount: bigint) => ({ amount, currency: "DKK" })

test("Danish writes 1.234,50 kr. and English 1,234.50 kr.", () => {
  expect(formatMoney(dkk(123450n), "da")).toBe("1.234,50\u00a0kr.")
  expect(formatMoney(dkk(123450n), "en")).toBe("1,234.50\u00a0kr.")
})

test("other currencies are written the way each language writes them", () => {
  expect(formatMoney({ amount: 123450n, currency: "EUR" }, "da")).toBe("1.234,50\u00a0€")
  expect(formatMoney({ amount: 123450n, currency: "EUR" }, "en")).toBe("€1,234.50")
  expect(formatMoney({ amount: 123450n, currency: "SEK" }, "da")).toBe("1.234,50\u00a0SEK")
  expect(formatMoney({ amount: 500n, currency: "JPY" }, "en")).toContain("500")
  expect(formatMoney({ amount: 500n, currency: "JPY" }, "en")).not.toContain(".")
})

test("a negative amount has a minus sign, not a hyphen", () => {
  expect(formatMoney(dkk(-11800n), "en")).toBe("\u2212118.00\u00a0kr.")
  expect(formatMoney({ amount: -11800n, currency: "EUR" }, "en")).toBe("\u2212€118.00")
  expect(formatDecimal("-0.5", "da")).toBe("\u22120,5")
})

test("amounts larger than a float can hold keep every digit", () => {
  expect(formatAmount(dkk(900719925474099312n), "en")).toBe("9,007,199,254,740,993.12")
})

test("every amount reads back as itself", () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 17n), 10n ** 17n), (amount) => {
      const digits = formatAmount(dkk(amount), "da").replaceAll(".", "").replace(",", "")
      expect(BigInt(digits.replace("\u2212", "-"))).toBe(amount)
    }),
  )
})

test("quantities keep the digits they have and lose empty ones", () => {
  expect(formatDecimal("2.50", "da")).toBe("2,5")
  expect(formatDecimal("0.123456789012", "en")).toBe("0.123456789012")
  expect(formatDecimal("795", "en", { fewestDigits: 2 })).toBe("795.00")
})

test("units are words where the code is known, and as written where it is not", () => {
  expect(formatQuantity("2.5", "HUR", "da")).toBe("2,5\u00a0timer")
  expect(formatQuantity("1", "C62", "en")).toBe("1\u00a0pc")
  expect(formatQuantity("1.00", "HUR", "da")).toBe("1\u00a0time")
  expect(formatQuantity("3", "spande", "en")).toBe("3\u00a0spande")
  expect(formatQuantity("3", "constructor", "en")).toBe("3\u00a0constructor")
  expect(formatQuantity("3", undefined, "da")).toBe("3")
})

test("rates and dates follow the language", () => {
  expect(formatPercent("25.00", "da")).toBe("25\u00a0%")
  expect(formatPercent("12.5", "en")).toBe("12.5%")
  expect(formatDate("2026-11-21", "da")).toBe("21. november 2026")
  expect(formatDate("2026-11-21", "en")).toBe("21 November 2026")
})

test("a Danish registration is written as on its plate, however it was typed; a foreign one stays", () => {
  for (const typed of ["AB12345", "ab 12 345", "AB 12345"])
    expect(formatRegistration(typed)).toBe("AB 12 345")
  expect(formatRegistration("B-MW 1234")).toBe("B-MW 1234")
})
