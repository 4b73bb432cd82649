import { expect, test } from "vitest"
import { sampleCreditNote, sampleInvoice, sampleQuote } from "../../../../test/sample-documents.ts"
import type { BankDetails } from "../../settings/index.ts"
import type { DocumentData } from "../document-data.ts"
import { groupMeans, withWaysToPay } from "./ways-to-pay.ts"

const bank: BankDetails = {
  name: "NORD Auto A/S",
  registration: "0040",
  account: "0440116243",
  iban: "DK5000400440116243",
  bic: "NDEADKKK",
  creditorNumber: "87654321",
  creditorMask: null,
}
const silent = (more: Partial<DocumentData> = {}): DocumentData => ({
  ...sampleInvoice(),
  paymentMeans: [],
  ...more,
})
const waysOf = (data: DocumentData, of: BankDetails | null = bank) => withWaysToPay(data, of).paymentMeans

test("an own invoice that states no way to pay gets the payment slip and the accounts, with its number as reference", () => {
  expect(waysOf(silent())).toEqual([
    { code: "93", paymentId: "71#000000000100420", account: "87654321" },
    { code: "42", bank: "0040", account: "0440116243", paymentId: "10042", accountName: "NORD Auto A/S" },
    {
      code: "58",
      account: "DK5000400440116243",
      bank: "NDEADKKK",
      paymentId: "10042",
      accountName: "NORD Auto A/S",
    },
  ])
})

test("'by transfer' without an account says no more than nothing", () => {
  expect(waysOf(silent({ paymentMeans: [{ code: "30" }] }))).toHaveLength(3)
})

test("what an invoice states stands, and nothing of ours is added to it", () => {
  const stated = [{ code: "30", bank: "9999", account: "1234567890", paymentId: "A-1" }]
  expect(waysOf(silent({ paymentMeans: stated }))).toEqual(stated)
  expect(waysOf(silent({ paymentMeans: [{ code: "49", mandate: "4711" }] }))).toEqual([
    { code: "49", mandate: "4711" },
  ])
  expect(waysOf(silent({ paymentMeans: [{ code: "49" }] }))).toEqual([{ code: "49" }])
})

test("a stated transfer without a reference is asked for with the number of the invoice", () => {
  const stated = [{ code: "30", bank: "9999", account: "1234567890" }]
  expect(waysOf(silent({ paymentMeans: stated }), null)).toEqual([{ ...stated[0], paymentId: "10042" }])
})

test("another seller's invoice never gets the business's accounts", () => {
  expect(waysOf(silent(), null)).toEqual([])
})

test("in euro there is the IBAN alone: slips and registration numbers are for kroner", () => {
  expect(waysOf(silent({ currency: "EUR" })).map((means) => means.code)).toEqual(["58"])
})

test("an invoice number that a slip cannot carry leaves the transfers", () => {
  expect(waysOf(silent({ number: "2026-0042" })).map((means) => means.code)).toEqual(["42", "58"])
})

test("nothing is asked for by a quote, a credit note, or an invoice with nothing to pay", () => {
  const settled = { ...silent(), totals: { ...silent().totals, payable: 0n } }
  for (const data of [sampleQuote(), sampleCreditNote(), settled]) {
    expect(waysOf({ ...data, paymentMeans: [] })).toEqual([])
  }
})

test("a business without accounts states none", () => {
  const none = { registration: null, account: null, iban: null, bic: null, creditorNumber: null }
  expect(waysOf(silent(), { ...bank, ...none })).toEqual([])
})

test("the accounts of one transfer are read together, those of another with its own reference apart", () => {
  const [slip, domestic, abroad] = waysOf(silent())
  if (!slip || !domestic || !abroad) throw new Error("There are three ways.")
  expect(groupMeans([slip, domestic, abroad])).toEqual([[slip], [domestic, abroad]])
  const other = { ...abroad, paymentId: "10043" }
  expect(groupMeans([domestic, other])).toEqual([[domestic], [other]])
})
