import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { findPaymentDetail } from "../../src/domain/payments/index.ts"
import { dateIn } from "../../src/platform/clock/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { receive } from "../money.ts"
import { fillPayments, type Money, makeNotice } from "./fill-payments.ts"

const { staff } = routes
let app: TestApp
let mette: TestBrowser
let reader: TestBrowser
let money: Money
const today = () => dateIn("Europe/Copenhagen", app.clock.now())

beforeAll(async () => {
  app = await createTestApp({ secondFactor: false })
  mette = await app.signIn("staff")
  reader = await app.signIn("read_only")
  money = await fillPayments(app, today())
})
afterAll(() => app.close())

const read = async (address: string, browser = mette) => (await browser.get(address)).text()
const openOn = async (id: string) => (await findDocument(app.system, id))?.balance
/** The rows of a list, as a reader meets them. */
const rowsOf = (page: string) =>
  [...page.matchAll(/<li class="row">(.*?)<\/li>/gs)].map(([, row = ""]) =>
    row
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  )

describe("the list of payments", () => {
  test("shows money received with what it paid, and no attempt that came to nothing", async () => {
    const page = await read(staff.payments.to())
    const rows = rowsOf(page).join("\n")
    expect(rows).toContain("Havnens Kørsel ApS")
    expect(rows).toContain("Invoice 10101, 10102")
    expect(rows).toContain("Overførsel 4711")
    expect(rows).toContain("On account")
    expect(rows).toContain("Being paid back")
    expect(rows).not.toContain("10108")
    expect(page).toContain("15,120.50")
  })

  test.each([
    ["havnens", "Overførsel 4711"],
    ["10102", "Overførsel 4711"],
    ["overførsel 4711", "Overførsel 4711"],
    ["12.000,00", "Overførsel 4711"],
    ["12000", "Overførsel 4711"],
    ["anna 10104", "Anna Lindgren"],
  ])("is searched for %s", async (search, found) => {
    const rows = rowsOf(await read(staff.payments.to({ search })))
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain(found)
  })

  test.each(["findes ikke", "%", "'; drop table payments; --", "\u0000", "1".repeat(300), "12,000.01"])(
    "finds nothing for %j, and says so",
    async (search) => {
      const answer = await mette.get(staff.payments.to({ search }))
      expect(answer.status).toBe(200)
      const page = await answer.text()
      expect(rowsOf(page).join()).not.toContain("Overførsel 4711 ,")
      if (search.trim() && search.length < 200 && search !== "\u0000")
        expect(page).toContain("Nothing matches")
    },
  )

  test("tells each state by its word, under its own filter", async () => {
    const underWay = rowsOf(await read(staff.payments.to({ list: "under_way" }))).join("\n")
    for (const word of ["Waiting", "Approved", "Reserved", "+45 12 34 56 78"])
      expect(underWay).toContain(word)
    const failed = rowsOf(await read(staff.payments.to({ list: "failed" }))).join("\n")
    expect(failed).toContain("Declined")
    expect(failed).toContain("Nobody can be asked by this phone number.")
    expect(failed).not.toContain("Waiting")
    const refunds = rowsOf(await read(staff.payments.to({ list: "refunds" }))).join("\n")
    expect(refunds).toContain("The wiper blades went back")
    expect(refunds).toContain("−120.50")
  })

  test("what makes no sense in the address is left out", async () => {
    const address = `${staff.payments.to()}?list=everything&after=x~y&from=2026-13-45&customer=%00&search=`
    expect((await mette.get(address)).status).toBe(200)
  })

  test("warns of what is stuck, and home leads there", async () => {
    const page = await read(staff.payments.to())
    expect(page).toContain("is approved, but was not taken for more than 10 minutes")
    expect(page).not.toContain("MobilePay could not be asked about")
    expect(page).toContain("is reserved and waits for you to take it")
    expect(page).toContain("375.62\u00a0kr. from Havnens Kørsel ApS is on no invoice")
    expect(page).toContain(staff.paymentAttempt.to({ id: money.stuck.id }))
    expect(await read(staff.home.to())).toMatch(/\d+ payment matters need a look/)
  })
})

