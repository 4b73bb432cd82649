import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { findBalances } from "../../src/domain/ledger/index.ts"
import { listPaymentsReceived } from "../../src/domain/payments/index.ts"
import { dateIn } from "../../src/platform/clock/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import type { MadeCustomer } from "../factories.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { makeNotice } from "./fill-payments.ts"

const { staff } = routes
let app: TestApp
let mette: TestBrowser

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  mette = await app.signIn("staff")
})
afterAll(() => app.close())

const today = () => dateIn("Europe/Copenhagen", app.clock.now())

/** A customer with two open invoices, 1,000.00 due first and 2,000.00. */
async function makeAccount() {
  const customer = await app.make.customer()
  const early = await app.make.document({ customer, total: 100_000n, dueDate: "2026-11-10" })
  const late = await app.make.document({ customer, total: 200_000n, dueDate: "2026-12-10" })
  return { customer, early, late }
}

const form = (more: Record<string, string> = {}) => ({
  amount: "2500.00",
  currency: "DKK",
  receivedOn: today(),
  method: "bank",
  reference: "Samlet <betaling>",
  requestKey: newId(),
  step: "fill",
  ...more,
})
const post = (customer: MadeCustomer, fields: Record<string, string>) =>
  mette.post(staff.customerPayments.to({ id: customer.id }), fields)
const openOn = async (id: string) => (await findDocument(app.system, id))?.balance
const paymentsOf = async ({ id }: MadeCustomer) =>
  (await listPaymentsReceived(app.system, { customer: id }, { limit: 50, currency: "DKK" })).rows

describe("one payment over several invoices", () => {
  test("is filled oldest first, and recorded by the next press", async () => {
    const { customer, early, late } = await makeAccount()
    const page = await (await post(customer, form())).text()
    expect(page).toMatch(new RegExp(`name="part-${early}" value="1,000.00"`))
    expect(page).toMatch(new RegExp(`name="part-${late}" value="1,500.00"`))
    expect(page).toContain("All of it goes to these invoices.")
    expect(page).toContain("Samlet &lt;betaling&gt;")
    expect(await paymentsOf(customer)).toEqual([])
    const record = form({
      step: "record",
      shownRest: "0",
      [`part-${early}`]: "1000.00",
      [`part-${late}`]: "1500.00",
    })
    const answer = await post(customer, record)
    expect(answer.status).toBe(303)
    expect(answer.headers.get("location")).toMatch(/^\/payments\/[0-9a-f-]+\?done=recorded$/)
    expect([await openOn(early), await openOn(late)]).toEqual([0n, 50_000n])
  })

  test("pressed six times at once is booked once", async () => {
    const { customer, early } = await makeAccount()
    const once = form({ amount: "400.00", step: "record", shownRest: "0", [`part-${early}`]: "400.00" })
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(customer, once)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303, 303])
    expect(await paymentsOf(customer)).toHaveLength(1)
    expect(await openOn(early)).toBe(60_000n)
  })

  test("leaves the rest on the account, once that was said", async () => {
    const { customer, early, late } = await makeAccount()
    const all = { [`part-${early}`]: "1000.00", [`part-${late}`]: "2000.00" }
    const record = form({ amount: "3100.00", step: "record", shownRest: "0", ...all })
    const asked = await post(customer, record)
    expect(asked.status).toBe(422)
    expect(await asked.text()).toContain("100.00\u00a0kr. is on no invoice and will stand on the account.")
    expect(await paymentsOf(customer)).toEqual([])
    expect((await post(customer, { ...record, shownRest: "10000" })).status).toBe(303)
    const [balance] = await findBalances(app.system, [customer.id], today())
    expect(balance?.balance).toBe(-10_000n)
  })

  test("of a customer who owes nothing stands on the account whole", async () => {
    const customer = await app.make.customer()
    const page = await (await post(customer, form())).text()
    expect(page).toContain("2,500.00\u00a0kr. will stand on the account.")
    expect((await post(customer, form({ step: "record", shownRest: "250000" }))).status).toBe(303)
  })

  test("of more than an invoice has open says so at the invoice, and keeps what was typed", async () => {
    const { customer, early, late } = await makeAccount()
    const record = form({
      step: "record",
      shownRest: "0",
      [`part-${early}`]: "1000.01",
      [`part-${late}`]: "1499.99",
    })
    const answer = await post(customer, record)
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain("Only 1,000.00\u00a0kr. is open.")
    expect(page).toContain('value="1000.01"')
    expect(page).toContain('value="1499.99"')
    expect(await paymentsOf(customer)).toEqual([])
  })

  test("never pays another customer's invoice, a quote, or one in another currency", async () => {
    const { customer } = await makeAccount()
    const other = await makeAccount()
    const quote = await app.make.document({ customer, kind: "quote" })
    const euro = await app.make.document({ customer, currency: "EUR" })
    for (const id of [other.early, quote, euro, newId()]) {
      const answer = await post(
        customer,
        form({ amount: "100.00", step: "record", shownRest: "0", [`part-${id}`]: "100.00" }),
      )
      expect(answer.status).toBe(422)
    }
    expect(await paymentsOf(customer)).toEqual([])
    expect(await openOn(other.early)).toBe(100_000n)
  })

  const wrong: [Record<string, string>, string][] = [
    [{ amount: "" }, "Write an amount such as"],
    [{ amount: "999.00" }, "The invoices come to 1.00\u00a0kr. more than the payment."],
    [{ receivedOn: "2999-01-01" }, "cannot have come in the future"],
    [{ method: "mobilepay" }, "Choose how it came."],
    [{ reference: "x".repeat(201) }, "At most 200 characters."],
    [{ requestKey: "again" }, "The form was incomplete."],
  ]
  test.each(wrong)("with %o is refused: %s", async (change, words) => {
    const { customer, early } = await makeAccount()
    const answer = await post(
      customer,
      form({ amount: "1000.00", step: "record", shownRest: "0", [`part-${early}`]: "1000.00", ...change }),
    )
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
    expect(await paymentsOf(customer)).toEqual([])
  })

  test("deals with what the customer said of these invoices", async () => {
    const { customer, early } = await makeAccount()
    await makeNotice(app, early, customer.id, today())
    await post(
      customer,
      form({ amount: "1000.00", step: "record", shownRest: "0", [`part-${early}`]: "1000.00" }),
    )
    const list = await (await mette.get(staff.payments.to({ list: "notices", customer: customer.id }))).text()
    expect(list).toContain("Nothing matches")
  })

  test("of nobody is not there", async () => {
    expect((await mette.get(staff.customerPayments.to({ id: newId() }))).status).toBe(404)
    expect((await post({ id: newId(), name: "" }, form())).status).toBe(404)
  })
})
