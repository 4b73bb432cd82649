import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../test/harness.ts"
import { importUbl, type UblFile } from "./import-ubl.ts"
import { bytesOf, invoiceXml } from "./ubl/sample.fixture.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

/** A registration number longer than the column for it, which no reader minds. */
const longId = "9".repeat(150)

function invoice(name: string, companyId: string): UblFile {
  const inside = `<cac:PartyIdentification><cbc:ID schemeID="ZZZ">${companyId}</cbc:ID></cac:PartyIdentification>`
  const head = `<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>${name}</cbc:ID>
<cbc:IssueDate>2026-11-21</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>`
  const legal = `<cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName><cbc:CompanyID>${companyId}</cbc:CompanyID></cac:PartyLegalEntity>`
  const customer = `<cac:AccountingCustomerParty><cac:Party>${inside}${legal}</cac:Party></cac:AccountingCustomerParty>`
  return { name: `${name}.xml`, bytes: bytesOf(invoiceXml({ head, customer })) }
}

test("a document that the database has no room for is refused alone, and those beside it are kept", async () => {
  const files = [invoice("A-1", "71"), invoice("A-2", longId), invoice("A-3", "73"), invoice("A-4", "74")]
  const outcomes: Record<string, string> = {}
  for await (const { from, outcome } of importUbl(app.system, toStream(files))) outcomes[from] = outcome
  expect(outcomes).toEqual({
    "A-1.xml": "created",
    "A-2.xml": "refused",
    "A-3.xml": "created",
    "A-4.xml": "created",
  })
  const kept = await app.system.transaction((db) =>
    db
      .selectFrom("customers")
      .select("name")
      .where("business_id", "=", app.businessId)
      .orderBy("name")
      .execute(),
  )
  expect(kept.map((row) => row.name)).toEqual(["A-1", "A-3", "A-4"])
})

async function* toStream(files: readonly UblFile[]): AsyncGenerator<UblFile> {
  yield* files
}
