import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { readUbl, UblError } from "./index.ts"
import { bytesOf, documentXml, invoiceXml, line } from "./sample.fixture.ts"

/** Why the file is refused, with its place: `3:1 The document has no lines.` */
function refusal(file: string | Uint8Array): string {
  try {
    readUbl(typeof file === "string" ? bytesOf(file) : file)
  } catch (error) {
    if (error instanceof UblError) return `${error.line}:${error.column} ${error.reason}`
    throw error
  }
  return "not refused"
}

const right = invoiceXml()
const without = (part: string | RegExp) => refusal(right.replace(part, ""))

describe("a hostile file", () => {
  test("a billion laughs are refused at the declaration", () => {
    const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`)
    const bomb = right
      .replace("<Invoice", `<!DOCTYPE Invoice [<!ENTITY l0 "ha">${entities.join("")}]>\n<Invoice`)
      .replace("F-1001", "&l9;")
    expect(refusal(bomb)).toBe("2:1 A document type declaration is not allowed.")
  })

  test("an external entity is never fetched", () => {
    const file = right.replace("<Invoice", '<!DOCTYPE Invoice SYSTEM "file:///etc/passwd">\n<Invoice')
    expect(refusal(file)).toBe("2:1 A document type declaration is not allowed.")
    expect(refusal(right.replace("F-1001", "&passwd;"))).toContain("undefined entity")
  })

  test("100 MB are refused before they are looked at", () => {
    const started = performance.now()
    expect(refusal(new Uint8Array(100_000_000))).toBe("1:1 The file is larger than 30 MB.")
    expect(performance.now() - started).toBeLessThan(500)
  })

  test("deep nesting, a flood of elements and of attributes are refused", () => {
    expect(refusal(right.replace("F-1001", "<a>".repeat(50_000)))).toContain("nested more than 40 deep")
    expect(refusal(right.replace("</Invoice>", "<a/>".repeat(500_001)))).toContain(
      "more than 500000 elements",
    )
    const attributes = Array.from({ length: 60 }, (_, i) => `a${i}=""`).join(" ")
    expect(refusal(right.replace("<cbc:ID>", `<cbc:ID ${attributes}>`))).toContain("more than 50 attributes")
  })

  test("more lines than a document may have are refused before they are read", () => {
    const lines = `${line()}\n${"<cac:InvoiceLine/>\n".repeat(10_000)}`
    expect(refusal(invoiceXml({ lines }))).toMatch(/^10022:1 The document has more than 10000 lines\.$/)
  })

  test("a huge attribute is refused", () => {
    expect(refusal(right.replace("<cbc:ID>", `<cbc:ID a="${"x".repeat(20_000)}">`))).toBe(
      "4:20013 The attribute a is too long.",
    )
  })

  test("an attachment above 20 MB is refused, and so is one that is not base64", () => {
    const file = (base64: string) =>
      invoiceXml({
        supporting: `<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">${base64}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`,
      })
    expect(refusal(file("A".repeat(26_700_000)))).toContain("larger than 20 MB")
    expect(refusal(file("%PDF"))).toContain("not valid base64")
  })

  test("a name longer than any document may hold is refused at its line", () => {
    expect(
      refusal(invoiceXml({ lines: line() + line("", "2").replace("Bremser", "x".repeat(1001)) })),
    ).toMatch(/^\d+:\d+ lines\.1\.name is not accepted/)
  })

  test("control characters that XML forbids are refused", () => {
    expect(refusal(right.replace("F-1001", "F&#0;"))).toContain("not well-formed XML")
    expect(refusal(right.replace("F-1001", "F\u0001"))).toContain("not well-formed XML")
    expect(refusal(right.replace("F-1001", "&#xD800;"))).toContain("not well-formed XML")
    expect(refusal(right.replace('version="1.0"', 'version="1.1"').replace("F-1001", "F&#1;"))).toContain(
      "not well-formed XML",
    )
  })
})

describe("what is not one of our documents", () => {
  test("is refused by name", () => {
    expect(refusal("")).toBe("1:1 This is not an XML file.")
    expect(refusal("%PDF-1.7")).toBe("1:1 This is not an XML file.")
    expect(refusal("<html/>")).toBe("1:1 This is not a UBL document.")
    expect(refusal("<Invoice/>")).toBe("1:1 This is not a UBL document.")
    expect(refusal(right.replace("xsd:Invoice-2", "xsd:Invoice-3"))).toBe("2:1 This is not UBL 2.")
    expect(refusal(documentXml("ApplicationResponse", "<a/>"))).toBe(
      "2:1 This is a UBL ApplicationResponse; only Invoice, CreditNote and Order are read.",
    )
    expect(refusal(documentXml("toString", "<a/>"))).toContain("only Invoice, CreditNote and Order")
  })

  test("a truncated file is refused wherever it ends", () => {
    fc.assert(
      fc.property(fc.nat(right.length - 12), (end) => {
        expect(refusal(right.slice(0, end))).not.toBe("not refused")
      }),
    )
  })

  test("a type code that says the opposite is refused", () => {
    expect(refusal(right.replace(">380<", ">381<"))).toContain("type code 381 says the opposite")
  })
})

