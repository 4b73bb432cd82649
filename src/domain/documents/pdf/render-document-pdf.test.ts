import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { createServer } from "node:net"
import { promisify } from "node:util"
import fc from "fast-check"
import { expect, test } from "vitest"
import { readPdf, textOf } from "../../../../test/read-pdf.ts"
import {
  manyLines,
  nordAuto,
  sampleCreditNote,
  sampleInvoice,
  sampleQuote,
} from "../../../../test/sample-documents.ts"
import type { PdfAttachment } from "../../../platform/pdf/index.ts"
import type { Branding } from "./branding.ts"
import { type DocumentPdfInput, documentPdfJob, renderDocumentPdf } from "./render-document-pdf.ts"

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")
const render = (input: Partial<DocumentPdfInput> = {}) =>
  renderDocumentPdf({ data: sampleInvoice(), branding: nordAuto, language: "en", ...input })
/** Without the spaces that the setting of the lines decides. */
const packed = (text: string) => text.replaceAll(/\s/g, "")

const xml: PdfAttachment = {
  name: "invoice-10042.xml",
  mediaType: "text/xml",
  bytes: Buffer.from("<Invoice>Kørsel</Invoice>"),
  description: "The same invoice as Peppol BIS Billing 3",
  relationship: "alternative",
}

test("an invoice says who, what and how much, in English", async () => {
  const text = textOf(await render())
  for (const words of [
    "Invoice 10042",
    "Havnens Kørsel ApS",
    "Leasing Nord A/S",
    "CVR 12\u00a034\u00a056\u00a078",
    "Your dealer",
    "AB 12 345",
    "142,310 km",
    "Brake pads, front",
    "−118.00",
    "VAT 25% of 7,299.50",
    "1,824.88",
    "DKK\u00a09,536.88",
    "Please pay 9,536.88\u00a0kr. by 27 November 2026.",
    "+71<000000000100420+87654321<",
    "DK50\u00a00040",
  ]) {
    expect(packed(text)).toContain(packed(words))
  }
  expect(text).not.toContain("Customer and bill-to")
})

test("the same invoice in Danish has Danish words, figures and dates, and no English ones", async () => {
  const text = packed(textOf(await render({ language: "da" })))
  for (const words of [
    "Faktura 10042",
    "27. november 2026",
    "DKK 9.536,88",
    "Moms 25 % af 7.299,50",
    "2,5timer",
  ]) {
    expect(text).toContain(packed(words))
  }
  for (const words of ["Invoice", "Discount", "Unit price", "November"]) {
    expect(text).not.toContain(packed(words))
  }
})

test("one block stands for customer and bill-to where they are the same", async () => {
  const { customer } = sampleInvoice()
  for (const data of [sampleQuote(), sampleInvoice({ document: { billTo: customer } })]) {
    const text = textOf(await render({ data }))
    expect(text).toContain("Customer and bill-to")
    expect(text).not.toContain("Bill to")
  }
})

test("a credit note names the invoice it corrects and asks for no money", async () => {
  const text = packed(textOf(await render({ data: sampleCreditNote() })))
  expect(text).toContain(packed("Credit note 50007"))
  expect(text).toContain(packed("10042 of 13 November 2026"))
  expect(text).not.toContain(packed("Please pay"))
})

test("what the letter does not name is not in it", async () => {
  const data = sampleInvoice()
  const leaky = {
    ...data,
    internalNote: "CANARY",
    lines: data.lines.map((line) => ({ ...line, costPrice: "CANARY" })),
  }
  expect(JSON.stringify(documentPdfJob({ data: leaky, branding: nordAuto, language: "da" }))).not.toContain(
    "CANARY",
  )
})

