import { expect, test } from "vitest"
import { detailOf } from "../../../../test/document-detail.ts"
import { sampleCreditNote, sampleInvoice, sampleQuote } from "../../../../test/sample-documents.ts"
import type { DocumentData, DocumentDetail } from "../../../domain/documents/index.ts"
import { DocumentArticle, PaymentCard } from "./document-article.tsx"
import { type DocumentViewOptions, documentView } from "./document-view.ts"
import { rowView } from "./row-view.ts"

const options: DocumentViewOptions = {
  language: "en",
  today: "2026-11-21",
  business: { name: "NORD Auto" },
  perspective: "portal",
}

/** 4,250.00 + 1,180.00 less 10 % + 1,987.50 at 25 %, and 412.50 at 0 %; 5 % off it all, freight, 1,000 prepaid. */
const full = () => sampleInvoice({ discount: "5", freight: "150.00", prepaid: "1000.00" })

function totalsOf(detail: DocumentDetail, more: Partial<DocumentViewOptions> = {}) {
  const { totals } = documentView(detail, { ...options, ...more })
  const rows = [
    ...totals.rows,
    totals.total,
    ...(totals.after ?? []),
    ...(totals.balance ? [totals.balance] : []),
  ]
  return rows.map((row) => `${row.label}: ${row.amount.replaceAll("\u00a0", " ")}`)
}

test("the totals of an invoice go from gross to what is left, as stated and as the ledger says", () => {
  const data = full()
  const detail = detailOf(data, { balance: data.totals.payable - 3_000_00n - 500_00n, credited: 500_00n })
  expect(totalsOf(detail)).toEqual([
    "Gross: 7,830.00",
    "Discount: −353.60",
    "Fleet discount 5%: −385.60",
    "Freight: 150.00",
    "Net: 7,476.40",
    "VAT 25% of 7,063.90: 1,765.98",
    "VAT 0% of 412.50: 0.00",
    "Total incl. VAT: 9,242.38 kr.",
    "Prepaid: −1,000.00",
    "Amount due: 8,242.38",
    "Paid: −3,000.00",
    "Credited: −500.00",
    "Left to pay: 4,742.38 kr.",
  ])
})

test("the discounts and charges listed under the discount are marked as part of it", () => {
  const { totals } = documentView(detailOf(full()), options)
  expect(totals.rows.filter((row) => row.detail).map((row) => row.label)).toEqual([
    "Fleet discount 5%",
    "Freight",
  ])
})

test("a document with only surcharges says charges, with a plus", () => {
  const data = sampleInvoice({ lines: [plainLine], freight: "150.00" })
  const rows = totalsOf(detailOf(data))
  expect(rows).toContain("Charges: 150.00")
  expect(rows.join()).not.toContain("Discount")
})

const plainLine = { itemNumber: "1", name: "Oil", quantity: "1", unit: "C62", price: "100.00", vatRate: "25" }

test("rounding is shown where the document rounds", () => {
  const data = sampleInvoice()
  const rounded = { ...data, totals: { ...data.totals, rounding: 12n, payable: data.totals.withVat + 12n } }
  expect(totalsOf(detailOf(rounded))).toContain("Rounding: 0.12")
  expect(totalsOf(detailOf(data)).join()).not.toContain("Rounding")
})

test("a credit note says what was set off and what is left of it, never a negative debt", () => {
  const data = sampleCreditNote()
  const half = data.totals.payable / 2n
  const rows = totalsOf(detailOf(data, { balance: -half, credited: half - data.totals.payable }))
  expect(rows).toContain("Left of this credit note: 663.75 kr.")
  expect(rows).toContain("Set off: −663.75")
  expect(rows.join()).not.toContain("Paid")
  expect(rows.join()).not.toContain("Left to pay")
})

