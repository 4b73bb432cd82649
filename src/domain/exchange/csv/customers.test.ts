import { describe, expect, test } from "vitest"
import { CsvFileError, readCustomersCsv } from "./index.ts"

const utf8 = (text: string) => new TextEncoder().encode(text)
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const read = (text: string) => readCustomersCsv(utf8(text))
const problems = (text: string) =>
  read(text).rows.flatMap((each) => ("problems" in each ? each.problems : []))
const names = (bytes: Uint8Array) =>
  readCustomersCsv(bytes).rows.map((each) => ("data" in each ? each.data.name : each.problems))

describe("customers from CSV", () => {
  test("a Danish export with semicolons", () => {
    const { rows, ignoredColumns } = read(
      [
        "Kundenr;Navn;CVR-nr;EAN-nummer;E-mail;Telefon;Adresse;Postnr;By;Land;Sprog;Kontaktperson;Rabatgruppe",
        "1001;Holm Leasing ApS;DK 16 35 67 06;5798009811578;faktura@holm.example;86 12 34 56;Havnegade 4;8000;Aarhus C;Danmark;Dansk;Anna Holm;B",
        "1002;Peter Møller;;;;;;;;;;;",
      ].join("\r\n"),
    )
    expect(rows).toEqual([
      {
        row: 2,
        data: {
          number: "1001",
          name: "Holm Leasing ApS",
          kind: "company",
          companyId: "16356706",
          gln: "5798009811578",
          email: "faktura@holm.example",
          phone: "86 12 34 56",
          address: { line1: "Havnegade 4", postalCode: "8000", city: "Aarhus C", country: "DK" },
          language: "da",
          contactName: "Anna Holm",
        },
      },
      { row: 3, data: { number: "1002", name: "Peter Møller", kind: "person" } },
    ])
    expect(ignoredColumns).toEqual(["Rabatgruppe"])
  })

  test("commas, tabs and Excel's own line about the separator", () => {
    expect(names(utf8('name,city\n"Holm, Anna",Aarhus\n'))).toEqual(["Holm, Anna"])
    expect(names(utf8("name\tcity\nHolm, Anna\tAarhus\n"))).toEqual(["Holm, Anna"])
    expect(names(utf8("sep=;\nname;city\nHolm, Anna;Aarhus\n"))).toEqual(["Holm, Anna"])
  })

  test("UTF-8 with a byte order mark, UTF-16 and Windows-1252 read the same", () => {
    const text = "Navn;By\nÅse Sørensen;Rønne\n"
    expect(names(utf8(`\uFEFF${text}`))).toEqual(["Åse Sørensen"])
    expect(names(latin(text))).toEqual(["Åse Sørensen"])
    expect(names(new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le")))).toEqual(["Åse Sørensen"])
  })

  test("what is wrong is named by row and column, as the spreadsheet counts and the file calls it", () => {
    expect(
      problems(
        [
          "Kundenr;Navn;CVR;GLN;Mail;Land;Sprog;Type",
          "1;;12345678;;;;;",
          "",
          "1;A;1234567;1234567890123;not mail;Danland;Swedish;robot",
          "2;B;1234567;;;;;",
          "2;C;;;;;;",
          "3;D;;;;;;;too much",
        ].join("\n"),
      ),
    ).toEqual([
      "Row 2, column “Navn”: is empty.",
      "Row 4, column “Type”: “robot” is none of company, business, firma, virksomhed, erhverv, person, private, privat.",
      "Row 4, column “Sprog”: “Swedish” is none of da, dansk, danish, en, engelsk, english.",
      "Row 4, column “GLN”: “1234567890123” is not a GLN: 13 digits of which the last checks the others.",
      "Row 4, column “Mail”: “not mail” is not an e-mail address.",
      "Row 4, column “Land”: “Danland” is not a country code such as DK.",
      "Row 5, column “CVR”: “1234567” is not a CVR number of eight digits.",
      "Row 6, column “Kundenr”: “2” stands in row 5 already.",
      "Row 7 has more cells than the header; put texts with a separator in quotation marks.",
    ])
  })

  test("a row with a problem does not stop the others", () => {
    const { rows } = read("name;email\nA;wrong\nB;b@b.example")
    expect(rows.map((each) => "data" in each)).toEqual([false, true])
  })

  test("a company abroad keeps its number as it is", () => {
    expect(read("name;cvr;country\nAB;556677-8899;SE").rows[0]).toMatchObject({
      data: { companyId: "556677-8899", kind: "company" },
    })
  })

  test("a file that is no list of customers is refused with the reason", () => {
    const refused = (text: string) => expect(() => read(text))
    refused("").toThrow("The file is empty.")
    refused("a;b\n1;2").toThrow("Row 1 has no column for: name.")
    refused("name;Navn\n1;2").toThrow("The columns “name” and “Navn” mean the same.")
    refused('name\n"open').toThrow("A quotation mark is opened and never closed.")
    refused("PK\u0003\u0004\u0000").toThrow("This is not a CSV file.")
    expect(() => readCustomersCsv(new Uint8Array(50_000_001))).toThrow(CsvFileError)
  })

  test("formulas are text like any other", () => {
    expect(names(utf8('name\n"=HYPERLINK(""http://evil.example"")"'))).toEqual([
      '=HYPERLINK("http://evil.example")',
    ])
  })
})
