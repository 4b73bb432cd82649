import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  formatAmount,
  formatMoment,
  formatShortDate,
  formatSize,
  type Language,
  parseAmount,
} from "./index.ts"

const amount = fc.bigInt(0n, 10n ** 12n)
const language = fc.constantFrom<Language>("da", "en")

describe("an amount a person types", () => {
  test("is read in Danish and in English notation, whatever the page's language", () => {
    for (const typed of ["1.234,50", "1,234.50", "1234.50", "1234,50", "1234,5", " 1234.5 "]) {
      expect(parseAmount(typed, "DKK", "da"), typed).toEqual({ ok: true, amount: 123450n })
      expect(parseAmount(typed, "DKK", "en"), typed).toEqual({ ok: true, amount: 123450n })
    }
    expect(parseAmount("1.234.567", "DKK", "en")).toEqual({ ok: true, amount: 123456700n })
    expect(parseAmount("0,05", "DKK", "da")).toEqual({ ok: true, amount: 5n })
  })

  test("reads back as it was written, in every language and currency", () => {
    const currency = fc.constantFrom("DKK", "EUR", "JPY", "KWD")
    fc.assert(
      fc.property(amount, currency, language, (minor, code, spoken) => {
        const written = formatAmount({ amount: minor, currency: code }, spoken)
        expect(parseAmount(written, code, spoken)).toEqual({ ok: true, amount: minor })
      }),
    )
  })

  test("never means two things: what one language reads, the other reads the same or refuses", () => {
    const typed = fc.stringMatching(/^\d{1,4}([.,]\d{1,3}){0,3}$/)
    fc.assert(
      fc.property(typed, fc.constantFrom("DKK", "JPY", "KWD"), (text, code) => {
        const [da, en] = [parseAmount(text, code, "da"), parseAmount(text, code, "en")]
        if (da.ok && en.ok) expect(da.amount).toBe(en.amount)
      }),
      { numRuns: 2000 },
    )
  })

  test("is refused where its one sign could be either", () => {
    expect(parseAmount("1,234", "DKK", "da")).toEqual({ ok: false, reason: "ambiguous" })
    expect(parseAmount("1.234", "DKK", "en")).toEqual({ ok: false, reason: "ambiguous" })
    expect(parseAmount("1.234", "DKK", "da")).toEqual({ ok: true, amount: 123400n })
    expect(parseAmount("1.234", "KWD", "da")).toEqual({ ok: false, reason: "ambiguous" })
  })

  test("is refused with more decimals than the currency has", () => {
    expect(parseAmount("10,505", "DKK", "en")).toEqual({ ok: true, amount: 1050500n })
    expect(parseAmount("0,505", "DKK", "da")).toEqual({ ok: false, reason: "too_many_decimals" })
    expect(parseAmount("1.234,505", "DKK", "da")).toEqual({ ok: false, reason: "too_many_decimals" })
    expect(parseAmount("10.5", "JPY", "en")).toEqual({ ok: false, reason: "too_many_decimals" })
  })

  test("is refused where it is no number", () => {
    for (const typed of [
      "",
      "kr. 10",
      "-10",
      "10-",
      "1e3",
      "0x10",
      "1..0",
      "1.2.3",
      "1,23.45,6",
      ".5",
      "5.",
      "٣",
      "1 000",
      "12.34.567",
    ]) {
      expect(parseAmount(typed, "DKK", "da").ok, typed).toBe(false)
    }
    expect(parseAmount("99999999999999", "DKK", "da")).toEqual({ ok: false, reason: "too_large" })
  })

  test("takes any text without failing", () => {
    fc.assert(
      fc.property(fc.string(), language, (text, spoken) => {
        const parsed = parseAmount(text, "DKK", spoken)
        if (parsed.ok) expect(parsed.amount).toBeGreaterThanOrEqual(0n)
      }),
    )
  })
})

test("a moment is shown on the clock of the business, in summer and winter", () => {
  const summer = new Date("2026-07-01T22:30:00Z")
  expect(formatMoment(summer, "en", "Europe/Copenhagen")).toBe("2 Jul 2026, 00:30")
  expect(formatMoment(summer, "da", "Europe/Copenhagen")).toBe("2. jul. 2026, 00.30")
  expect(formatMoment(new Date("2026-12-01T12:00:00Z"), "en", "Europe/Copenhagen")).toBe("1 Dec 2026, 13:00")
})

test("short dates and sizes are written as each language does", () => {
  expect(formatShortDate("2026-11-13", "da")).toBe("13. nov. 2026")
  expect(formatShortDate("2026-11-13", "en")).toBe("13 Nov 2026")
  expect(
    [812, 14_499, 999_999, 2_340_000].map((size) => formatSize(size, "da").replace("\u00a0", " ")),
  ).toEqual(["812 B", "14 kB", "1 MB", "2,3 MB"])
})
