import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findBalances, findOpenItems } from "../../src/domain/ledger/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { receive } from "../money.ts"

let app: TestApp
let mette: Awaited<ReturnType<TestApp["signIn"]>>
beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  mette = await app.signIn("staff")
})
afterAll(() => app.close())

const { staff } = routes
const balanceOf = async (customer: { id: string }) =>
  (await findBalances(app.system, [customer.id], "2026-11-21"))[0]?.balance ?? 0n

/** What a form on the page would send: its hidden fields, and what is filled in. */
function formOf(html: string): Record<string, string> {
  const fields = [...html.matchAll(/<input[^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)?.[1] ?? "",
    /value="([^"]*)"/.exec(tag)?.[1] ?? "",
  ])
  return Object.fromEntries(fields.filter(([name]) => name !== ""))
}

describe("the customer's card", () => {
  test("shows what is open, money and opening balances too, and lets credit be used in one step where there is no choice", async () => {
    const customer = await app.make.customer()
    await receive(app.system, { customer, amount: 20_000n })
    await app.make.document({ customer, number: "L-1", total: 50_000n })
    const card = await (await mette.get(staff.customer.to({ id: customer.id }))).text()
    expect(card).toContain("Money on the account, bank transfer")
    expect(card).toContain("Invoice L-1")
    const page = await (await mette.get(staff.customerCredit.to({ id: customer.id }))).text()
    expect(page).toContain('value="200.00"')
    expect(page).toContain("Invoice L-1: open")
    expect(page).toMatch(/500\.00[\s\S]*300\.00/)
    const form = formOf(page)
    const answer = await mette.post(staff.customerCredit.to({ id: customer.id }), form)
    expect(answer.headers.get("location")).toBe(staff.customer.to({ id: customer.id }, { done: "credit" }))
    // Pressed twice, it is used once.
    expect((await mette.post(staff.customerCredit.to({ id: customer.id }), form)).status).toBe(303)
    const items = await findOpenItems(app.system, [customer.id])
    expect(items.map((item) => item.balance)).toEqual([30_000n])
  })

  test("asks what to use where there are several, and offers only what is in the credit's currency", async () => {
    const customer = await app.make.customer()
    const { id: paymentId } = await receive(app.system, { customer, amount: 20_000n })
    await receive(app.system, { customer, amount: 100n, currency: "EUR" })
    await app.make.document({ customer, number: "L-2" })
    await app.make.document({ customer, number: "L-3" })
    await app.make.document({ customer, number: "L-4", currency: "EUR" })
    const address = (from?: string) => staff.customerCredit.to({ id: customer.id }, from ? { from } : {})
    expect(await (await mette.get(address())).text()).not.toContain("Invoice L-2")
    const chosen = await (await mette.get(address(`payment-${paymentId}`))).text()
    expect(chosen).toContain("Invoice L-2")
    expect(chosen).toContain("Invoice L-3")
    expect(chosen).not.toContain("Invoice L-4")
  })

  test("does not let more be used than there is, and keeps what was typed", async () => {
    const customer = await app.make.customer()
    await receive(app.system, { customer, amount: 20_000n })
    await app.make.document({ customer, total: 50_000n })
    const address = staff.customerCredit.to({ id: customer.id })
    const form = formOf(await (await mette.get(address)).text())
    const answer = await mette.post(address, { ...form, amount: "200.01" })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain("is left of the credit")
    expect(html).toContain('value="200.01"')
    expect(await balanceOf(customer)).toBe(30_000n)
  })
})

describe("an opening balance", () => {
  test("is recorded on the card, owed or in the customer's favour", async () => {
    const customer = await app.make.customer()
    const address = staff.customerOpeningBalance.to({ id: customer.id })
    const form = { amount: "1,250.50", currency: "DKK", asOf: "2025-12-31", note: "Old books" }
    const owed = await mette.post(address, { ...form, direction: "owed", requestKey: newId() })
    expect(owed.headers.get("location")).toContain("done=opening_balance")
    await mette.post(address, { ...form, amount: "250.50", direction: "credit", requestKey: newId() })
    expect(await balanceOf(customer)).toBe(100_000n)
    const card = await (await mette.get(staff.customer.to({ id: customer.id }))).text()
    expect(card).toContain("Opening balance in the customer&#39;s favour")
  })

  test("with something wrong in it comes back with each message and all that was typed", async () => {
    const customer = await app.make.customer()
    const typed = { amount: "twelve", currency: "XXX", asOf: "2999-01-01", note: "Kept note", direction: "?" }
    const answer = await mette.post(staff.customerOpeningBalance.to({ id: customer.id }), typed)
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain("Write an amount such as")
    expect(html).toContain("Choose today or earlier.")
    expect(html).toContain("Choose who owes it.")
    expect(html).toContain('value="Kept note"')
    expect(html).toContain('value="twelve"')
    expect(await balanceOf(customer)).toBe(0n)
  })
})

