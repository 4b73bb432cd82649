import { readFileSync } from "node:fs"
import { expect, test } from "vitest"

const css = readFileSync(new URL("./theme.css", import.meta.url), "utf8")
const start = css.indexOf("prefers-color-scheme: dark")
const light = colours(css.slice(0, start))
const dark = { ...light, ...colours(css.slice(start, css.indexOf("What daisyUI"))) }

/** Text on ground; each ground that ends in `-ground` or text that ends in `-ink` is added by its name. */
const textPairs: [text: string, ground: string][] = [
  ...["ink", "soft", "accent", "late", "good", "waiting"].flatMap((text): [string, string][] =>
    ["paper", "desk", "lamp", "well"].map((ground) => [text, ground]),
  ),
  ["ink", "quiet-ground"],
  ["paper", "ink"],
  ...names("-ground").map((name): [string, string] => [name, `${name}-ground`]),
  ...names("-ink").map((name): [string, string] => [`${name}-ink`, name]),
]

/** What is no text but must be seen: the edge of a field, the ring of the focus. */
const signPairs: [sign: string, ground: string][] = ["edge", "focus"].flatMap((sign): [string, string][] =>
  ["paper", "desk", "lamp"].map((ground) => [sign, ground]),
)

test("every text can be read on its ground by day and by night", () => {
  expect(failing(textPairs, 4.5)).toEqual([])
})

test("the edge of a field and the ring of the focus are seen by day and by night", () => {
  expect(failing(signPairs, 3)).toEqual([])
})

test("every colour of the day has one for the night", () => {
  expect(Object.keys(colours(css.slice(start))).sort()).toEqual(Object.keys(light).sort())
})

test("black on white is 21 to 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21)
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 1)
})

function colours(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]),
  )
}

function names(ending: string): string[] {
  return Object.keys(light)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
}

function failing(pairs: [string, string][], least: number): string[] {
  return [light, dark].flatMap((lamp, index) =>
    pairs
      .map(([text, ground]) => ({ text, ground, ratio: contrast(lamp[text] ?? "", lamp[ground] ?? "") }))
      .filter(({ ratio }) => !(ratio >= least))
      .map(
        ({ text, ground, ratio }) =>
          `${index ? "dark" : "light"}: ${text} on ${ground} is ${ratio.toFixed(2)}`,
      ),
  )
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

/** WCAG 2.2, "relative luminance"; NaN for what is no colour, so that a missing one fails. */
function luminance(colour: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