test("quotes and drafts have no payments and no balance", () => {
  for (const detail of [
    detailOf(sampleQuote()),
    detailOf(sampleInvoice(), { state: "draft", balance: 0n }),
  ]) {
    expect(totalsOf(detail).join()).not.toMatch(/Paid|Left to pay/)
  }
})

test("money beyond what was asked is said to be too much, not left to pay", () => {
  expect(totalsOf(detailOf(sampleInvoice(), { balance: -100_00n }))).toContain("Paid too much: 100.00 kr.")
})

test("a line says number, text, quantity with unit, price before discount, discount, VAT and amount", () => {
  const { lines } = documentView(detailOf(sampleInvoice()), options)
  expect(lines.labels).toMatchObject({ number: "No.", discount: "Discount", vat: "VAT", amount: "Amount" })
  expect(lines.lines[1]).toMatchObject({
    number: "7731",
    text: "Brake pads, front",
    quantity: "1\u00a0set",
    unitPrice: "1,180.00",
    discount: "10%",
    vat: "25%",
    amount: "1,062.00",
  })
  expect(lines.lines[0]?.discount).toBeUndefined()
})

function lineOf(change: Partial<DocumentData["lines"][number]>) {
  const data = sampleInvoice({ lines: [plainLine] })
  const [line] = data.lines
  if (!line) throw new Error("The sample has a line.")
  const view = documentView(detailOf({ ...data, lines: [{ ...line, ...change }] }), options)
  return view.lines.lines[0]
}

test("a discount without a percent is an amount, and a charge has a plus and its reason", () => {
  const off = { isCharge: false, amount: 10_00n, reason: "Loyalty" }
  expect(lineOf({ allowanceCharges: [off], net: 90_00n })).toMatchObject({
    discount: "10.00",
    detail: ["Loyalty −10.00"],
  })
  const charge = { isCharge: true, amount: 15_50n, reason: "Disposal" }
  expect(lineOf({ allowanceCharges: [charge], net: 115_50n })).toMatchObject({
    discount: "+15.50",
    detail: ["Disposal 15.50"],
  })
})

test("a single discount whose reason says no more is not said twice", () => {
  const off = { isCharge: false, amount: 10_00n, percent: "10", reason: "Rabat" }
  expect(lineOf({ allowanceCharges: [off], net: 90_00n })).toMatchObject({ discount: "10%", detail: [] })
})

test("a price discount is shown as a percent where it is a round one", () => {
  expect(
    lineOf({ grossPrice: "100.00", priceDiscount: "12.50", netPrice: "87.50", net: 87_50n }),
  ).toMatchObject({
    unitPrice: "100.00",
    discount: "12.5%",
  })
})

test("prices with VAT are those a private customer pays, and the sums say that they are without", () => {
  const view = documentView(detailOf(sampleInvoice()), { ...options, pricesWithVat: true })
  expect(view.lines.labels).toMatchObject({ unitPrice: "Unit price incl. VAT", amount: "Amount incl. VAT" })
  expect(view.lines.lines.map((line) => [line.unitPrice, line.discount, line.amount])).toEqual([
    ["5,312.50", undefined, "5,312.50"],
    ["1,475.00", "10%", "1,327.50"],
    ["993.75", undefined, "2,484.38"],
    ["412.50", undefined, "412.50"],
  ])
  expect(view.totals.rows.map((row) => row.label).slice(0, 3)).toEqual([
    "Gross excl. VAT",
    "Discount excl. VAT",
    "Net excl. VAT",
  ])
  expect(view.totals.total.amount).toBe(documentView(detailOf(sampleInvoice()), options).totals.total.amount)
})

test("customer and bill-to stand apart, and in one block where they are the same", () => {
  const apart = documentView(detailOf(sampleInvoice()), options)
  expect(apart.parties.map((party) => party.heading)).toEqual(["Customer", "Bill to", "Your dealer"])
  expect(apart.parties[1]?.lines).toContain("CVR 12\u00a034\u00a056\u00a078")
  const one = documentView(detailOf(sampleCreditNote()), options)
  expect(one.parties.map((party) => party.heading)).toEqual(["Customer and bill-to"])
})

