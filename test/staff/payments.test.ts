import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import type { MadeCustomer } from "../factories.ts"
import { createTestApp, type TestApp } from "../harness.ts"

let app: TestApp
let staff: TestBrowser
let customer: MadeCustomer

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  staff = await app.signIn("staff")
  customer = await app.make.customer()
})
afterAll(() => app.close())

const today = () =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(app.clock.now())
const form = (more: Record<string, string> = {}) => ({
  amount: "500.00",
  receivedOn: today(),
  method: "bank",
  reference: "Overførsel 4711",
  requestKey: newId(),
  ...more,
})
const post = (id: string, fields: Record<string, string>) =>
  staff.post(routes.staff.documentPayments.to({ id }), fields)
const balanceOf = async (id: string) => (await findDocument(app.system, id))?.balance

describe("recording a payment", () => {
  test("asks for all that is open, today, by bank", async () => {
    const id = await app.make.document({ customer, total: 123_456n })
    const page = await (await staff.get(routes.staff.documentPayments.to({ id }))).text()
    expect(page).toContain('value="1,234.56"')
    expect(page).toContain(`value="${today()}"`)
    expect(page).toMatch(/name="requestKey" value="[0-9a-f-]{36}"/)
    const danish = await (await staff.get(`${routes.staff.documentPayments.to({ id })}?language=da`)).text()
    expect(danish).toContain('value="1.234,56"')
    await staff.get("/?language=en")
  })

  test("books it, says so, and shows it in the ledger with its reference", async () => {
    const id = await app.make.document({ customer, total: 100_000n })
    const answer = await post(id, form())
    expect(answer.status).toBe(303)
    expect(answer.headers.get("location")).toBe(`${routes.staff.document.to({ id })}?done=payment`)
    expect(await balanceOf(id)).toBe(50_000n)
    const page = await (await staff.get(`${routes.staff.document.to({ id })}?done=payment`)).text()
    expect(page).toContain("The payment is recorded.")
    expect(page).toContain("Overførsel 4711")
    expect(page).toContain("Left to pay")
  })

  test("pressed twice, one after the other or at once, is booked once", async () => {
    const id = await app.make.document({ customer, total: 100_000n })
    const once = form()
    const first = await Promise.all(Array.from({ length: 6 }, () => post(id, once)))
    expect(first.map((answer) => answer.status)).toEqual([303, 303, 303, 303, 303, 303])
    expect((await post(id, once)).status).toBe(303)
    expect(await balanceOf(id)).toBe(50_000n)
  })

  test("by two people at once never takes more than is open", async () => {
    const id = await app.make.document({ customer, total: 80_000n })
    const answers = await Promise.all([post(id, form()), post(id, form())])
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422])
    expect(await balanceOf(id)).toBe(30_000n)
  })

  test("of more than is open says how much is open, and keeps what was typed", async () => {
    const id = await app.make.document({ customer, total: 10_000n })
    const typed = form({ amount: "100,01", reference: "Kontoudtog <3>" })
    const answer = await post(id, typed)
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain("Only 100.00\u00a0kr. is open.")
    expect(page).toContain('value="100,01"')
    expect(page).toContain("Kontoudtog &lt;3&gt;")
    expect(page).toContain(typed.requestKey)
    expect(await balanceOf(id)).toBe(10_000n)
  })

  const wrong: [Record<string, string>, string][] = [
    [{ amount: "1.234" }, "two ways"],
    [{ amount: "0" }, "Write more than nothing."],
    [{ amount: "10.005" }, "two ways"],
    [{ amount: "0.005" }, "more decimals"],
    [{ amount: "-10" }, "Write an amount such as 1,234.50."],
    [{ amount: "" }, "Write an amount such as 1,234.50."],
    [{ receivedOn: "2999-01-01" }, "cannot have come in the future"],
    [{ receivedOn: "0000-01-01" }, "after the year 2000"],
    [{ receivedOn: "31-12-2026" }, "Choose a date."],
    [{ method: "bitcoin" }, "Choose how it came."],
    [{ reference: "x".repeat(201) }, "At most 200 characters."],
    [{ requestKey: "again" }, "The form was incomplete."],
  ]

  test.each(wrong)("with %o is refused at the field: %s", async (change, words) => {
    const id = await app.make.document({ customer, total: 1_000_000n })
    const answer = await post(id, form(change))
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
    expect(await balanceOf(id)).toBe(1_000_000n)
  })

  test("a form that lost its key comes back with one, so that it can be sent again", async () => {
    const id = await app.make.document({ customer, total: 100_000n })
    const page = await (await post(id, form({ requestKey: "" }))).text()
    const requestKey = /name="requestKey" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? ""
    expect((await post(id, form({ requestKey }))).status).toBe(303)
  })

  test("characters that no text may hold do not break it", async () => {
    const id = await app.make.document({ customer, total: 100_000n })
    expect((await post(id, form({ reference: "bank\u0000\r\nref" }))).status).toBe(303)
  })

  test("of what is paid, a quote, a draft or a credit note is not offered and not taken", async () => {
    const paid = await app.make.document({ customer, total: 10_000n })
    await app.make.payment(paid, 10_000n)
    const ids = [
      paid,
      await app.make.document({ customer, kind: "quote" }),
      await app.make.document({ customer, kind: "credit_note" }),
      await app.make.document({ customer, state: "draft" }),
    ]
    for (const id of ids) {
      expect(await (await staff.get(routes.staff.documentPayments.to({ id }))).text()).toContain(
        "Nothing is open",
      )
      expect((await post(id, form({ amount: "1.00" }))).status).toBe(422)
      expect(await (await staff.get(routes.staff.document.to({ id }))).text()).not.toContain(
        "Record a payment",
      )
    }
  })

  test("is not for those who may only read", async () => {
    const id = await app.make.document({ customer })
    const reader = await app.signIn("read_only")
    expect((await reader.post(routes.staff.documentPayments.to({ id }), form())).status).toBe(403)
    expect(await (await reader.get(routes.staff.document.to({ id }))).text()).not.toContain(
      "Record a payment",
    )
  })
})
