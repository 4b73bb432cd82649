import { expect, test } from "vitest"
import { contrast, isColour, mix, mixUntil } from "./index.ts"

test("black on white is 21 to 1, and it does not matter which is the ground", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21)
  expect(contrast("#ffffff", "#777777")).toBeCloseTo(4.48, 2)
})

test("a colour is six hexadecimal digits in lower case", () => {
  expect(["#0b5d4b", "#0B5D4B", "#fff", "red", "#0b5d4b;}", "#0b5d4b\n"].map(isColour)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ])
  expect(() => contrast("red", "#ffffff")).toThrow("#rrggbb")
})

test("mixing goes from the one colour to the other, and stops at the first that passes", () => {
  expect(mix("#000000", "#ffffff", 0)).toBe("#000000")
  expect(mix("#000000", "#ffffff", 0.5)).toBe("#808080")
  expect(mixUntil("#ffffff", "#000000", (colour) => contrast(colour, "#ffffff") >= 4.5)).toBe("#767676")
  expect(mixUntil("#ffffff", "#000000", () => false)).toBe("#000000")
})
