/** A customer's own eyes on the ledger: the sums are right even where documents of the account are not shown. */
import { afterAll, beforeAll, expect, test } from "vitest"
import {
  findAgeing,
  findBalances,
  findOpenItems,
  listStatementLines,
  recordOpeningBalance,
} from "../../src/domain/ledger/index.ts"
import { type CustomerActor, createCustomerActor } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import type { MadeCustomer } from "../factories.ts"
import { createTestGround, type TestGround } from "../ground.ts"
import { payBack, receive } from "../money.ts"

const today = "2026-11-21"
let ground: TestGround
let anna: MadeCustomer
let invoice: string
beforeAll(async () => {
  ground = await createTestGround()
  const { make, system } = ground
  anna = await make.customer({ name: "Anna Vogne" })
  invoice = await make.document({ customer: anna, number: "A-1", total: 100_000n })
  await make.document({ customer: anna, number: "AK-1", kind: "credit_note", total: 30_000n })
  const parts = [{ documentId: invoice, amount: 50_000n }]
  const { id } = await receive(system, { customer: anna, amount: 60_000n, parts })
  await payBack(system, id, 5_000n)
  const opening = { customerId: anna.id, amount: 7_000n, currency: "DKK", asOf: "2026-01-01" }
  await recordOpeningBalance(system, { ...opening, requestKey: newId() })
  await make.document({ customer: await make.customer(), number: "B-1", total: 999_999n })
})
afterAll(() => ground.close())

/** Anna, let in for some kinds; or by the link of one document. */
function come(kinds: string[], documentIds?: string[]): CustomerActor {
  return createCustomerActor(ground.environment, {
    businessId: ground.businessId,
    way: documentIds ? "document" : "token",
    sessionId: newId(),
    customerIds: [anna.id],
    ...(documentIds ? { documentIds } : {}),
    kinds,
    customerKinds: null,
    accountIds: documentIds ? [] : [anna.id],
    showStatement: true,
    staffId: null,
  })
}

const whole = () => ({ customerId: anna.id, currency: "DKK", from: "2000-01-01", to: "2099-12-31" })

test("with credit notes shown nowhere, statement and balance still say the same, and no number of one is told", async () => {
  const actor = come(["invoice"])
  const [balance] = await findBalances(actor, [anna.id], today)
  expect(balance?.balance).toBe(22_000n)
  const statement = await listStatementLines(actor, whole())
  expect(statement.closing).toBe(22_000n)
  const credit = statement.lines.find((line) => line.kind === "credit_note")
  expect(credit).toMatchObject({ amount: -30_000n, documents: [] })
  const items = await findOpenItems(actor, [anna.id])
  expect(items.reduce((sum, item) => sum + item.balance, 0n)).toBe(22_000n)
  expect(JSON.stringify([statement.lines, items], (_, value) => String(value))).not.toContain("AK-1")
  const [ageing] = await findAgeing(actor, "all", "2099-12-31")
  expect(ageing?.balance).toBe(22_000n)
})

test("who came by the link of one document learns nothing of the account", async () => {
  const actor = come(["invoice"], [invoice])
  const { lines } = await listStatementLines(actor, whole())
  expect(lines.every((line) => line.documents.every((document) => document.id === invoice))).toBe(true)
  expect(lines.map((line) => line.kind)).not.toContain("opening_balance")
  expect(lines.map((line) => line.kind)).not.toContain("credit_note")
  const items = await findOpenItems(actor, [anna.id])
  expect(items.map((item) => item.number)).toEqual(["A-1"])
})

test("nobody sees another's account by asking for it", async () => {
  const stranger = await ground.make.customer()
  const actor = come(["invoice", "credit_note"])
  await ground.make.document({ customer: stranger, total: 500n })
  const asked = { ...whole(), customerId: stranger.id }
  expect(await listStatementLines(actor, asked)).toEqual({ opening: 0n, lines: [], closing: 0n })
  expect(await findOpenItems(actor, [stranger.id])).toEqual([])
  expect(await findAgeing(actor, { customerIds: [stranger.id] }, today)).toEqual([])
})