describe("a payment's page", () => {
  test("says what it was booked on, link by link", async () => {
    const page = await read(staff.payment.to({ id: money.bankPayment }))
    for (const id of [money.invoices.first, money.invoices.second])
      expect(page).toContain(staff.document.to({ id }))
    expect(page).toContain("On the account, on no document")
    expect(page).not.toContain(staff.document.to({ id: money.invoices.third }))
  })

  test("is led to from the invoice, the customer and the activity", async () => {
    const link = staff.payment.to({ id: money.bankPayment })
    expect(await read(staff.document.to({ id: money.invoices.first }))).toContain(link)
    expect(await read(staff.customer.to({ id: money.haven.id }))).toContain(link)
    expect(await read(staff.activity.to())).toContain(link)
  })

  test("of nobody's is not there", async () => {
    for (const id of [newId(), "x", "%00"]) expect((await mette.get(`/payments/${id}`)).status).toBe(404)
  })

  test("shows hostile words as they were written", async () => {
    const customer = await app.make.customer({ name: "<img src=x onerror=alert(1)>" })
    const documentId = await app.make.document({ customer, total: 10_000n })
    const form = {
      amount: "50.00",
      receivedOn: today(),
      method: "other",
      reference: "<script>1</script>",
      requestKey: newId(),
    }
    await mette.post(staff.documentPayments.to({ id: documentId }), form)
    const page = await read(staff.payments.to({ customer: customer.id }))
    expect(page).toContain("&lt;script&gt;")
    expect(page).not.toContain("<script>1")
    expect(page).not.toContain("<img src=x")
  })
})

describe("an attempt's page", () => {
  test("tells in order what happened, whose word it is, and what went wrong", async () => {
    const page = await read(staff.paymentAttempt.to({ id: money.paid.id }))
    const steps = [
      "Begun, for 3,120.50",
      "Created at MobilePay",
      "Approved by the payer",
      "told by MobilePay",
      "read at MobilePay",
    ]
    for (const step of steps) expect(page).toContain(step)
    const refused = await read(staff.paymentAttempt.to({ id: money.refused.id }))
    for (const word of [
      "7010",
      "4bf92f3577b34da6a3ce929d0e0e4736",
      "Nobody can be asked by this phone number.",
      "+45 12 34 56 78",
    ])
      expect(refused).toContain(word)
  })

  test("offers what may be done, and no more", async () => {
    const waiting = await read(staff.paymentAttempt.to({ id: money.waiting.id }))
    expect(waiting).toContain("Cancel the payment")
    expect(waiting).not.toContain("Take the money")
    const byHand = await read(staff.paymentAttempt.to({ id: money.byHand.id }))
    expect(byHand).toContain("Take the money")
    expect(byHand).toContain("Release the reservation")
    const paid = await read(staff.paymentAttempt.to({ id: money.paid.id }))
    expect(paid).not.toContain("Release the reservation")
    const capture = await mette.get(staff.paymentAttemptCapture.to({ id: money.paid.id }))
    expect(capture.headers.get("location")).toContain("done=not_possible")
  })

  test("asks MobilePay, and says where it cannot be asked", async () => {
    const answer = await mette.post(staff.paymentAttemptCheck.to({ id: money.stuck.id }))
    expect(answer.headers.get("location")).toContain("done=check_failed")
    expect(await read(answer.headers.get("location") ?? "")).toContain(
      "MobilePay could not be asked just now.",
    )
  })

  test("releases only what was confirmed: a cancelling does not touch what was approved meanwhile", async () => {
    const { id } = money.stuck
    const answer = await mette.post(staff.paymentAttemptRelease.to({ id }), { what: "cancel" })
    expect(answer.headers.get("location")).toContain("done=not_possible")
    expect(await read(staff.paymentAttempt.to({ id }))).not.toContain("Somebody asked to cancel it")
  })
})

