import { afterAll, beforeAll, expect, test } from "vitest"
import {
  type DocumentData,
  documentSchema,
  findDocument,
  issueDocuments,
} from "../../src/domain/documents/index.ts"
import { bookDocuments, findBalances } from "../../src/domain/ledger/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

function content(
  kind: "invoice" | "credit_note",
  number: string,
  name: string,
  corrects?: string,
): DocumentData {
  const zero = {
    gross: "10000",
    discount: "0",
    lines: "10000",
    allowances: "0",
    charges: "0",
    prepaid: "0",
    rounding: "0",
  }
  return documentSchema.parse({
    kind,
    number,
    issueDate: "2026-11-01",
    currency: "DKK",
    seller: { name: "NORD Auto" },
    customer: { name },
    references: { precedingInvoices: corrects ? [{ number: corrects }] : [] },
    lines: [{ id: "1", name: "Service", quantity: "1", net: "10000" }],
    totals: { ...zero, withoutVat: "10000", vat: "0", withVat: "10000", payable: "10000" },
  })
}

test("a credit note and its invoice that two imports bring at the same moment are set off", async () => {
  const customer = await ground.make.customer()
  const { system } = ground
  const bring = (data: DocumentData, pause: Promise<void>) =>
    system.transaction(async (db) => {
      const issued = await issueDocuments(db, system, [
        {
          data,
          customerId: customer.id,
          billToId: customer.id,
          sellerKey: "",
          source: "ubl",
          state: "issued",
          files: [],
          remarks: [],
        },
      ])
      await bookDocuments(db, system, issued)
      await pause
      return issued[0]?.documentId ?? ""
    })
  const short = new Promise<void>((resolve) => setTimeout(resolve, 500))
  const [invoice, credit] = await Promise.all([
    bring(content("invoice", "R1", customer.name), short),
    bring(content("credit_note", "K1", customer.name, "R1"), short),
  ])
  const [balance] = await findBalances(system, [customer.id], "2026-11-02")
  expect({
    invoice: (await findDocument(system, invoice))?.balance,
    credit: (await findDocument(system, credit))?.balance,
    due: balance?.due ?? 0n,
  }).toEqual({ invoice: 0n, credit: 0n, due: 0n })
})