test("the file is PDF/A-3a, tagged, titled, in its language, with its own fonts embedded and no others", async () => {
  const { source, fonts } = readPdf(await render({ language: "da" }))
  expect(source).toContain("<pdfaid:part>3</pdfaid:part>")
  expect(source).toContain("<pdfaid:conformance>A</pdfaid:conformance>")
  expect(source).toMatch(/\/MarkInfo <<\s*\/Marked true/)
  expect(source).toContain("/Lang (da)")
  expect(source).toContain("/Title (Faktura 10042)")
  expect(source).toMatch(/\/S \/TH\b/)
  expect(fonts.length).toBeGreaterThan(0)
  for (const font of fonts) expect(font).toMatch(/^Kvit-Inter-/)
})

test("the same templates pass as PDF/UA-1, with every kind of document", async () => {
  for (const data of [sampleInvoice(), sampleCreditNote(), sampleQuote()]) {
    const { source } = readPdf(await render({ data, standard: "ua-1", attachments: [xml] }))
    expect(source).toContain("<pdfuaid:part>1</pdfuaid:part>")
  }
})

test("the e-invoice is inside, under its name, byte for byte", async () => {
  const { attachments, source } = readPdf(await render({ attachments: [xml] }))
  expect(attachments).toEqual([{ name: "invoice-10042.xml", text: "<Invoice>Kørsel</Invoice>" }])
  expect(source).toContain("/AFRelationship /Alternative")
  expect(source).toMatch(/\/Subtype \/text#2[fF]xml/)
})

test("an attachment's name is never a path", async () => {
  const { attachments } = readPdf(await render({ attachments: [{ ...xml, name: "../../etc/pass\r\nwd" }] }))
  expect(attachments[0]?.name).not.toMatch(/[/\\\r\n]|^\./)
})

test("the same document is the same bytes, here and in another process without a home or a clock of its own", async () => {
  const first = sha(await render({ attachments: [xml] }))
  await render({ data: sampleQuote() })
  expect(sha(await render({ attachments: [xml] }))).toBe(first)
  const program = `
    import { createHash } from "node:crypto"
    import { renderDocumentPdf } from ${JSON.stringify(new URL("./render-document-pdf.ts", import.meta.url).href)}
    import { nordAuto, sampleInvoice } from ${JSON.stringify(new URL("../../../../test/sample-documents.ts", import.meta.url).href)}
    const attachments = [${JSON.stringify({ ...xml, bytes: undefined })}].map((file) =>
      ({ ...file, bytes: Buffer.from(${JSON.stringify(Buffer.from(xml.bytes).toString())}) }))
    const pdf = await renderDocumentPdf({ data: sampleInvoice(), branding: nordAuto, language: "en", attachments })
    process.stdout.write(createHash("sha256").update(pdf).digest("hex"))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--disable-warning=ExperimentalWarning", "-e", program],
    { env: { HOME: "/nonexistent", TZ: "Pacific/Kiritimati", LANG: "C" } },
  )
  expect(stdout).toBe(first)
}, 20_000)

test("a document of 300 lines has its table's head on every page and loses no line", async () => {
  const { pages } = readPdf(await render({ data: sampleInvoice({ lines: manyLines(300) }) }))
  expect(pages.length).toBeGreaterThan(10)
  for (const [index, page] of pages.slice(0, -1).entries()) {
    expect(page).toContain("Unit price")
    expect(packed(page)).toContain(`Page${index + 1}of${pages.length}`)
  }
  const text = packed(pages.join(" "))
  for (const number of [4000, 4150, 4299]) expect(text).toContain(String(number))
  expect(pages.at(-1)).toContain("Total incl. VAT")
})

const hostile = [
  '#read("/etc/passwd")',
  '#image("http://127.0.0.1:9/x.png")',
  "file:///etc/passwd",
  "http://169.254.169.254/latest/meta-data",
  '#import "@preview/cetz:0.3.0"; $x^2$ *bold* _it_ `raw` <label> @ref = Title',
  '"); #panic("x") //',
  "{{7*7}} <script>alert(1)</script>",
  "\\u{41} \\n \\",
]

test("hostile text is printed as it is written, in every field, and nothing is fetched or read", async () => {
  const caught: string[] = []
  const canary = createServer((socket) => {
    caught.push("connection")
    socket.end()
  })
  await new Promise<void>((resolve) => canary.listen(0, "127.0.0.1", resolve))
  const address = canary.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const texts = [...hostile, `#image("http://127.0.0.1:${port}/x.png")`, `http://127.0.0.1:${port}/`]
  for (const text of texts) {
    const printed = packed(textOf(await render({ data: withText(text), branding: brandWith(text) })))
    expect(printed).toContain(packed(text))
    expect(printed).not.toContain("root:x:0")
  }
  canary.close()
  expect(caught).toEqual([])
}, 20_000)

test("text that no font of ours draws, that turns direction or never ends is still set", async () => {
  const awkward = [
    "\u202egnp.exe\u2066",
    "\u0000\u0007\u001b[31m",
    "🚗 ok 👩‍🔧",
    "شركة",
    "漢字",
    "\ud800",
    "\ufeff",
    "e\u0301",
  ]
  for (const text of [...awkward, "W".repeat(5000), "–".repeat(300)]) {
    await expect(
      render({ data: withText(text.slice(0, 300)), branding: brandWith(text) }),
    ).resolves.toBeDefined()
  }
  const word = textOf(await render({ data: sampleInvoice({ document: { notes: ["W".repeat(5000)] } }) }))
  expect(word.split("W").length).toBeGreaterThan(5000)
  const turned = textOf(await render({ data: withText("\u202eevil") }))
  expect(turned).toContain("evil")
  expect(turned).not.toContain("\u202e")
}, 20_000)

test("any text at all can be set, as PDF/A-3a and as PDF/UA-1", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
      fc.constantFrom("a-3a" as const, "ua-1" as const),
      async (text, standard) => {
        await render({ data: withText(text), branding: brandWith(text), standard })
      },
    ),
    { numRuns: 40 },
  )
}, 30_000)