describe("what is missing or broken is named with its line", () => {
  test("number, date, currency, parties, lines, totals", () => {
    expect(without("<cbc:ID>F-1001</cbc:ID>")).toBe("2:1 Invoice has no ID.")
    expect(without("F-1001")).toBe("2:1 Invoice has no ID.")
    expect(without("<cbc:IssueDate>2026-11-21</cbc:IssueDate>")).toBe("2:1 Invoice has no IssueDate.")
    expect(without("<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>")).toBe(
      "2:1 The document has no DocumentCurrencyCode.",
    )
    expect(without(/<cac:AccountingSupplierParty>.*<\/cac:AccountingSupplierParty>/)).toBe(
      "2:1 The document has no seller.",
    )
    expect(without("<cbc:RegistrationName>Anna Holm</cbc:RegistrationName>")).toBe(
      "10:30 AccountingCustomerParty has no name.",
    )
    expect(without(line())).toBe("2:1 The document has no lines.")
    expect(without(/<cac:LegalMonetaryTotal>[\s\S]*<\/cac:LegalMonetaryTotal>/)).toBe(
      "2:1 The document has no LegalMonetaryTotal.",
    )
    expect(without("<cbc:Name>Bremser</cbc:Name>")).toBe("21:5 The line's item has no name.")
  })

  test("dates, amounts and currencies", () => {
    const broken = (from: string, to: string) => refusal(right.replace(from, to))
    expect(broken("2026-11-21", "2026-02-30")).toBe("5:1 IssueDate is not a date such as 2026-11-21.")
    expect(broken("2026-11-21", "21-11-2026")).toContain("IssueDate is not a date")
    expect(broken(">DKK<", ">XYZ<")).toBe("7:1 DocumentCurrencyCode is not a currency.")
    expect(broken(">1000.00<", ">1.000,00<")).toBe("13:5 TaxableAmount is not a number.")
    expect(broken(">1000.00<", ">1000.001<")).toBe("13:5 TaxableAmount has more decimals than DKK has.")
    expect(broken(">1000.00<", ">1e3<")).toBe("13:5 TaxableAmount is not a number.")
    expect(broken(">1000.00<", `>${"9".repeat(17)}<`)).toBe("13:5 TaxableAmount is too large.")
    expect(broken('"DKK">1000.00', '"EUR">1000.00')).toBe(
      "13:5 TaxableAmount is in EUR, but the document is in DKK.",
    )
    expect(broken(">1000.00<", ">1000.000<")).toBe("not refused")
  })

  test("what UBL allows once and stands there twice", () => {
    expect(refusal(right.replace("<cbc:ID>F-1001", "<cbc:ID>F-1</cbc:ID>\n<cbc:ID>F-1001"))).toBe(
      "5:1 Invoice has more than one ID.",
    )
  })
})

describe("encodings", () => {
  const named = (encoding: string) =>
    right
      .replace('version="1.0"', `version="1.0" encoding="${encoding}"`)
      .replace("Anna Holm", "Åse Sørensen")
  const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  const nameIn = (bytes: Uint8Array) => readUbl(bytes).data.customer.name

  test("UTF-8 with and without a byte order mark, UTF-16 and ISO-8859-1 read the same", () => {
    expect(nameIn(bytesOf(named("UTF-8")))).toBe("Åse Sørensen")
    expect(nameIn(bytesOf(`\uFEFF${named("UTF-8")}`))).toBe("Åse Sørensen")
    expect(nameIn(latin(named("ISO-8859-1")))).toBe("Åse Sørensen")
    expect(nameIn(latin(named("windows-1252")))).toBe("Åse Sørensen")
    expect(nameIn(new Uint8Array(Buffer.from(`\uFEFF${named("UTF-16")}`, "utf16le")))).toBe("Åse Sørensen")
    expect(nameIn(new Uint8Array(Buffer.from(`\uFEFF${named("UTF-16")}`, "utf16le").swap16()))).toBe(
      "Åse Sørensen",
    )
  })

  test("letters that are no UTF-8 are refused where they stand, other encodings by name", () => {
    expect(refusal(latin(named("UTF-8")))).toMatch(/^10:\d+ The file is not valid UTF-8\.$/)
    expect(refusal(named("EBCDIC"))).toBe("1:1 The encoding EBCDIC is not read; UTF-8 is.")
    expect(refusal(named("constructor"))).toContain("The encoding constructor is not read")
  })
})

test("any damage to a file is read or refused, never anything else", () => {
  const bytes = bytesOf(right)
  const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255), cut: fc.nat(40) })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const damaged = [...bytes]
      for (const { at, to, cut } of changes) damaged.splice(at, cut, to)
      const started = performance.now()
      refusal(Uint8Array.from(damaged))
      expect(performance.now() - started).toBeLessThan(1_000)
    }),
    { numRuns: 1_000 },
  )
})

test("any element left out, doubled, emptied or filled with nonsense is read or refused", () => {
  const elements = [...right.matchAll(/<(c[ab]c:\w+)[^>]*>[^<]*<\/\1>/g)].map((each) => each[0])
  const change = fc.constantFrom<(element: string) => string>(
    () => "",
    (element) => element + element,
    (element) => element.replace(/>[^<]*</, "><"),
    (element) => element.replace(/>[^<]*</, ">-1<"),
    (element) => element.replace(/>[^<]*</, ">99999999999999999999.5<"),
    (element) => element.replace(/>[^<]*</, ">constructor<"),
    (element) => `<cac:Party>${element}</cac:Party>`,
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...elements), change), { minLength: 1, maxLength: 4 }),
      (changes) => {
        const changed = changes.reduce((xml, [element, how]) => xml.replace(element, how), right)
        refusal(changed)
      },
    ),
    { numRuns: 1_000 },
  )
})
