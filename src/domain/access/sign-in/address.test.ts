import { describe, expect, test } from "vitest"
import { maskAddress, normalizeAddress } from "./address.ts"

const hostile = [
  "",
  " ",
  "anna",
  "anna@",
  "@firma.dk",
  "anna@firma",
  "anna@@firma.dk",
  "anna@firma.dk@evil.example",
  "anna@firma.dk,evil@evil.example",
  "anna@firma.dk;evil@evil.example",
  "anna@firma.dk evil@evil.example",
  "anna@firma.dk\nBcc: evil@evil.example",
  "anna@firma.dk\r\nBcc: evil@evil.example",
  "anna\r\n@firma.dk",
  "anna@fir\nma.dk",
  "anna@firma.dk\0.evil.example",
  '"anna@firma.dk"@evil.example',
  '"anna"@firma.dk',
  '"evil@evil.example\\"@firma.dk',
  "anna(evil@evil.example)@firma.dk",
  "<anna@firma.dk>",
  "Anna <anna@firma.dk>",
  "anna@firma.dk<evil@evil.example>",
  "anna@[127.0.0.1]",
  "anna@[IPv6:::1]",
  "anna@firma..dk",
  "anna@.firma.dk",
  "anna@firma.dk.",
  "anna@fir%6da.dk",
  "anna@firma.dk/evil",
  "anna@firma.dk:25",
  "anna@firma.dk#evil",
  "anna@firma.dk?evil",
  "anna\\@firma.dk",
  "änna@firma.dk",
  "аnna@firma.dk",
  "anna\u200b@firma.dk",
  "anna@firma\u200b.dk",
  "anna@firma\u00ad.dk",
  "anna@fir_ma.dk",
  "anna@firma.dk＠evil.example",
  "anna@firma.dk，evil@evil.example",
  "anna@firma．dk．＠",
  "＂anna＠firma.dk＂@evil.example",
  "anna\t@firma.dk",
  `${"a".repeat(65)}@firma.dk`,
  `anna@${"a".repeat(250)}.dk`,
  `anna@${"firma.".repeat(60)}dk`,
  "anna@xn--\u0000.dk",
  "anna@-.dk\u2028",
]

describe("an address that was typed", () => {
  test.each(hostile)("is refused when it is no plain one: %j", (typed) => {
    expect(normalizeAddress(typed)).toBeNull()
  })

  test.each([
    ["  Anna.B+faktura@Firma.DK ", "anna.b+faktura@firma.dk"],
    ["anna＠firma.dk", "anna@firma.dk"],
    ["ａnna@firma.dk", "anna@firma.dk"],
    ["anna@blåbær.dk", "anna@xn--blbr-roah.dk"],
    ["anna@XN--BLBR-ROAH.dk", "anna@xn--blbr-roah.dk"],
    ["o'brien@firma.dk", "o'brien@firma.dk"],
  ])("is written one way: %j", (typed, normal) => {
    expect(normalizeAddress(typed)).toBe(normal)
  })

  test("shows only its beginning to whoever holds a link", () => {
    expect(maskAddress("anna@firma.dk")).toBe("an…@firma.dk")
    expect(maskAddress("bo@firma.dk")).toBe("b…@firma.dk")
  })
})
