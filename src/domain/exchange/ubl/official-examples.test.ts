import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { calculateTotals } from "../../documents/index.ts"
import { readUbl } from "./index.ts"

/** The official examples lie beside the project where it is built; without them these tests have nothing to say. */
function findExamples(): string | null {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const examples = join(folder, "shared/data/peppol/examples")
    if (existsSync(examples)) return examples
  }
  return null
}

const examples = findExamples()
const read = (name: string) => readUbl(readFileSync(join(examples ?? "", name)))

describe.runIf(examples !== null)("the official Peppol examples", () => {
  test.each([
    "Allowance-example.xml",
    "Vat-category-S.xml",
    "base-example.xml",
    "base-creditnote-correction.xml",
    "UC1_Order.xml",
  ])("%s is read whole, and its amounts are right", (name) => {
    const { remarks, unread } = read(name)
    expect(remarks).toEqual([])
    expect(unread).toEqual([])
  })

  test.each([
    "Allowance-example.xml",
    "Vat-category-S.xml",
    "base-example.xml",
    "base-creditnote-correction.xml",
  ])("%s adds up to what it states", (name) => {
    const { data } = read(name)
    const added = calculateTotals({ ...data, prepaid: data.totals.prepaid, rounding: data.totals.rounding })
    expect(added.totals).toEqual(data.totals)
    expect(added.lineNets).toEqual(data.lines.map((each) => each.net))
  })

  test("the invoice with allowances", () => {
    const { data } = read("Allowance-example.xml")
    expect(data).toMatchObject({
      kind: "invoice",
      number: "Snippet1",
      issueDate: "2017-11-13",
      dueDate: "2017-12-01",
      taxPointDate: "2017-12-01",
      period: { start: "2017-12-01", end: "2017-12-31" },
      currency: "EUR",
      vatAccounting: { currency: "SEK", amount: "9324.00" },
      notes: ["Please note we have a new phone number: 22 22 22 22"],
      paymentTerms: "Payment within 10 days, 2% discount",
    })
    expect(data.references).toMatchObject({
      buyer: "0150abc",
      contract: "framework no 1",
      object: { scheme: "ABT", value: "DR35141" },
      accountingCost: "4025:123:4343",
    })
    expect(data.attachments).toEqual([
      { id: "ts12345", description: "Technical specification", externalUri: "www.techspec.no" },
    ])
    expect(data.seller).toEqual({
      name: "SupplierOfficialName Ltd",
      tradingName: "SupplierTradingName Ltd.",
      identifiers: [{ value: "99887766" }],
      companyId: { value: "GB983294" },
      vatId: "GB1232434",
      legalForm: "AdditionalLegalInformation",
      endpoint: { scheme: "0088", value: "7300010000001" },
      address: {
        line1: "Main street 1",
        line2: "Postbox 123",
        city: "London",
        postalCode: "GB 123 EW",
        country: "GB",
      },
    })
    expect(data.customer.contact).toEqual({ name: "Lisa Johnson", phone: "23434234", email: "lj@buyer.se" })
    expect(data.delivery).toEqual({
      date: "2017-11-01",
      locationId: { scheme: "0088", value: "7300010000001" },
      name: "Delivery party Name",
      address: {
        line1: "Delivery street 2",
        line2: "Building 56",
        line3: "Gate 15",
        city: "Stockholm",
        postalCode: "21234",
        subdivision: "Södermalm",
        country: "SE",
      },
    })
    expect(data.paymentMeans).toEqual([
      {
        code: "30",
        text: "Credit transfer",
        paymentId: "Snippet1",
        account: "IBAN32423940",
        accountName: "AccountName",
        bank: "BIC324098",
      },
    ])
  })

  test("the lines, VAT and totals of the invoice with allowances", () => {
    const { data } = read("Allowance-example.xml")
    expect(data.lines[0]).toEqual({
      id: "1",
      note: "Testing note on line level",
      quantity: "10",
      unit: "C62",
      net: 400_000n,
      accountingCost: "Konteringsstreng",
      allowanceCharges: [
        { isCharge: true, reasonCode: "CG", reason: "Cleaning", percent: "1", amount: 100n, base: 10_000n },
        { isCharge: false, reasonCode: "95", reason: "Discount", amount: 10_100n },
      ],
      name: "item name",
      description: "Description of item",
      itemNumber: "97iugug876",
      originCountry: "NO",
      classifications: [{ scheme: "SRV", value: "09348023" }],
      vat: { category: "S", rate: "25.0" },
      properties: [],
      netPrice: "410",
      baseQuantity: "1",
      grossPrice: "450",
      priceDiscount: "40",
    })
    expect(data.lines[1]).toMatchObject({
      orderLine: "124",
      period: { start: "2017-12-01", end: "2017-12-05" },
      properties: [{ name: "AdditionalItemName", value: "AdditionalItemValue" }],
    })
    expect(data.vatSubtotals[1]).toEqual({
      category: "E",
      rate: "0",
      taxable: 100_000n,
      vat: 0n,
      exemptionReason: "Reason for tax exempt",
    })
    expect(data.totals).toEqual({
      gross: 650_000n,
      discount: 60_000n,
      lines: 590_000n,
      allowances: 20_000n,
      charges: 20_000n,
      withoutVat: 590_000n,
      vat: 122_500n,
      withVat: 712_500n,
      prepaid: 100_000n,
      rounding: 0n,
      payable: 612_500n,
    })
  })

  test("two rates, and a credit note with a negative line", () => {
    expect(read("Vat-category-S.xml").data.vatSubtotals).toEqual([
      { category: "S", rate: "25", taxable: 500_000n, vat: 125_000n },
      { category: "S", rate: "15", taxable: 200_000n, vat: 30_000n },
    ])
    const { data } = read("base-creditnote-correction.xml")
    expect(data).toMatchObject({ kind: "credit_note", typeCode: "381" })
    expect(data.references.precedingInvoices).toEqual([{ number: "Snippet1" }])
    expect(data.lines[1]).toMatchObject({ quantity: "-3", unit: "DAY", net: -150_000n })
    expect(data.lines[0]?.standardItem).toEqual({ scheme: "0088", value: "21382183120983" })
    expect(data.totals).toMatchObject({ gross: 130_000n, discount: -2_500n, payable: 165_625n })
  })

  test("the plain invoice", () => {
    const { data } = read("base-example.xml")
    expect(data.customer).toMatchObject({
      name: "Buyer Official Name",
      tradingName: "BuyerTradingName AS",
      companyId: { scheme: "0183", value: "39937423947" },
      endpoint: { scheme: "0002", value: "FR23342" },
      vatId: "SE4598375937",
    })
    expect(data.allowanceCharges).toEqual([
      { isCharge: true, reason: "Insurance", amount: 2_500n, vat: { category: "S", rate: "25.0" } },
    ])
    expect(data.totals).toMatchObject({ lines: 130_000n, charges: 2_500n, vat: 33_125n, payable: 165_625n })
  })

  test("the small order, whose totals are partly left to the reader", () => {
    const { data } = read("UC1_Order.xml")
    expect(data).toMatchObject({ kind: "order", number: "1", validUntil: "2013-07-30", currency: "EUR" })
    expect(data.customer).toMatchObject({
      name: "City Hospital 345433",
      address: { city: "Eurocity", country: "SE" },
    })
    expect(data.billTo).toBeUndefined()
    expect(data.seller).toMatchObject({ name: "The Supplier AB", address: { line3: "Gate 34" } })
    expect(data.lines.map((each) => each.net)).toEqual([4_000n, 3_000n, 4_500n])
    expect(data.totals).toMatchObject({
      withoutVat: 11_500n,
      vat: 2_875n,
      withVat: 14_375n,
      payable: 14_375n,
    })
    expect(data.delivery).toMatchObject({
      name: "Hospital Tourist Department",
      requestedPeriod: { start: "2013-07-15", end: "2013-07-16" },
    })
  })

  test("the large order, whose accounting customer is another", () => {
    const { data, attachments, remarks, unread } = read("Order_Example.xml")
    expect(remarks).toEqual([])
    expect(data.customer).toMatchObject({ name: "Helseforetak AS", companyId: { value: "931186755" } })
    expect(data.billTo).toMatchObject({ tradingName: "Accounting", companyId: { value: "931186723" } })
    expect(data.originator?.name).toBe("Helseavdeling")
    expect(data.references).toMatchObject({
      buyer: "9000012345",
      salesOrder: "112233",
      quote: "QuoteID123",
      project: "PID33",
      originator: "MAFO",
      catalogue: "Cat2023-03-07",
    })
    expect(data.lines[0]).toMatchObject({
      manufacturersItemNumber: "manid659",
      serialNumbers: ["SE-123456"],
      lotNumbers: ["LO-123456"],
      partialDelivery: false,
      requestedDelivery: { start: "2010-02-10", end: "2010-02-25" },
    })
    expect(data.totals).toMatchObject({ prepaid: 1_000n, rounding: 50n, payable: 636_300n })
    expect(attachments).toHaveLength(1)
    expect(attachments[0]).toMatchObject({
      position: 1,
      fileName: "Hours-spend.csv",
      mediaType: "application/pdf",
    })
    expect(new Set(unread.map((path) => path.split("/").at(-1)))).toEqual(
      new Set([
        "StartTime",
        "EndTime",
        "Despatch",
        "Shipment",
        "PartyIdentification",
        "ValueQuantity",
        "ValueQualifier",
      ]),
    )
  })
})
