import { expect, test } from "vitest"
import { drawQr } from "./index.ts"

test("a code has its three finders, and every run lies within it and ends before the next begins", () => {
  const shape = drawQr("BCD\n002\n1\nSCT\n\nNORD Auto Ærø\nDK5000400440116243\nEUR125.00")
  if (!shape) throw new Error("There is a code.")
  const dark = new Set(
    shape.runs.flatMap(({ x, y, length }) => Array.from({ length }, (_, at) => `${x + at},${y}`)),
  )
  expect(dark.size).toBe(shape.runs.reduce((sum, { length }) => sum + length, 0))
  for (const [left, top] of [
    [0, 0],
    [shape.size - 7, 0],
    [0, shape.size - 7],
  ] as const) {
    expect(shape.runs).toContainEqual({ x: left, y: top, length: 7 })
    expect(dark.has(`${left + 3},${top + 3}`)).toBe(true)
    expect(dark.has(`${left + 1},${top + 1}`)).toBe(false)
  }
  for (const { x, y, length } of shape.runs) {
    expect(x + length).toBeLessThanOrEqual(shape.size)
    expect(y).toBeLessThan(shape.size)
    expect(dark.has(`${x + length},${y}`)).toBe(false)
  }
})

test("a text longer than a payment code may be has none", () => {
  expect(drawQr("x".repeat(331))?.size).toBe(69)
  expect(drawQr("x".repeat(332))).toBeNull()
  expect(drawQr("Æ".repeat(166))).toBeNull()
})
