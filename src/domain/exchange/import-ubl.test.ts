import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { findOfficialFiles } from "../../../test/official-files.ts"
import { findCustomersByKey } from "../customers/index.ts"
import {
  findDocument,
  findDocumentFile,
  listDocuments,
  listVersions,
  readFilter,
} from "../documents/index.ts"
import { findBalances } from "../ledger/index.ts"
import { importUbl, type UblFile, type UblOutcome } from "./index.ts"
import { bytesOf, documentXml, invoiceXml, party } from "./ubl/sample.fixture.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

async function bring(...files: UblFile[]): Promise<UblOutcome[]> {
  async function* give() {
    yield* files
  }
  const outcomes: UblOutcome[] = []
  for await (const outcome of importUbl(ground.system, give())) outcomes.push(outcome)
  return outcomes
}

const file = (name: string, xml: string): UblFile => ({ name, bytes: bytesOf(xml) })
const numbered = (number: string, changes = {}) => invoiceXml(changes).replace("F-1001", number)

async function countRows(): Promise<unknown> {
  const result = await ground.system.transaction((db) =>
    sql`select (select count(*) from documents) as documents, (select count(*) from document_versions) as versions,
      (select count(*) from ledger_entries) as entries, (select count(*) from customers) as customers,
      (select count(*) from document_files) as files, (select count(*) from events) as events`.execute(db),
  )
  return result.rows[0]
}

function idOf(outcome: UblOutcome | undefined): string {
  if (!outcome || outcome.outcome === "refused") throw new Error("It was not imported.")
  return outcome.documentId
}

describe("an invoice in UBL", () => {
  test("becomes a document of a customer that is made, is booked, and keeps its XML as it came", async () => {
    const xml = numbered("F-1")
    const [outcome] = await bring(file("f1.xml", xml))
    const detail = await findDocument(ground.system, idOf(outcome))
    expect(detail).toMatchObject({
      kind: "invoice",
      number: "F-1",
      total: 125_000n,
      balance: 125_000n,
      version: 1,
    })
    const kept = await findDocumentFile(ground.system, ground.environment, {
      documentId: idOf(outcome),
      role: "xml",
    })
    expect(kept?.bytes.equals(Buffer.from(bytesOf(xml)))).toBe(true)
    expect(kept?.fileName).toBe("f1.xml")
  })

  test("that comes again changes nothing at all", async () => {
    await bring(file("f2.xml", numbered("F-2")))
    const before = await countRows()
    const [again] = await bring(file("f2.xml", numbered("F-2")))
    expect(again?.outcome).toBe("unchanged")
    expect(await countRows()).toEqual(before)
  })

  test("that comes changed makes a further version and books the difference", async () => {
    const [first] = await bring(file("f3.xml", numbered("F-3")))
    const dearer = numbered("F-3")
      .replace(/1000\.00/g, "2000.00")
      .replace(/250\.00/g, "500.00")
      .replace(/1250\.00|1500\.00/g, "2500.00")
      .replace(">500<", ">1000<")
    const [second] = await bring(file("f3.xml", dearer))
    expect(second).toMatchObject({ outcome: "changed", version: 2, documentId: idOf(first) })
    const detail = await findDocument(ground.system, idOf(first))
    expect(detail).toMatchObject({ version: 2, total: 250_000n, balance: 250_000n })
    expect((await listVersions(ground.system, idOf(first))).map((version) => version.version)).toEqual([2, 1])
  })

  test("whose stated amounts do not add up is kept as stated, and staff are told where", async () => {
    const wrong = numbered("F-4")
      .replace("1250.00</cbc:TaxInclusiveAmount>", "1260.00</cbc:TaxInclusiveAmount>")
      .replace("1250.00</cbc:PayableAmount>", "1260.00</cbc:PayableAmount>")
    const [outcome] = await bring(file("f4.xml", wrong))
    const detail = await findDocument(ground.system, idOf(outcome))
    expect(detail?.total).toBe(126_000n)
    const [version] = await listVersions(ground.system, idOf(outcome))
    expect(JSON.stringify(version?.remarks)).toContain("BR-CO-15")
  })

  test("of another seller than this business stays apart from ours of the same number, and says so", async () => {
    const [ours] = await bring(
      file(
        "a.xml",
        numbered("F-5", {
          seller: `<cac:AccountingSupplierParty>${party("NORD Auto")}</cac:AccountingSupplierParty>`,
        }),
      ),
    )
    const [theirs] = await bring(file("b.xml", numbered("F-5")))
    expect(idOf(ours)).not.toBe(idOf(theirs))
    const [version] = await listVersions(ground.system, idOf(theirs))
    expect(JSON.stringify(version?.remarks)).toContain("Nordvik Auto A/S")
    expect((await listVersions(ground.system, idOf(ours)))[0]?.remarks).toEqual([])
  })

  test("with the same number for another customer never becomes a version of the first one's", async () => {
    const other = `<cac:AccountingCustomerParty>${party("Bo Dahl")}</cac:AccountingCustomerParty>`
    const [annas] = await bring(file("anna.xml", numbered("F-6")))
    const [bos] = await bring(file("bo.xml", numbered("F-6", { customer: other })))
    expect(idOf(annas)).not.toBe(idOf(bos))
    expect((await findDocument(ground.system, idOf(annas)))?.data.customer.name).toBe("Anna Holm")
  })

  test("brings its own PDF along where one lies beside it, and that is what everybody gets", async () => {
    const pdf = Buffer.from("%PDF-1.4 printed elsewhere")
    const [outcome] = await bring({ ...file("f7.xml", numbered("F-7")), pdf })
    const served = await findDocumentFile(ground.system, ground.environment, {
      documentId: idOf(outcome),
      role: "pdf",
    })
    expect(served?.bytes.equals(pdf)).toBe(true)
  })

  test("is found by a word of its lines, its number's end and its amount", async () => {
    const [outcome] = await bring(file("f8.xml", numbered("F-80042")))
    for (const search of ["bremser", "0042", "00080042", "1.250,00", "1250", "anna holm"]) {
      const page = await listDocuments(ground.system, readFilter({ search }), {
        limit: 50,
        today: "2026-11-21",
      })
      expect(
        page.documents.map((row) => row.id),
        search,
      ).toContain(idOf(outcome))
    }
  })
})

