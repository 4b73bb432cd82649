import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { afterAll, beforeAll, expect, test } from "vitest"
import { build } from "../../../scripts/build.mjs"
import { readAssets } from "./assets.ts"

const folder = mkdtempSync(join(tmpdir(), "kvit-build-"))
const publicFolder = join(folder, "public")
let manifest: Record<string, string> = {}

beforeAll(async () => {
  manifest = await build({ folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

test("the manifest names each built file by its plain name, with a hash of its content", () => {
  expect(Object.keys(manifest)).toEqual(["icon.svg", "inter.woff2", "kvit.css", "portal.js", "staff.js"])
  expect(JSON.parse(readFileSync(join(publicFolder, "assets.json"), "utf8"))).toEqual(manifest)
  for (const file of Object.values(manifest)) {
    expect(file).toMatch(/^[a-z]+-[0-9a-f]{10}\.[a-z0-9]+$/)
    expect(existsSync(join(publicFolder, file))).toBe(true)
  }
})

test("building again gives the same files and leaves no others", async () => {
  const before = readdirSync(publicFolder).sort()
  expect(await build({ folder })).toEqual(manifest)
  expect(readdirSync(publicFolder).sort()).toEqual(before)
})

test("a file is found by its address, in every form a browser asks for", () => {
  const { byName, byPath } = readAssets(publicFolder)
  const css = byPath.get(byName.get("kvit.css") ?? "")
  expect(css?.type).toBe("text/css; charset=utf-8")
  expect(gunzipSync(css?.gzip ?? "")).toEqual(Buffer.from(css?.bytes ?? []))
  expect(brotliDecompressSync(css?.brotli ?? "")).toEqual(Buffer.from(css?.bytes ?? []))
  const font = byPath.get(byName.get("inter.woff2") ?? "")
  expect(font?.type).toBe("font/woff2")
  expect(font?.gzip).toBeNull()
  expect(byPath.get("/assets/assets.json")).toBeUndefined()
  expect(byPath.get("/assets/../assets.json")).toBeUndefined()
})

test("the stylesheet loads the font by its hashed name and nothing from another host", () => {
  const css = readFileSync(join(publicFolder, manifest["kvit.css"] ?? ""), "utf8")
  expect(css).toContain(`/assets/${manifest["inter.woff2"]}`)
  expect(css).not.toContain("/assets/inter.woff2")
  expect(css).not.toMatch(/url\(["']?(?!data:|\/assets\/)/)
  expect(css).not.toContain("@import")
})

test("what a customer's page loads leaves room for the page in 60 KB, and its JavaScript is under 12 KB", () => {
  const { byName, byPath } = readAssets(publicFolder)
  const size = (name: string) => {
    const file = byPath.get(byName.get(name) ?? "")
    return (file?.gzip ?? file?.bytes)?.length ?? Number.POSITIVE_INFINITY
  }
  expect(size("portal.js")).toBeLessThan(12_000)
  expect(size("kvit.css") + size("portal.js") + size("inter.woff2") + size("icon.svg")).toBeLessThan(48_000)
})

test("no script writes markup, which the page's policy forbids", () => {
  for (const name of ["portal.js", "staff.js"]) {
    const script = readFileSync(join(publicFolder, manifest[name] ?? ""), "utf8")
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/)
  }
})
