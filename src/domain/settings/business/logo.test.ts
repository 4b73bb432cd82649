import { expect, test } from "vitest"
import { jpegLogo, pngChunk, pngLogo } from "../../../../test/logos.ts"
import { readLogo } from "./logo.ts"

test("a PNG and a JPEG are taken by their content", () => {
  expect(readLogo(pngLogo())).toMatchObject({ ok: true, logo: { type: "image/png" } })
  expect(readLogo(jpegLogo())).toMatchObject({ ok: true, logo: { type: "image/jpeg" } })
})

test.each([
  [
    "SVG with a script",
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  ],
  ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>")],
  ["GIF", Buffer.from("GIF89a")],
  ["nothing", Buffer.alloc(0)],
  ["the beginning of a PNG", pngLogo().subarray(0, 20)],
  ["the beginning of a JPEG", jpegLogo().subarray(0, 12)],
  ["a PNG of no width", pngLogo({ width: 0 })],
])("%s is no logo", (_, bytes) => {
  expect(readLogo(bytes)).toEqual({ ok: false, problem: "not_image" })
})

test("a file over 512 KB is refused, one of 512 KB is not", () => {
  const fill = (bytes: number) => Buffer.concat([pngLogo(), Buffer.alloc(bytes - pngLogo().length)])
  expect(readLogo(fill(512 * 1024))).toMatchObject({ ok: true })
  expect(readLogo(fill(512 * 1024 + 1))).toEqual({ ok: false, problem: "too_large" })
})

test("a small file that unfolds to a huge picture is refused", () => {
  expect(readLogo(pngLogo({ width: 60_000, height: 60_000 }))).toEqual({
    ok: false,
    problem: "too_many_pixels",
  })
  expect(readLogo(jpegLogo({ width: 5000 }))).toEqual({ ok: false, problem: "too_many_pixels" })
})

test("where a photo was taken, its comments and what hangs behind its end are not kept", () => {
  const png = pngLogo({
    more: [pngChunk("tEXt", "Author Mette"), pngChunk("eXIf", "GPS 56.1")],
    tail: "<script>",
  })
  const jpeg = jpegLogo({ exif: "Exif GPS 56.1", comment: "Author Mette", tail: "<script>" })
  for (const file of [png, jpeg]) {
    const read = readLogo(file)
    const kept = read.ok ? read.logo.bytes.toString("latin1") : ""
    expect(kept).not.toBe("")
    expect(kept).not.toMatch(/GPS|Mette|script/)
  }
})