describe("what customers say they paid", () => {
  test("fills in the form, and is dealt with by recording it", async () => {
    const documentId = await app.make.document({ customer: money.haven, total: 70_000n, number: "10201" })
    const notice = await makeNotice(app, documentId, money.haven.id, "2026-11-03")
    const list = await read(staff.payments.to({ list: "notices" }))
    const href = staff.documentPayments.to({ id: documentId }, { notice })
    expect(list).toContain(href)
    const form = await read(href)
    expect(form).toContain('value="2026-11-03"')
    expect(form).toContain(`name="notice" value="${notice}"`)
    const typed = {
      amount: "700.00",
      receivedOn: "2026-11-03",
      method: "other",
      reference: "",
      requestKey: newId(),
      notice,
    }
    expect((await mette.post(staff.documentPayments.to({ id: documentId }), typed)).status).toBe(303)
    expect(await read(staff.payments.to({ list: "notices" }))).not.toContain("10201")
  })

  test("is dealt with by a bank payment that was recorded another way, and not by cash", async () => {
    const documentId = await app.make.document({ customer: money.haven, total: 70_000n, number: "10202" })
    await makeNotice(app, documentId, money.haven.id, "2026-11-03")
    const pay = (method: string) =>
      mette.post(staff.documentPayments.to({ id: documentId }), {
        amount: "100.00",
        receivedOn: "2026-11-03",
        method,
        reference: "",
        requestKey: newId(),
      })
    await pay("cash")
    expect(await read(staff.payments.to({ list: "notices" }))).toContain("10202")
    await pay("bank")
    expect(await read(staff.payments.to({ list: "notices" }))).not.toContain("10202")
  })

  test("is dismissed once, without recording money", async () => {
    const documentId = await app.make.document({ customer: money.haven, total: 70_000n, number: "10203" })
    const id = await makeNotice(app, documentId, money.haven.id, "2026-11-03")
    const dismiss = () => mette.post(staff.paymentNoticeDismiss.to({ id }))
    expect((await dismiss()).headers.get("location")).toContain("done=dismissed")
    expect((await dismiss()).headers.get("location")).toContain("done=gone")
    expect(await openOn(documentId)).toBe(70_000n)
  })

  test("of another invoice fills in nothing", async () => {
    const documentId = await app.make.document({ customer: money.haven, total: 70_000n })
    const form = await read(staff.documentPayments.to({ id: documentId }, { notice: money.noticeId }))
    expect(form).not.toContain('name="notice"')
  })
})

describe("somebody who may only read", () => {
  test("sees everything and is offered nothing", async () => {
    for (const address of [
      staff.payments.to({ list: "notices" }),
      staff.payment.to({ id: money.bankPayment }),
      staff.paymentAttempt.to({ id: money.byHand.id }),
      staff.customer.to({ id: money.haven.id }),
    ]) {
      const page = await read(address, reader)
      for (const word of ["Pay back", "Dismiss", "Record a payment", "Take the money", "Ask MobilePay now"])
        expect(page, address).not.toContain(`>${word}`)
    }
  })

  test("changes nothing", async () => {
    const before = await findPaymentDetail(app.system, money.bankPayment)
    for (const address of [
      staff.paymentRefund.to({ id: money.bankPayment }),
      staff.paymentAttemptCapture.to({ id: money.byHand.id }),
      staff.paymentAttemptRelease.to({ id: money.byHand.id }),
      staff.paymentAttemptCheck.to({ id: money.byHand.id }),
      staff.paymentNoticeDismiss.to({ id: money.noticeId }),
      staff.customerPayments.to({ id: money.haven.id }),
    ])
      expect((await reader.post(address, { step: "confirmed" })).status, address).toBe(403)
    expect(await findPaymentDetail(app.system, money.bankPayment)).toEqual(before)
  })
})

describe("a long list of payments", () => {
  test("goes page by page through all of them, each once", async () => {
    const customer = await app.make.customer({ name: "Mange Betalinger A/S" })
    for (let count = 0; count < 105; count += 1)
      await receive(app.system, { customer, amount: BigInt(1000 + count), on: "2026-05-04" })
    const seen: string[] = []
    let address: string | undefined = staff.payments.to({ customer: customer.id })
    while (address) {
      const page: string = await read(address)
      seen.push(...[...page.matchAll(/class="row-title" href="([^"]+)"/g)].map(([, href = ""]) => href))
      address = /<a rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&")
    }
    expect(seen).toHaveLength(105)
    expect(new Set(seen).size).toBe(105)
  })
})