describe("a file that is no right document", () => {
  test.each([
    ["not XML at all", "hello", "XML"],
    ["cut short", invoiceXml().slice(0, 900), ""],
    ["another UBL document", documentXml("ApplicationResponse", ""), "ApplicationResponse"],
    [
      "an entity bomb",
      invoiceXml().replace("<Invoice", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Invoice'),
      "document type declaration",
    ],
    [
      "an external entity",
      invoiceXml().replace("<Invoice", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Invoice'),
      "document type declaration",
    ],
    ["without a number", invoiceXml().replace("<cbc:ID>F-1001</cbc:ID>", ""), "ID"],
  ])(
    "(%s) is refused with its line and reason, keeps nothing, and does not stop the others",
    async (what, xml, reason) => {
      const before = await countRows()
      const [bad] = await bring(file("bad.xml", xml))
      expect(bad).toMatchObject({ from: "bad.xml", outcome: "refused" })
      expect(bad?.outcome === "refused" && bad.reason).toContain(reason)
      expect(bad?.outcome === "refused" && bad.line).toBeGreaterThan(0)
      expect(await countRows()).toEqual(before)
      const outcomes = await bring(
        file("bad.xml", xml),
        file("good.xml", numbered(`AFTER-${what.replaceAll(" ", "-")}`)),
      )
      expect(outcomes.map((outcome) => outcome.outcome).sort()).toEqual(["created", "refused"])
    },
  )
})

test("the same documents brought by two imports at once are here once, booked once", async () => {
  const files = Array.from({ length: 20 }, (_, index) => file(`${index}.xml`, numbered(`TWICE-${index}`)))
  await Promise.all([bring(...files), bring(...files)])
  const page = await listDocuments(ground.system, readFilter({ search: "twice" }), {
    limit: 100,
    today: "2026-11-21",
  })
  expect(page.documents.length).toBe(20)
  expect(page.documents.every((row) => row.balance === 125_000n && row.state === "issued")).toBe(true)
})

test("one document twice in one import becomes one document", async () => {
  const outcomes = await bring(file("one.xml", numbered("SAME-1")), file("two.xml", numbered("SAME-1")))
  expect(outcomes.map((outcome) => outcome.outcome)).toEqual(["created", "unchanged"])
})

const examples = findOfficialFiles("peppol/examples")

test.runIf(examples !== null)(
  "every official Peppol example is imported, and imported again changes nothing",
  async () => {
    const folder = examples ?? ""
    const files = readdirSync(folder).map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(join(folder, name))),
    }))
    const outcomes = await bring(...files)
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(files.map(() => "created"))
    expect((await bring(...files)).every((outcome) => outcome.outcome === "unchanged")).toBe(true)
    const buyers = await findCustomersByKey(ground.system, "FR23342")
    expect(buyers.length).toBe(1)
    const [balance] = await findBalances(ground.system, [buyers[0]?.id ?? ""], "2026-11-21")
    expect(balance?.currency).toBe("EUR")
  },
)
