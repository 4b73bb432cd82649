import { readFileSync } from "node:fs"
import fc from "fast-check"
import { expect, test } from "vitest"
import { dayGrounds, leastContrast } from "../../domain/settings/index.ts"
import { contrast } from "../../platform/colour/index.ts"
import { brandStylesheet, brandVersion, nightGrounds } from "./brand.ts"

const css = readFileSync(new URL("./theme.css", import.meta.url), "utf8")
const [day = "", night = ""] = css.split("prefers-color-scheme: dark")

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`)

test("the grounds an accent is tried on are those of the theme", () => {
  const named = (text: string) =>
    ["paper", "desk", "lamp", "well"].map((name) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(text)?.[1])
  expect(new Set(named(day))).toEqual(new Set(dayGrounds))
  expect(new Set(named(night))).toEqual(new Set(nightGrounds))
})

test("whatever the accent, by night it can be read on every ground, and what is written on it too", () => {
  fc.assert(
    fc.property(colour, (accent) => {
      const [, nightRules = ""] = brandStylesheet(accent).split("@media")
      const [shown = "", ink = ""] = nightRules.match(/#[0-9a-f]{6}/g) ?? []
      for (const ground of nightGrounds) expect(contrast(shown, ground)).toBeGreaterThanOrEqual(leastContrast)
      expect(contrast(ink, shown)).toBeGreaterThanOrEqual(leastContrast)
    }),
  )
})

test("by day the accent is the business's own, with white on it where white is read better", () => {
  expect(brandStylesheet("#0b5d4b")).toMatch(/^:root\{--accent:#0b5d4b;--accent-ink:#ffffff\}@media screen/)
  expect(brandStylesheet("#ffee00")).toContain("--accent:#ffee00;--accent-ink:#161412}@media")
})

test("what is no colour never comes into a stylesheet", () => {
  expect(() => brandStylesheet("red}body{display:none")).toThrow("no colour")
})

test("the address of the stylesheet changes with the accent", () => {
  expect(brandVersion("#0b5d4b")).toBe(brandVersion("#0b5d4b"))
  expect(brandVersion("#0b5d4b")).not.toBe(brandVersion("#0b5d4c"))
})
