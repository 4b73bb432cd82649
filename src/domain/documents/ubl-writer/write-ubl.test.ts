import fc from "fast-check"
import { SaxesParser } from "saxes"
import { expect, test } from "vitest"
import { sampleCreditNote, sampleInvoice, sampleQuote } from "../../../../test/sample-documents.ts"
import type { DocumentData } from "../document-data.ts"
import { writeUbl } from "./index.ts"

const xmlOf = (data: DocumentData) => writeUbl(data)?.xml ?? ""

/** Every element's text by its name, in order; throws when it is not well-formed XML with namespaces. */
function read(xml: string): [name: string, text: string][] {
  const read: [string, string][] = []
  const parser = new SaxesParser({ xmlns: true })
  let text = ""
  parser.on("opentag", () => {
    text = ""
  })
  parser.on("text", (piece) => {
    text += piece
  })
  parser.on("closetag", (tag) => {
    read.push([tag.local, text])
    text = ""
  })
  parser.write(xml).close()
  return read
}
const textsOf = (data: DocumentData, name: string) =>
  read(xmlOf(data)).flatMap(([element, text]) => (element === name ? [text] : []))

test("quotes and orders are no e-invoices", () => {
  expect(writeUbl(sampleQuote())).toBeNull()
})

test("an invoice states its amounts as the document does, in its currency", () => {
  const xml = xmlOf(sampleInvoice())
  expect(xml).toContain('<cbc:PayableAmount currencyID="DKK">9536.88</cbc:PayableAmount>')
  expect(xml).toContain('<cbc:InvoicedQuantity unitCode="HUR">2.5</cbc:InvoicedQuantity>')
  expect(writeUbl(sampleInvoice())?.missing).toEqual([])
})

test("a credit note states positive amounts and the invoice it corrects", () => {
  const xml = xmlOf(sampleCreditNote())
  expect(xml).toContain("<CreditNote ")
  expect(xml).toContain('<cbc:CreditedQuantity unitCode="SET">1</cbc:CreditedQuantity>')
  expect(xml).toContain('<cbc:PayableAmount currencyID="DKK">1327.50</cbc:PayableAmount>')
  expect(xml).toContain("<cac:InvoiceDocumentReference><cbc:ID>10042</cbc:ID>")
  expect(xml).not.toContain("Invoiced")
})

test("who is billed is the buyer, and the customer is where the goods went", () => {
  const data = sampleInvoice()
  const xml = xmlOf(data)
  const buyer = xml.slice(
    xml.indexOf("<cac:AccountingCustomerParty"),
    xml.indexOf("</cac:AccountingCustomerParty"),
  )
  expect(buyer).toContain("Leasing Nord A/S")
  expect(buyer).toContain('<cbc:EndpointID schemeID="0088">5790000436057</cbc:EndpointID>')
  expect(buyer).not.toContain("Havnens Kørsel ApS")
  expect(xml).toContain("<cac:DeliveryParty><cac:PartyName><cbc:Name>Havnens Kørsel ApS</cbc:Name>")
})

test("a Danish company without an electronic address is reached by its CVR number", () => {
  const data = sampleCreditNote()
  const xml = xmlOf({ ...data, customer: { ...data.customer, endpoint: undefined } })
  expect(xml).toContain('<cbc:EndpointID schemeID="0184">DK88776655</cbc:EndpointID>')
})

test("a FIK payment is written as Peppol has it, and other means that may not stand beside it are told", () => {
  const written = writeUbl(sampleInvoice())
  expect(written?.xml).toContain("<cbc:PaymentID>71#000000000100420</cbc:PaymentID>")
  expect(written?.xml).not.toContain("NDEADKKK")
  expect(written?.leftOut).toEqual(["paymentMeans other than the first (UBL-SR-47)"])
})

test("a Danish seller's credit transfer has a code Danish suppliers may use", () => {
  const means = { code: "30", account: "DK5000400440116243" }
  const codeOf = (changed: Partial<typeof means> & { bank?: string }) =>
    textsOf({ ...sampleInvoice(), paymentMeans: [{ ...means, ...changed }] }, "PaymentMeansCode")
  expect(codeOf({})).toEqual(["58"])
  expect(codeOf({ account: "0001234567", bank: "7040" })).toEqual(["42"])
  const unknown = writeUbl({ ...sampleInvoice(), paymentMeans: [{ code: "30" }] })
  expect(unknown?.missing).toEqual(["paymentMeans.code (DK-R-005)"])
})

test("what the rules demand and the document lacks is named", () => {
  const data = sampleInvoice()
  const poor: DocumentData = {
    ...data,
    billTo: { name: "Somebody", identifiers: [] },
    references: { precedingInvoices: [] },
    dueDate: undefined,
    paymentTerms: undefined,
    vatSubtotals: [{ category: "E", taxable: 0n, vat: 0n }],
  }
  expect(writeUbl(poor)?.missing).toEqual([
    "buyer.endpoint (PEPPOL-EN16931-R010)",
    "buyer.address.country (BR-11)",
    "references.buyer or references.order (PEPPOL-EN16931-R003)",
    "vatSubtotals.exemptionReason (BR-E-10)",
    "dueDate or paymentTerms (BR-CO-25)",
  ])
})

test("a percent that does not give the amount is left out, the amount stays", () => {
  const off = { isCharge: false, amount: 5000n, base: 10_000n, percent: "10", reason: "Rounded" }
  const [first] = sampleInvoice().lines
  const data = { ...sampleInvoice(), lines: [{ ...first, allowanceCharges: [off] }] } as DocumentData
  expect(textsOf(data, "Amount")).toContain("50.00")
  expect(textsOf(data, "MultiplierFactorNumeric")).not.toContain("10")
})

test("text is never markup, and comes back as it was, without what XML cannot hold", () => {
  const name = 'A & B <script>"x"</script> ]]> &amp; \u0000\u0007\ufffe\ud800 Ærø 🚗'
  const data = { ...sampleInvoice(), notes: [name] }
  expect(textsOf(data, "Note")[0]).toBe('A & B <script>"x"</script> ]]> &amp; \ufffd Ærø 🚗')
})

test("any text makes well-formed XML without empty elements", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), (text) => {
      const data = sampleInvoice()
      const customer = { ...data.customer, name: text, identifiers: [{ scheme: text, value: text }] }
      const xml = xmlOf({
        ...data,
        number: text,
        customer,
        billTo: customer,
        notes: [text],
        paymentTerms: text,
      })
      read(xml)
      expect(xml).not.toMatch(/<([\w:]+)[^>]*><\/\1>|\/>/)
    }),
    { numRuns: 50 },
  )
})

test("a vehicle and a dealer travel as references that say what they are", () => {
  const xml = xmlOf(sampleInvoice())
  expect(xml).toContain(
    "<cbc:ID>AB 12 345</cbc:ID><cbc:DocumentDescription>Registration</cbc:DocumentDescription>",
  )
  expect(xml).toContain(
    "<cbc:ID>142310 km</cbc:ID><cbc:DocumentDescription>Odometer</cbc:DocumentDescription>",
  )
})

test("files that came with the document travel inside, if their kind may", () => {
  const data = {
    ...sampleInvoice(),
    attachments: [
      { id: "1", fileName: "photo.png", mediaType: "image/png" },
      { id: "2", fileName: "run.exe", mediaType: "application/x-msdownload" },
    ],
  }
  const xml = writeUbl(data, [Buffer.from("png"), Buffer.from("exe")])?.xml
  expect(xml).toContain('mimeCode="image/png" filename="photo.png">cG5n<')
  expect(xml).not.toContain("run.exe")
})
