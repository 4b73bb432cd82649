import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { findPaymentDetail, sumPayments } from "../../src/domain/payments/index.ts"
import { dateIn } from "../../src/platform/clock/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import type { MadeCustomer } from "../factories.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { receive } from "../money.ts"

const { staff } = routes
let app: TestApp
let mette: TestBrowser
let customer: MadeCustomer

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  mette = await app.signIn("staff")
  customer = await app.make.customer({ name: "Havnens Kørsel ApS" })
})
afterAll(() => app.close())

const today = () => dateIn("Europe/Copenhagen", app.clock.now())

/** An invoice of 1,000.00 paid with 1,200.00: 200.00 on the account. */
async function makePayment(number: string) {
  const documentId = await app.make.document({ customer, number, total: 100_000n })
  const parts = [{ documentId, amount: 100_000n }]
  const { id } = await receive(app.system, { customer, amount: 120_000n, parts })
  return { id, documentId }
}

const form = (more: Record<string, string> = {}) => ({
  amount: "300.00",
  refundedOn: today(),
  reason: "Two hours too many",
  requestKey: newId(),
  ...more,
})
const post = (id: string, fields: Record<string, string>) =>
  mette.post(staff.paymentRefund.to({ id }), fields)
const openOn = async (id: string) => (await findDocument(app.system, id))?.balance
const refundsOf = async (id: string) => (await findPaymentDetail(app.system, id))?.refunds ?? []

describe("paying back what came by bank", () => {
  test("says first what it will be booked on, and does nothing yet", async () => {
    const { id, documentId } = await makePayment("30001")
    const answer = await post(id, form())
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(page).toContain("The money on the account")
    expect(page).toContain("200.00")
    expect(page).toContain("Invoice 30001, which is then open again")
    expect(page).toContain("Kvit moves no money.")
    expect(await refundsOf(id)).toEqual([])
    expect(await openOn(documentId)).toBe(0n)
  })

  test("books it once when confirmed, pressed twice or six times at once", async () => {
    const { id, documentId } = await makePayment("30002")
    const confirmed = form({ step: "confirmed" })
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(id, confirmed)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303, 303])
    expect((await post(id, confirmed)).status).toBe(303)
    expect(await refundsOf(id)).toHaveLength(1)
    expect(await openOn(documentId)).toBe(10_000n)
    const page = await (await mette.get(staff.payment.to({ id }))).text()
    expect(page).toContain("Partly paid back")
    expect(page).toContain("Two hours too many")
    expect(page).toContain("by Mette staff")
  })

  test("of the whole, twice by two people at once, goes through once", async () => {
    const { id } = await makePayment("30003")
    const whole = () => post(id, form({ amount: "1200.00", step: "confirmed" }))
    const answers = await Promise.all([whole(), whole()])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect((await findPaymentDetail(app.system, id))?.refunded).toBe(120_000n)
    expect(await (await mette.get(staff.paymentRefund.to({ id }))).text()).toContain(
      "Nothing is left to pay back",
    )
  })

  test("a form sent again with something else in it pays nothing back", async () => {
    const { id } = await makePayment("30004")
    const first = form({ step: "confirmed" })
    await post(id, first)
    const answer = await post(id, { ...first, amount: "301.00" })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain("This form has paid back already")
    expect(await refundsOf(id)).toHaveLength(1)
  })

  const wrong: [Record<string, string>, string][] = [
    [{ amount: "1200.01" }, "Only 1,200.00\u00a0kr. is left to pay back."],
    [{ amount: "0" }, "Write more than nothing."],
    [{ amount: "-5" }, "Write an amount such as"],
    [{ amount: "1.234" }, "two ways"],
    [{ refundedOn: "2999-01-01" }, "cannot have come in the future"],
    [{ refundedOn: "2026-10-31" }, "It cannot be paid back before it came."],
    [{ refundedOn: "soon" }, "Choose a date."],
    [{ reason: "x".repeat(201) }, "At most 200 characters."],
    [{ requestKey: "again" }, "The form was incomplete."],
  ]
  test.each(wrong)("with %o is refused at the field, confirmed or not: %s", async (change, words) => {
    const { id } = await makePayment(`3${newId().slice(-6)}`)
    for (const step of ["", "confirmed"]) {
      const answer = await post(id, form({ ...change, reason: change.reason ?? "Kept <words>", step }))
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toContain(words)
      if (!change.reason) expect(page).toContain("Kept &lt;words&gt;")
    }
    expect(await refundsOf(id)).toEqual([])
  })

  test("keeps what was typed when somebody changes their mind", async () => {
    const { id } = await makePayment("30005")
    const page = await (await post(id, form({ amount: "12,34", step: "change" }))).text()
    expect(page).toContain('value="12,34"')
    expect(page).toContain("Two hours too many")
    expect(await refundsOf(id)).toEqual([])
  })

  test("is taken off what was received in 30 days, by the day it was paid back", async () => {
    const before = (await sumPayments(app.system, today()))[0]?.amount ?? 0n
    const { id } = await makePayment("30006")
    await post(id, form({ amount: "50.00", step: "confirmed" }))
    const after = (await sumPayments(app.system, today()))[0]
    expect(after?.amount).toBe(before - 5_000n)
  })
})
