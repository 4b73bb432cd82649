import { expect, test } from "vitest"
import { sampleInvoice } from "../../../../test/sample-documents.ts"
import type { DocumentData } from "../document-data.ts"
import { findEpcText } from "./epc-code.ts"

type Means = DocumentData["paymentMeans"][number]

function euro(means: Partial<Means> = {}, more: Partial<DocumentData> = {}): DocumentData {
  const transfer = {
    code: "58",
    account: "DK5000400440116243",
    bank: "NDEADKKK",
    paymentId: "10042",
    ...means,
  }
  return { ...sampleInvoice(), currency: "EUR", paymentMeans: [transfer], ...more }
}

test("the lines of a SEPA transfer are those of EPC069-12, version 002", () => {
  expect(findEpcText(euro(), 125_00n)?.split("\n")).toEqual([
    "BCD",
    "002",
    "1",
    "SCT",
    "NDEADKKK",
    "NORD Auto A/S",
    "DK5000400440116243",
    "EUR125.00",
    "",
    "",
    "10042",
  ])
})

test("a bank that is not named leaves its line empty, and an IBAN is written without spaces", () => {
  const lines = findEpcText(euro({ bank: undefined, account: "DK50 0040 0440 1162 43" }), 1n)?.split("\n")
  expect(lines?.slice(4, 8)).toEqual(["", "NORD Auto A/S", "DK5000400440116243", "EUR0.01"])
})

test("a reference with check digits (ISO 11649) stands on the line of such references, any other is text", () => {
  expect(
    findEpcText(euro({ paymentId: "RF18 5390 0754 7034" }), 1n)
      ?.split("\n")
      .slice(9),
  ).toEqual(["RF18539007547034"])
  expect(
    findEpcText(euro({ paymentId: "RF19539007547034" }), 1n)
      ?.split("\n")
      .slice(9),
  ).toEqual(["", "RF19539007547034"])
})

test.each([
  ["kroner", { ...euro(), currency: "DKK" }, 100n],
  ["nothing to pay", euro(), 0n],
  ["a debt of the business", euro(), -100n],
  ["a thousand million", euro(), 1_000_000_000_00n],
  ["an account that is no IBAN", euro({ account: "0440116243" }), 100n],
  ["an IBAN with a wrong digit", euro({ account: "DK5000400440116244" }), 100n],
  ["a card", euro({ code: "48" }), 100n],
] as const)("there is no code for %s", (_, data, amount) => {
  expect(findEpcText(data, amount)).toBeNull()
})

test("what a seller is called cannot add a line of its own: not another account, not another amount", () => {
  const accountName = "NORD\r\nDE89370400440532013000\nEUR9999.00\u2028x\u0085y"
  const lines = findEpcText(euro({ accountName, paymentId: "10042\nEUR1.00" }), 500n)?.split(
    /[\r\n\u2028\u0085]/,
  )
  expect(lines).toHaveLength(11)
  expect(lines?.slice(6, 8)).toEqual(["DK5000400440116243", "EUR5.00"])
  expect(lines?.[10]).toBe("10042 EUR1.00")
})

test("a long name and a long reference are cut to what banks read", () => {
  const lines = findEpcText(euro({ accountName: "Å".repeat(200), paymentId: "x".repeat(200) }), 1n)?.split(
    "\n",
  )
  expect(lines?.[5]).toBe("Å".repeat(70))
  expect(lines?.[10]).toBe("x".repeat(140))
})