test("a logo is printed, and one that is not what it is called is refused", async () => {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  )
  const branding: Branding = { ...nordAuto, logo: { bytes: png, mediaType: "image/png" } }
  expect(readPdf(await render({ branding, standard: "ua-1" })).source).toContain("/Subtype /Image")
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')
  await expect(
    render({ branding: { ...nordAuto, logo: { bytes: svg, mediaType: "image/png" } } }),
  ).rejects.toMatchObject({ reason: "refused" })
  await expect(
    render({ branding: { ...nordAuto, logo: { bytes: png.subarray(0, 40), mediaType: "image/png" } } }),
  ).rejects.toMatchObject({ reason: "refused" })
})

/** The text as every name, reference and note a customer or sender can write. */
function withText(text: string) {
  const data = sampleInvoice()
  const [first, ...rest] = data.lines
  if (first === undefined) throw new Error("The sample has lines.")
  const party = {
    ...data.customer,
    name: text,
    contact: { name: text },
    vatId: text,
    address: { line1: text, city: text },
  }
  return {
    ...data,
    number: text,
    notes: [text],
    paymentTerms: text,
    customer: party,
    billTo: { ...party, tradingName: `${text}.` },
    vehicle: { registration: text, make: text, vin: text },
    dealer: { branch: text, address: text, contactPerson: text, phone: text },
    references: { ...data.references, buyer: text, order: text },
    paymentMeans: [{ code: text, text, account: text, bank: text, paymentId: text }],
    lines: [
      {
        ...first,
        itemNumber: text,
        name: text,
        description: text,
        unit: text,
        properties: [{ name: text, value: text }],
      },
      ...rest,
    ],
  }
}

function brandWith(text: string): Branding {
  return {
    ...nordAuto,
    name: text,
    accent: text,
    addressLines: [text],
    footerText: text,
    letterheadText: text,
  }
}
