import fc from "fast-check"
import { expect, test } from "vitest"
import { newId } from "../../../platform/ids/index.ts"
import { newReference } from "./reference.ts"

test("a reference begins with the invoice's number and is another for every attempt", () => {
  const references = Array.from({ length: 500 }, () => newReference("F 2026/0042", newId()))
  expect(new Set(references).size).toBe(500)
  for (const reference of references) expect(reference).toMatch(/^F-2026-0042-[a-z2-9]{12}$/)
})

test("an attempt in place of another keeps the number and changes the tail", () => {
  const first = newReference("10042", newId())
  const second = newReference(first, newId())
  expect(second).toMatch(/^10042-[a-z2-9]{12}$/)
  expect(second).not.toBe(first)
})

test("whatever an invoice is called, the provider takes its reference", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const reference = newReference(name, newId())
      expect(reference).toMatch(/^[a-zA-Z0-9-]{8,64}$/)
      expect(reference).toMatch(/[a-zA-Z]/)
    }),
  )
})
