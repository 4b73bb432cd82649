import { expect, test } from "vitest"
import { formatPhoneNumber, readPhoneNumber } from "./phone.ts"

test.each([
  ["12345678", "4512345678"],
  ["12 34 56 78", "4512345678"],
  ["+45 12 34 56 78", "4512345678"],
  ["0045 12345678", "4512345678"],
  ["4512345678", "4512345678"],
  ["+358 40 1234567", "358401234567"],
  ["+46 (0)70-123 45 67", "46701234567"],
])("%s is asked as %s", (typed, expected) => {
  expect(readPhoneNumber(typed)).toBe(expected)
})

test.each(["", "123", "+45 12", "ring til mig", "12345678901234567890"])("%s is no number", (typed) => {
  expect(readPhoneNumber(typed)).toBeNull()
})

test("a number is shown with its country", () => {
  expect(formatPhoneNumber("4512345678")).toBe("+45 12 34 56 78")
})
