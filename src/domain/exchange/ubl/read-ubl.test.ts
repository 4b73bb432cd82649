import { describe, expect, test } from "vitest"
import { readUbl } from "./index.ts"
import { bytesOf, documentXml, invoiceXml, line, party, vat25 } from "./sample.fixture.ts"

const read = (xml: string) => readUbl(bytesOf(xml))
const property = (name: string, value: string) =>
  `<cac:AdditionalItemProperty><cbc:Name>${name}</cbc:Name><cbc:Value>${value}</cbc:Value></cac:AdditionalItemProperty>`
const supporting = (id: string, inside = "") =>
  `<cac:AdditionalDocumentReference><cbc:ID>${id}</cbc:ID>${inside}</cac:AdditionalDocumentReference>`
const described = (description: string) => `<cbc:DocumentDescription>${description}</cbc:DocumentDescription>`
const embedded = (mediaType: string, base64: string, fileName = "photo.png") =>
  `<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="${mediaType}" filename="${fileName}">${base64}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>`

describe("an invoice", () => {
  test("keeps its amounts as stated and has no remarks when they fit", () => {
    const { data, remarks, unread } = read(invoiceXml())
    expect(data).toMatchObject({ kind: "invoice", number: "F-1001", typeCode: "380", currency: "DKK" })
    expect(data.customer.name).toBe("Anna Holm")
    expect(data.billTo).toBeUndefined()
    expect(data.totals).toMatchObject({ gross: 100_000n, discount: 0n, vat: 25_000n, payable: 125_000n })
    expect(remarks).toEqual([])
    expect(unread).toEqual([])
  })

  test("a wrong total is kept and remarked", () => {
    const { data, remarks } = read(
      invoiceXml().replace(
        '<cbc:PayableAmount currencyID="DKK">1250.00',
        '<cbc:PayableAmount currencyID="DKK">1350.00',
      ),
    )
    expect(data.totals.payable).toBe(135_000n)
    expect(remarks).toEqual([
      { rule: "BR-CO-16", where: "document", stated: "1350.00", computed: "1250.00", currency: "DKK" },
    ])
  })

  test("a buyer beside the accounting customer receives it, and the accounting customer owes it", () => {
    const customer = `<cac:BuyerCustomerParty>${party("Anna Holm")}</cac:BuyerCustomerParty>
      <cac:AccountingCustomerParty>${party("Holm Leasing ApS")}</cac:AccountingCustomerParty>`
    const { data, unread } = read(invoiceXml({ customer }))
    expect(data.customer.name).toBe("Anna Holm")
    expect(data.billTo?.name).toBe("Holm Leasing ApS")
    expect(unread).toEqual([])
  })

  test("the same party twice owes to nobody else", () => {
    const customer = ["Buyer", "Accounting"]
      .map((role) => `<cac:${role}CustomerParty>${party("Anna Holm")}</cac:${role}CustomerParty>`)
      .join("")
    expect(read(invoiceXml({ customer })).data.billTo).toBeUndefined()
  })

  test("card, direct debit and FIK payments keep their numbers", () => {
    const payment = `
      <cac:PaymentMeans><cbc:PaymentMeansCode>93</cbc:PaymentMeansCode><cbc:PaymentID>71#000000000010017</cbc:PaymentID>
        <cac:PayeeFinancialAccount><cbc:ID>88888888</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
      <cac:PaymentMeans><cbc:PaymentMeansCode name="Kort">48</cbc:PaymentMeansCode>
        <cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID><cbc:NetworkID>VISA</cbc:NetworkID><cbc:HolderName>A Holm</cbc:HolderName></cac:CardAccount></cac:PaymentMeans>
      <cac:PaymentMeans><cbc:PaymentMeansCode>49</cbc:PaymentMeansCode>
        <cac:PaymentMandate><cbc:ID>M-7</cbc:ID><cac:PayerFinancialAccount><cbc:ID>DK123</cbc:ID></cac:PayerFinancialAccount></cac:PaymentMandate></cac:PaymentMeans>`
    const { data, unread } = read(invoiceXml({ payment }))
    expect(data.paymentMeans).toEqual([
      { code: "93", paymentId: "71#000000000010017", account: "88888888" },
      { code: "48", text: "Kort", cardNumber: "1234", cardHolder: "A Holm" },
      { code: "49", mandate: "M-7", debitedAccount: "DK123" },
    ])
    expect(unread).toEqual([])
  })

  test("what has no place is named once, however often it stands there", () => {
    const lines = [
      line("<cbc:PackSizeNumeric>6</cbc:PackSizeNumeric>"),
      line("<cbc:PackSizeNumeric>6</cbc:PackSizeNumeric>", "2"),
    ]
    const { unread } = read(invoiceXml({ lines: lines.join("") }))
    expect(unread).toEqual(["Invoice/InvoiceLine/Item/PackSizeNumeric"])
  })

  test("prefixes are the sender's own, and another namespace's ID is not the number", () => {
    const xml = invoiceXml()
      .replaceAll("xmlns:cbc=", "xmlns:b=")
      .replaceAll("xmlns:cac=", "xmlns:a=")
      .replaceAll("cbc:", "b:")
      .replaceAll("cac:", "a:")
      .replace("<b:ID>F-1001", '<x:ID xmlns:x="urn:other">EVIL</x:ID><b:ID>F-1001')
    const { data, unread } = read(xml)
    expect(data.number).toBe("F-1001")
    expect(unread).toEqual(["Invoice/ID"])
  })

  test("comments and CDATA are read as XML reads them", () => {
    const { data } = read(invoiceXml().replace("F-1001", "F<!-- x -->-<![CDATA[10<0]]>1"))
    expect(data.number).toBe("F-10<01")
  })

  test("more decimals than a price can keep are rounded to twelve", () => {
    const { data } = read(invoiceXml().replace(">500<", ">499.99999999999999999<"))
    expect(data.lines[0]?.netPrice).toBe("500")
  })
})