test("staff read whose dealer and whose reference it is from their own side", () => {
  const view = documentView(detailOf(sampleInvoice()), { ...options, perspective: "staff" })
  expect(view.parties.at(-1)?.heading).toBe("Dealer")
  expect(view.note).toContain("customer's ref. Værksted 4")
  expect(view.note).not.toContain("your")
})

test("a seller who is not the business is named", () => {
  const view = documentView(detailOf(sampleInvoice()), { ...options, business: { name: "Syd Biler" } })
  expect(view.parties.at(-1)).toMatchObject({
    heading: "Seller",
    lines: expect.arrayContaining(["NORD Auto A/S"]),
  })
})

test("the figure that matters follows the status", () => {
  const data = sampleInvoice()
  const figure = (told: Partial<DocumentDetail>, today = options.today) =>
    documentView(detailOf(data, told), { ...options, today }).figure.label
  expect(figure({})).toBe("To pay by 27 November 2026")
  expect(figure({}, "2026-11-28")).toBe("Was due 27 November 2026")
  expect(figure({ balance: 0n })).toBe("Paid in full")
  expect(figure({ balance: 0n, credited: data.totals.payable })).toBe("Settled by credit note")
})

test("a row and the page of a document tell the same status", () => {
  const detail = detailOf(sampleInvoice())
  const row = rowView(detail, { ...options, href: "/documents/1", names: ["Havnens Kørsel ApS"] })
  expect(row.stateText).toBe(documentView(detail, options).status.text)
  expect(row.stateText).toBe("Due in 6 days")
  expect(row.note).toBe("13 Nov 2026 · Havnens Kørsel ApS · AB\u00a012\u00a0345 · Large service")
  expect(row.pdf).toBeUndefined()
})

test("a credit note in a list takes away", () => {
  expect(rowView(detailOf(sampleCreditNote()), { ...options, href: "/" }).amount).toMatch(/^−/)
})

test("the payment slip line is whole and an IBAN is copied as it is printed", () => {
  const { payment } = documentView(detailOf(sampleInvoice()), options)
  expect(payment?.means[0]?.facts).toEqual([
    { label: "FIK", value: "+71<000000000100420+87654321<", isCode: true },
  ])
  expect(payment?.means[1]?.facts.map((fact) => fact.value)).toContain("DK50 0040 0440 1162 43")
})

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e{{7*7}}`

test("hostile text in every field of a document is text on its page", () => {
  const data = sampleInvoice()
  const poisoned: DocumentData = JSON.parse(
    JSON.stringify(data, (_key, value) => (typeof value === "bigint" ? `bigint:${value}` : value)),
    (key, value) => {
      if (typeof value !== "string") return value
      if (value.startsWith("bigint:")) return BigInt(value.slice(7))
      const kept = ["kind", "currency", "quantity", "netPrice", "percent", "rate", "country", "code", "date"]
      return kept.includes(key) || /Date$/.test(key) ? value : hostile
    },
  )
  const view = documentView(detailOf(poisoned, { number: hostile, title: hostile }), options)
  const html =
    String(<DocumentArticle view={view} />) +
    String(view.payment && <PaymentCard payment={view.payment} language="en" />)
  expect(html).toContain("&lt;script&gt;")
  expect(html).not.toContain("<script")
  expect(html).not.toContain("<img")
})

test("every text of the sheet is there in Danish too", () => {
  const html = String(
    <DocumentArticle view={documentView(detailOf(full()), { ...options, language: "da" })} />,
  )
  for (const word of [
    "Faktura 10042",
    "Brutto",
    "Rabat",
    "Netto",
    "Moms 25\u00a0%",
    "I alt inkl. moms",
    "Rest til betaling",
  ]) {
    expect(html).toContain(word)
  }
  expect(html).not.toContain("undefined")
})
