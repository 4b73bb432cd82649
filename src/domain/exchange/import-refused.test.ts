import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { findBalances } from "../ledger/index.ts"
import { importDocumentsCsv } from "./import-csv.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

async function bring(...rows: string[]) {
  const header = "Kind;Number;Date;Currency;CVR;Line text;Quantity;Unit price;VAT rate\n"
  const { outcomes } = await importDocumentsCsv(
    ground.system,
    new TextEncoder().encode(header + rows.join("\n")),
  )
  const told: unknown[] = []
  for await (const outcome of outcomes) told.push(outcome)
  return told
}

test("an invoice that comes again in another currency is refused with its reason, and those beside it are kept", async () => {
  const customer = await ground.make.customer({ companyId: "16356706" })
  await bring("Invoice;C1;2026-11-01;DKK;16356706;Service;1;800,00;25")
  const outcomes = await bring(
    "Invoice;C1;2026-11-01;EUR;16356706;Service;1;800,00;25",
    "Invoice;C2;2026-11-01;DKK;16356706;Service;1;400,00;25",
  )
  expect(outcomes).toMatchObject([
    { outcome: "refused", reason: expect.stringContaining("The invoice C1 is here already in DKK") },
    { outcome: "created", number: "C2" },
  ])
  const balances = await findBalances(ground.system, [customer.id], "2026-11-02")
  expect(balances.map(({ currency, balance }) => [currency, balance])).toEqual([["DKK", 150_000n]])
})