describe("the vehicle and the dealer", () => {
  test("come from a line's properties, in Danish or English, however they are written", () => {
    const inside = [
      property("Registreringsnummer", "AB 12 345"),
      property("VIN", "WVWZZZ1KZAW123456"),
      property("Mærke", "Volkswagen"),
      property("Model", "Golf"),
      property("model year", "2019"),
      property("Km-stand", "84.500 km"),
      property("Afdeling", "Nordvik Aarhus"),
      property("Adresse", "Havnegade 4, 8000 Aarhus C"),
      property("Telefon", "86 12 34 56"),
      property("Kontaktperson", "Mette Lund"),
    ].join("")
    const { data } = read(invoiceXml({ lines: line(inside) }))
    expect(data.vehicle).toEqual({
      registration: "AB 12 345",
      vin: "WVWZZZ1KZAW123456",
      make: "Volkswagen",
      model: "Golf",
      year: 2019,
      odometerKm: 84_500,
    })
    expect(data.dealer).toEqual({
      branch: "Nordvik Aarhus",
      address: "Havnegade 4, 8000 Aarhus C",
      phone: "86 12 34 56",
      contactPerson: "Mette Lund",
    })
    expect(data.lines[0]?.properties).toHaveLength(10)
  })

  test("come from references without a file, which are then no attachments", () => {
    const { data, unread } = read(
      invoiceXml({
        supporting:
          supporting("AB 12 345", described("Registration")) + supporting("Toyota", described("Make")),
      }),
    )
    expect(data.vehicle).toEqual({ registration: "AB 12 345", make: "Toyota" })
    expect(data.attachments).toEqual([])
    expect(unread).toEqual([])
  })

  test("come from the invoiced object by its code", () => {
    const object =
      '<cac:AdditionalDocumentReference><cbc:ID schemeID="ABZ">AB12345</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>'
    const { data } = read(invoiceXml({ supporting: object }))
    expect(data.vehicle).toEqual({ registration: "AB12345" })
    expect(data.references.object).toEqual({ scheme: "ABZ", value: "AB12345" })
  })

  test("two cars on one invoice make none, and a printer's model is no car's", () => {
    const lines = line(property("Registration", "AB12345")) + line(property("Registration", "CD67890"), "2")
    expect(read(invoiceXml({ lines })).data.vehicle).toBeUndefined()
    const printer = line(property("Model", "LaserJet") + property("Year", "2020"))
    expect(read(invoiceXml({ lines: printer })).data.vehicle).toBeUndefined()
  })

  test("a mileage that is no number is left to the line", () => {
    const inside =
      property("Registration", "AB12345") + property("Odometer", "about 80000") + property("Year", "new")
    expect(read(invoiceXml({ lines: line(inside) })).data.vehicle).toEqual({ registration: "AB12345" })
  })
})

