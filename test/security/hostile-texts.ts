/** Texts that do harm where they are taken for something else than text, and a document made of nothing but these. */
import { documentSchema, type StoredDocument, toStored } from "../../src/domain/documents/index.ts"
import { sampleInvoice } from "../sample-documents.ts"

export const hostileTexts = [
  "<script>window.harmed=1;alert(1)</script>",
  '"><img src=x onerror="window.harmed=1"><svg onload=alert(1)>',
  "' autofocus onfocus='window.harmed=1' onmouseover='alert(1)",
  "</title></textarea></style></script><base href=//evil.example><iframe srcdoc=x>",
  "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= 1 %> {% raw %}",
  '#read("/etc/passwd") #eval("1") $x^2$ *b* _i_ `raw` @ref <label> = h // c /* d',
  '=HYPERLINK("http://evil.example","x") @SUM(1) +1 -1|cmd',
  "\u202egnp.exe\u202c \u2066left\u2069 \u200f\u061c",
  "a\u0001b\u0008c\u001b[31md\u0085e\ufffef\uffffg\u2028h",
  "W".repeat(5000),
  "👩‍🔧🚗🇩🇰 é\u0301\u0301\u0301 Ω ﷽ ༒",
  ']]>&amp;<!--<?xml?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
  "javascript:alert(1)",
  "/../..\\..\\etc/passwd\r\nSet-Cookie: harmed=1\r\n\r\n<h1>",
] as const

let turn = 0

/** The next of them, cut to what its field may hold. */
export function hostile(most: number): string {
  const text = hostileTexts[turn % hostileTexts.length] ?? ""
  turn += 1
  return Array.from(text).slice(0, most).join("").slice(0, most).toWellFormed().replaceAll("\ufffd", "")
}

const party = () => ({
  name: hostile(300),
  tradingName: hostile(300),
  identifiers: [{ scheme: hostile(40), value: hostile(200) }],
  companyId: { scheme: "0184", value: hostile(200) },
  vatId: hostile(60),
  taxRegistration: hostile(60),
  legalForm: hostile(1000),
  endpoint: { scheme: "0184", value: hostile(200) },
  address: {
    line1: hostile(300),
    line2: hostile(300),
    line3: hostile(300),
    city: hostile(200),
    postalCode: hostile(40),
    subdivision: hostile(200),
    country: "DK",
  },
  contact: { name: hostile(200), phone: hostile(60), email: hostile(254) },
})

/** An invoice that adds up, and in which every text is hostile. */
export function hostileInvoice(number: string): StoredDocument {
  const invoice = toStored(sampleInvoice({ freight: "95.00", discount: "10" }))
  return toStored(
    documentSchema.parse({
      ...invoice,
      number,
      notes: hostileTexts.map((text) => text.slice(0, 10_000)),
      seller: party(),
      customer: party(),
      billTo: party(),
      payee: party(),
      dealer: {
        branch: hostile(200),
        address: hostile(500),
        phone: hostile(60),
        contactPerson: hostile(200),
      },
      delivery: {
        date: "2026-11-12",
        locationId: { scheme: "0088", value: hostile(200) },
        name: hostile(300),
        address: party().address,
        terms: hostile(1000),
      },
      vehicle: { registration: hostile(20), vin: hostile(40), make: hostile(100), model: hostile(200) },
      references: {
        buyer: hostile(200),
        order: hostile(200),
        salesOrder: hostile(200),
        contract: hostile(200),
        project: hostile(200),
        despatch: hostile(200),
        receipt: hostile(200),
        accountingCost: hostile(300),
        quote: hostile(200),
        precedingInvoices: [{ number: hostile(200) }],
      },
      paymentMeans: [
        { code: "30", text: hostile(300), paymentId: hostile(200), account: hostile(100), bank: hostile(60) },
        { code: "93", paymentId: hostile(200), account: hostile(100), accountName: hostile(300) },
      ],
      paymentTerms: hostile(5000),
      allowanceCharges: invoice.allowanceCharges?.map((item) => ({ ...item, reason: hostile(1000) })),
      lines: invoice.lines.map((line) => ({
        ...line,
        id: hostile(60),
        itemNumber: hostile(200),
        buyersItemNumber: hostile(200),
        name: hostile(1000),
        description: hostile(5000),
        note: hostile(5000),
        unit: hostile(40),
        serialNumbers: [hostile(200)],
        allowanceCharges: line.allowanceCharges?.map((item) => ({ ...item, reason: hostile(1000) })),
        properties: hostileTexts.map((text) => ({ name: text.slice(0, 200), value: text.slice(0, 1000) })),
      })),
      vatSubtotals: invoice.vatSubtotals?.map((item) => ({ ...item, exemptionReason: hostile(1000) })),
      attachments: [
        {
          id: hostile(200),
          description: hostile(1000),
          fileName: hostile(255),
          mediaType: 'text/html"; x=\r\ny',
          externalUri: "javascript:alert(1)",
        },
      ],
    }),
  )
}
