import { expect, test } from "vitest"
import { makeFonts, readCoverages } from "./fonts.ts"
import { toPrintable, toPrintableValues } from "./printable.ts"

const covered = readCoverages((await makeFonts()).files)
const print = (text: string) => toPrintable(text, covered)

test("the languages of Europe are printed as they are", () => {
  for (const text of [
    "Blåbærgrød på Ærø, 12 m² à ½ €",
    "Žluťoučký kůň",
    "Łódź",
    "Ğüneş",
    "Ελλάδα",
    "Україна",
    "Þórður",
    "„ja“ – nei",
  ]) {
    expect(print(text)).toBe(text)
  }
})

test("a letter and its accent become one letter", () => {
  expect(print("A\u030arhus")).toBe("Århus")
})

test("what cannot be drawn is shown as missing, not left out", () => {
  expect(print("a漢b")).toBe("a?b")
  expect(print("🚗")).toBe("?")
})

test("likenesses are printed where we have no glyph", () => {
  expect(print("5\u202f000 → A\u2011B ≤ 3")).toBe("5\u00a0000 -> A-B <= 3")
})

test("marks that turn the direction of text and control characters are gone", () => {
  expect(print("12\u202e43\u2066\u200f\u0000\u001b[1m")).toBe("1243[1m")
})

test("line breaks of every kind are one", () => {
  expect(print("a\r\nb\rc\u2028d\ne")).toBe("a\nb\nc\nd\ne")
})

test("every text in a value is made printable, whatever its depth", () => {
  expect(toPrintableValues({ a: ["\u0000x", { b: "\u202ey" }], n: 1, none: null }, covered)).toEqual({
    a: ["x", { b: "y" }],
    n: 1,
    none: null,
  })
})