describe("a write-off", () => {
  test("is made on the document's page, says so everywhere, and is taken back there", async () => {
    const customer = await app.make.customer()
    const id = await app.make.document({ customer, number: "W-1", total: 50_000n })
    const address = staff.documentWriteOff.to({ id })
    const page = await (await mette.get(address)).text()
    expect(page).toContain('value="500.00"')
    const answer = await mette.post(address, { ...formOf(page), reason: "Bankrupt" })
    expect(answer.headers.get("location")).toBe(staff.document.to({ id }, { done: "write_off" }))
    const shown = await (await mette.get(staff.document.to({ id }, { done: "write_off" }))).text()
    expect(shown).toContain("The amount was written off.")
    expect(shown).toContain("Bankrupt")
    expect(shown).toMatch(/class="state [^"]*">Written off</)
    expect(shown).not.toMatch(/class="state [^"]*">Paid</)
    const list = await (await mette.get(staff.documents.to({ customer: customer.id }))).text()
    expect(list).toContain("Written off")
    const activity = await (await mette.get(staff.activity.to({ document: id }))).text()
    expect(activity).toMatch(/Mette staff wrote .*500\.00.* off/)
    const takeBack = /action="([^"]*take-back)"/.exec(shown)?.[1] ?? ""
    expect((await mette.post(takeBack)).headers.get("location")).toContain("done=write_off_back")
    expect((await mette.post(takeBack)).status).toBe(404)
    expect(await balanceOf(customer)).toBe(50_000n)
  })

  test("is shown to the customer without its reason", async () => {
    const customer = await app.make.customer()
    const id = await app.make.document({ customer, total: 50_000n })
    const form = formOf(await (await mette.get(staff.documentWriteOff.to({ id }))).text())
    await mette.post(staff.documentWriteOff.to({ id }), { ...form, reason: "Never answers" })
    const anna = app.browser()
    await anna.get(routes.portal.token.to({ token: await app.make.token(customer) }))
    const page = await (await anna.get(routes.portal.document.to({ id }))).text()
    expect(page).toContain("Written off")
    expect(page).not.toContain("Never answers")
  })

  test("of more than is open, or without a reason, is refused with what was typed kept", async () => {
    const customer = await app.make.customer()
    const id = await app.make.document({ customer, total: 50_000n })
    const address = staff.documentWriteOff.to({ id })
    const requestKey = newId()
    const more = await mette.post(address, { amount: "500.01", reason: "Kept reason", requestKey })
    expect(more.status).toBe(422)
    const html = await more.text()
    expect(html).toContain("is open.")
    expect(html).toContain('value="Kept reason"')
    const none = await mette.post(address, { amount: "500.00", reason: "  ", requestKey })
    expect(none.status).toBe(422)
    expect(await none.text()).toContain("Write a reason")
    expect(await balanceOf(customer)).toBe(50_000n)
  })
})

test("read-only staff see what is open and are offered nothing to change it", async () => {
  const customer = await app.make.customer()
  await receive(app.system, { customer, amount: 20_000n })
  const id = await app.make.document({ customer, total: 50_000n })
  const reader = await app.signIn("read_only")
  const card = await (await reader.get(staff.customer.to({ id: customer.id }))).text()
  expect(card).toContain("Money on the account")
  for (const address of [
    staff.customerCredit.to({ id: customer.id }),
    staff.customerOpeningBalance.to({ id: customer.id }),
    staff.documentWriteOff.to({ id }),
  ]) {
    expect(card).not.toContain(address)
    expect((await reader.get(address)).status).toBe(403)
    expect((await reader.post(address)).status).toBe(403)
  }
  expect(await (await reader.get(staff.document.to({ id }))).text()).not.toContain("Write off")
})
