import fc from "fast-check"
import { expect, test } from "vitest"
import { findSlipPaymentId, slipCheckDigit } from "./payment-slip.ts"

test.each([
  ["1", "000000000000018", "printed so by Bording, giro-kort.dk"],
  ["2", "000000000000026", "printed so by Bording, giro-kort.dk"],
  ["00404040000066", "004040400000669", "Uniconta's help"],
  ["02684014996532", "026840149965328", "Business::DK::FI"],
  ["10042", "000000000100420", "a check digit that is 0, not 10"],
])("invoice %s has the payment id %s (%s)", (number, id) => {
  expect(findSlipPaymentId(number, null)).toBe(id)
})

test.each([
  ["75", "000000000000002", "6"],
  ["75", "000000020261121", "6"],
])("the check digit of card type %s is reckoned the same way: %s gives %s", (_, digits, check) => {
  expect(slipCheckDigit(digits)).toBe(check)
})

test("a digit that is typed wrong never has the same check digit", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{14}$/),
      fc.nat(13),
      fc.integer({ min: 1, max: 9 }),
      (digits, at, by) => {
        const changed = digits.slice(0, at) + ((Number(digits[at]) + by) % 10) + digits.slice(at + 1)
        expect(slipCheckDigit(changed)).not.toBe(slipCheckDigit(digits))
      },
    ),
  )
})

test.each([
  ["INV-10042", "000000000100420"],
  ["10042/A", "000000000100420"],
  ["00010042", "000000000100420"],
])("letters around the digits of %s leave one way to read it", (number, id) => {
  expect(findSlipPaymentId(number, null)).toBe(id)
})

test.each(["2026-0042", "A1B2", "INV", "", "123456789012345", "１２３"])(
  "%j has no payment id: it could be another's, or does not fit",
  (number) => {
    expect(findSlipPaymentId(number, null)).toBeNull()
  },
)

test("a bank's own digits stand where its mask has them, and the number fills the rest", () => {
  expect(findSlipPaymentId("10042", "0042##########")).toBe(
    `00420000010042${slipCheckDigit("00420000010042")}`,
  )
  expect(findSlipPaymentId("42", "12######345678")).toMatch(/^12000042345678\d$/)
  expect(findSlipPaymentId("10042", "0000000000####")).toBeNull()
})