describe("files that came along", () => {
  test("are kept with their bytes, and their names lose folders", () => {
    const file = supporting(
      "Foto",
      described("Photo of the damage") + embedded("image/png", "iVBORw0K\nGgo=", "../../etc/photo.png"),
    )
    const { data, attachments, remarks } = read(invoiceXml({ supporting: supporting("Web") + file }))
    expect(data.attachments[1]).toEqual({
      id: "Foto",
      description: "Photo of the damage",
      fileName: "photo.png",
      mediaType: "image/png",
    })
    expect(attachments).toEqual([
      {
        position: 1,
        fileName: "photo.png",
        mediaType: "image/png",
        bytes: Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]),
      },
    ])
    expect(remarks).toEqual([])
  })

  test("of a type that no invoice may bring are named but not kept", () => {
    const { data, attachments, remarks } = read(
      invoiceXml({ supporting: supporting("Page", embedded("text/html", "PGI+", "page.html")) }),
    )
    expect(attachments).toEqual([])
    expect(data.attachments[0]?.fileName).toBe("page.html")
    expect(remarks).toEqual([
      { rule: "BR-CL-24", where: "attachment 1", stated: "text/html", computed: "", currency: "DKK" },
    ])
  })

  test("addresses outside are named", () => {
    const link =
      "<cac:Attachment><cac:ExternalReference><cbc:URI>https://nordvik.example/spec</cbc:URI></cac:ExternalReference></cac:Attachment>"
    const { data } = read(invoiceXml({ supporting: supporting("Spec", link) }))
    expect(data.attachments).toEqual([{ id: "Spec", externalUri: "https://nordvik.example/spec" }])
  })
})

describe("an order", () => {
  const order = (inside: string, net = "") =>
    documentXml(
      "Order",
      `<cbc:ID>34</cbc:ID><cbc:IssueDate>2026-11-21+01:00</cbc:IssueDate><cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>
      <cac:BuyerCustomerParty>${party("Anna Holm")}</cac:BuyerCustomerParty><cac:SellerSupplierParty>${party("Nordvik Auto A/S")}</cac:SellerSupplierParty>${inside}
      <cac:OrderLine><cbc:Note>Soon</cbc:Note><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="EA">4</cbc:Quantity>${net}
        <cac:Price><cbc:PriceAmount currencyID="DKK">12.125</cbc:PriceAmount></cac:Price><cac:Item><cbc:Name>Bolte</cbc:Name><cac:ClassifiedTaxCategory>${vat25}</cac:ClassifiedTaxCategory></cac:Item></cac:LineItem></cac:OrderLine>`,
    )

  test("without amounts is added up from quantities and prices", () => {
    const { data, remarks } = read(order(""))
    expect(data.issueDate).toBe("2026-11-21")
    expect(data.lines[0]).toMatchObject({ net: 4_850n, note: "Soon" })
    expect(data.totals).toMatchObject({ lines: 4_850n, vat: 1_213n, withVat: 6_063n, payable: 6_063n })
    expect(remarks).toEqual([])
  })

  test("with amounts keeps them", () => {
    const totals =
      '<cac:AnticipatedMonetaryTotal><cbc:LineExtensionAmount currencyID="DKK">50</cbc:LineExtensionAmount><cbc:PayableAmount currencyID="DKK">50</cbc:PayableAmount></cac:AnticipatedMonetaryTotal>'
    const { data, remarks } = read(
      order(totals, '<cbc:LineExtensionAmount currencyID="DKK">50.00</cbc:LineExtensionAmount>'),
    )
    expect(data.totals).toMatchObject({ lines: 5_000n, vat: 0n, payable: 5_000n })
    expect(remarks.map((each) => each.rule)).toEqual(["PEPPOL-EN16931-R120"])
  })
})

test("a credit note states positive amounts and what it corrects", () => {
  const xml = invoiceXml({
    supporting:
      "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-1000</cbc:ID><cbc:IssueDate>2026-11-01</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference>",
  })
    .replaceAll("InvoiceLine", "CreditNoteLine")
    .replaceAll("InvoicedQuantity", "CreditedQuantity")
    .replaceAll("InvoiceTypeCode>380<", "CreditNoteTypeCode>381<")
    .replaceAll("InvoiceTypeCode", "CreditNoteTypeCode")
    .replace("<Invoice ", "<CreditNote ")
    .replace("</Invoice>", "</CreditNote>")
    .replace("xsd:Invoice-2", "xsd:CreditNote-2")
  const { data } = read(xml)
  expect(data.kind).toBe("credit_note")
  expect(data.totals.payable).toBe(125_000n)
  expect(data.references.precedingInvoices).toEqual([{ number: "F-1000", date: "2026-11-01" }])
})
