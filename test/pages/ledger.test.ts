/** The pages on which staff settle an account, in a real browser: light and dark, on a phone and on a desk. */
import type { BrowserContext } from "playwright-core"
import { afterAll, beforeAll, describe, test } from "vitest"
import { recordOpeningBalance, writeOff } from "../../src/domain/ledger/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { receive } from "../money.ts"
import { openPageGround, openWindow, type PageGround } from "./ground.ts"
import { lookAt } from "./look-at.ts"

const { staff } = routes
let ground: PageGround
let account: Awaited<ReturnType<typeof fillAccount>>
const windows = {} as Record<"owner" | "dane", BrowserContext>

/** Somebody with money on the account, a credit, something from before, and invoices in every state. */
async function fillAccount() {
  const { make, system } = ground.app
  const customer = await make.customer({ name: "Havnens Kørsel ApS" })
  const invoice = await make.document({
    customer,
    number: "10051",
    total: 1_250_000n,
    dueDate: "2026-10-01",
  })
  await make.document({ customer, number: "10052", total: 420_075n, dueDate: "2099-01-01" })
  await make.document({ customer, kind: "credit_note", number: "20007", total: 99_900n })
  const { id: paymentId } = await receive(system, { customer, amount: 1_500_000n })
  const opening = { customerId: customer.id, currency: "DKK", asOf: "2025-12-31", requestKey: newId() }
  await recordOpeningBalance(system, { ...opening, amount: 310_000n })
  const written = await make.document({ customer, number: "10053", total: 310_000n })
  const reason = "Konkurs, boet er sluttet"
  await writeOff(system, { documentId: written, amount: 310_000n, reason, requestKey: newId() })
  return { customer, invoice, written, from: `payment-${paymentId}`, to: `document-${invoice}` }
}

beforeAll(async () => {
  ground = await openPageGround()
  account = await fillAccount()
  const { cookies } = await ground.app.signIn("owner")
  windows.owner = await openWindow(ground, cookies)
  windows.dane = await openWindow(ground, new Map([...cookies, ["kvit_language", "da"]]))
}, 60_000)
afterAll(() => ground.close())

const pages: [string, () => string, keyof typeof windows][] = [
  ["a customer's card", () => staff.customer.to({ id: account.customer.id }, { done: "credit" }), "owner"],
  ["the question which credit", () => staff.customerCredit.to({ id: account.customer.id }), "owner"],
  [
    "the question what it is for",
    () => staff.customerCredit.to({ id: account.customer.id }, { from: account.from }),
    "owner",
  ],
  [
    "the form to use credit, in Danish",
    () => staff.customerCredit.to({ id: account.customer.id }, { from: account.from, to: account.to }),
    "dane",
  ],
  [
    "the form for an opening balance",
    () => staff.customerOpeningBalance.to({ id: account.customer.id }),
    "owner",
  ],
  ["the form to write off", () => staff.documentWriteOff.to({ id: account.invoice }), "owner"],
  ["an invoice that was written off", () => staff.document.to({ id: account.written }), "owner"],
  ["an invoice with nothing to write off", () => staff.documentWriteOff.to({ id: account.written }), "dane"],
]

describe.concurrent("in a real browser", () => {
  test.each(pages)("%s is open to everyone, at any width, in any light", async (_, path, who) => {
    await lookAt(ground, windows[who], path())
  })
})
