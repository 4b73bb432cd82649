/** What the database refuses of money, whoever writes: each rule is broken here with the owner's rights. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { recordOpeningBalance, writeOff } from "../../src/domain/ledger/index.ts"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"
import { openOn, payBack, receive } from "../money.ts"
import { entry, payment, type Rows, refusal as refusalBy, tooMuch, type Values } from "./ledger-rows.ts"

let ground: TestGround
beforeAll(async () => {
  ground = await createTestGround()
})
afterAll(() => ground.close())

const refusal = (...rows: Rows) => refusalBy(ground, ...rows)

describe("the database refuses", () => {
  test("a payment that is not booked, in part or at all, or booked as more than it is", async () => {
    const customer = await ground.make.customer()
    const id = newId()
    const row = payment(customer, 1_000n, id)
    const books = (amount: bigint) => entry("payment", customer, amount, { payment_id: id })
    expect(await refusal(["payments", row])).toContain("booked in the same transaction")
    expect(await refusal(["payments", row], ["ledger_entries", books(-999n)])).toContain(
      "booked in the same transaction",
    )
    expect(await refusal(["payments", row], ["ledger_entries", books(-1_001n)])).toContain(
      "no more of a payment is booked",
    )
    expect(await refusal(["payments", row], ["ledger_entries", books(-1_000n)])).toBe("nothing refused it")
    expect(await refusal(["ledger_entries", books(-1n)])).toContain("no more of a payment is booked")
  })

  test("a payment of more than is open on its invoice", async () => {
    const customer = await ground.make.customer()
    const document_id = await ground.make.document({ customer, total: 500n })
    const id = newId()
    const booked = entry("payment", customer, -501n, { payment_id: id, document_id })
    expect(await refusal(["payments", payment(customer, 501n, id)], ["ledger_entries", booked])).toMatch(
      tooMuch,
    )
  })

  test("entries of the wrong sign", async () => {
    const customer = await ground.make.customer()
    const document_id = await ground.make.document({ customer, total: 500n })
    const { id: payment_id } = await receive(ground.system, { customer, amount: 500n })
    const wrong = "ledger_entries_signs"
    expect(await refusal(["ledger_entries", entry("payment", customer, 1n, { payment_id })])).toContain(wrong)
    const refund = entry("refund", customer, -1n, { payment_id, refund_id: newId() })
    expect(await refusal(["ledger_entries", refund])).toContain(wrong)
    const id = newId()
    const written = {
      id,
      document_id,
      amount: 100n,
      currency: "DKK",
      written_off_on: "2026-11-01",
      reason: "x",
      request_key: newId(),
    }
    const raising = entry("write_off", customer, 100n, { document_id, write_off_id: id })
    expect(await refusal(["write_offs", written], ["ledger_entries", raising])).toContain(
      "is what was written off",
    )
    const partly = entry("write_off", customer, -99n, { document_id, write_off_id: id })
    expect(await refusal(["write_offs", written], ["ledger_entries", partly])).toContain(
      "is what was written off",
    )
    expect(await refusal(["write_offs", written])).toContain("booked in the same transaction")
  })

  test("an entry that counts on nothing, or on two things", async () => {
    const customer = await ground.make.customer()
    const document_id = await ground.make.document({ customer })
    const opening = await recordOpeningBalance(ground.system, {
      customerId: customer.id,
      amount: 500n,
      currency: "DKK",
      asOf: "2026-01-01",
      requestKey: newId(),
    })
    if (!opening.ok) throw new Error(opening.reason)
    const allocation_id = newId()
    const opening_balance_id = opening.openingBalanceId
    const nothing = entry("allocation", customer, 1n, { allocation_id })
    expect(await refusal(["ledger_entries", nothing])).toContain("ledger_entries_on_one_thing")
    const two = entry("allocation", customer, 1n, { allocation_id, document_id, opening_balance_id })
    expect(await refusal(["ledger_entries", two])).toContain("ledger_entries_on_one_thing")
  })

  test("an allocation between two accounts, two currencies, or with one side or three", async () => {
    const customer = await ground.make.customer()
    const other = await ground.make.customer()
    const document_id = await ground.make.document({ customer, total: 500n })
    const foreign = await ground.make.document({ customer: other, total: 500n })
    const { id: payment_id } = await receive(ground.system, { customer, amount: 500n })
    const { id: euros } = await receive(ground.system, { customer, amount: 500n, currency: "EUR" })
    const allocation_id = newId()
    const side = (amount: bigint, more: Values, of = customer) =>
      entry("allocation", of, amount, { allocation_id, ...more })
    const across = [side(100n, { payment_id }), side(-100n, { document_id: foreign }, other)]
    expect(await refusal(["ledger_entries", ...across])).toMatch(tooMuch)
    const stranger = [side(100n, { payment_id }, other), side(-100n, { document_id: foreign }, other)]
    expect(await refusal(["ledger_entries", ...stranger])).toContain("on the account of who paid")
    const exchanged = [
      side(100n, { payment_id: euros, currency: "EUR" }),
      side(-100n, { document_id, payment_id: null }),
    ]
    expect(await refusal(["ledger_entries", ...exchanged])).toContain("two sides")
    expect(await refusal(["ledger_entries", side(100n, { payment_id })])).toContain("add up to nothing")
    const three = [side(100n, { payment_id }), side(-60n, { document_id }), side(-40n, { document_id })]
    expect(await refusal(["ledger_entries", ...three])).toContain("two sides")
    expect(await openOn(ground.system, customer)).toHaveLength(3)
  })

  test("to use more of a payment, a credit note or an opening balance than there is of it", async () => {
    const customer = await ground.make.customer()
    const document_id = await ground.make.document({ customer, total: 5_000n })
    const note = await ground.make.document({ customer, kind: "credit_note", total: 500n })
    const { id: payment_id } = await receive(ground.system, { customer, amount: 500n })
    const opening = await recordOpeningBalance(ground.system, {
      customerId: customer.id,
      amount: -500n,
      currency: "DKK",
      asOf: "2026-01-01",
      requestKey: newId(),
    })
    if (!opening.ok) throw new Error(opening.reason)
    const using = (amount: bigint, from: Values) => {
      const allocation_id = newId()
      return refusal([
        "ledger_entries",
        entry("allocation", customer, amount, { allocation_id, ...from }),
        entry("allocation", customer, -amount, { allocation_id, document_id }),
      ])
    }
    const sources = [{ payment_id }, { document_id: note }, { opening_balance_id: opening.openingBalanceId }]
    for (const from of sources) {
      expect(await using(501n, from)).toMatch(tooMuch)
      expect(await using(500n, from)).toBe("nothing refused it")
      expect(await using(1n, from)).toMatch(tooMuch)
    }
    expect(await openOn(ground.system, customer)).toMatchObject([[expect.anything(), 3_500n]])
  })

  test("to give back more of an overpaid invoice than is too much on it", async () => {
    const customer = await ground.make.customer()
    const invoice = { customer, number: "O1", total: 1_000n }
    const overpaid = await ground.make.document(invoice)
    await ground.make.payment(overpaid, 1_000n)
    await ground.make.document({ ...invoice, total: 700n })
    const document_id = await ground.make.document({ customer, total: 1_000n })
    const using = (amount: bigint) => {
      const allocation_id = newId()
      return refusal([
        "ledger_entries",
        entry("allocation", customer, amount, { allocation_id, document_id: overpaid }),
        entry("allocation", customer, -amount, { allocation_id, document_id }),
      ])
    }
    expect(await using(301n)).toMatch(tooMuch)
    expect(await using(300n)).toBe("nothing refused it")
  })

  test("to pay back more than was paid, in parts too, or to change how a refund ended", async () => {
    const customer = await ground.make.customer()
    const { id } = await receive(ground.system, { customer, amount: 1_000n })
    await payBack(ground.system, id, 600n)
    await expect(payBack(ground.system, id, 401n)).rejects.toThrow("no more can be paid back than was paid")
    const change = asOwner(ground.owner, (client) => client.query("update refunds set amount = 1"))
    await expect(change).rejects.toThrow("kept as it ended")
    const end = asOwner(ground.owner, (client) => client.query("delete from refunds"))
    await expect(end).rejects.toThrow("kept as it ended")
  })

  test("a refund that is not booked, or is booked before the money is back", async () => {
    const customer = await ground.make.customer()
    const { id: payment_id } = await receive(ground.system, { customer, amount: 1_000n })
    const id = newId()
    const asked = {
      id,
      payment_id,
      method: "cash",
      amount: 1_000n,
      currency: "DKK",
      state: "pending",
      refunded_on: null,
      request_key: newId(),
      finished_at: null,
    }
    const done = { ...asked, state: "completed", refunded_on: "2026-11-02", finished_at: "2026-11-02" }
    const booked = entry("refund", customer, 1_000n, { payment_id, refund_id: id })
    expect(await refusal(["refunds", done])).toContain("booked in the same transaction")
    expect(await refusal(["refunds", asked], ["ledger_entries", booked])).toContain("what was paid back")
    expect(await refusal(["refunds", done], ["ledger_entries", { ...booked, amount: 1_001n }])).toContain(
      "what was paid back",
    )
  })

  test("an opening balance that is not booked, or as another amount, or on another's account", async () => {
    const customer = await ground.make.customer()
    const other = await ground.make.customer()
    const id = newId()
    const row = {
      id,
      customer_id: customer.id,
      amount: -500n,
      currency: "DKK",
      as_of: "2026-01-01",
      request_key: newId(),
    }
    const booked = (amount: bigint, of = customer) =>
      entry("opening_balance", of, amount, { opening_balance_id: id })
    expect(await refusal(["opening_balances", row])).toContain("booked in the same transaction")
    const wrong = "booked as recorded, on its own account"
    expect(await refusal(["opening_balances", row], ["ledger_entries", booked(500n)])).toContain(wrong)
    expect(await refusal(["opening_balances", row], ["ledger_entries", booked(-500n, other)])).toContain(
      wrong,
    )
    const twice = [booked(-500n), booked(-500n)]
    expect(await refusal(["opening_balances", row], ["ledger_entries", ...twice])).toContain(
      "ledger_entries_one_opening",
    )
  })

  test.each(["payments", "ledger_entries", "write_offs", "opening_balances"])(
    "to change or delete rows of %s",
    async (table) => {
      const customer = await ground.make.customer()
      const documentId = await ground.make.document({ customer, total: 500n })
      await ground.make.payment(documentId, 100n)
      await writeOff(ground.system, { documentId, amount: 1n, reason: "Rest", requestKey: newId() })
      const run = (text: string) => asOwner(ground.owner, (client) => client.query(text))
      await expect(run(`delete from ${table}`)).rejects.toThrow("never changed or deleted")
      await expect(run(`update ${table} set amount = amount`)).rejects.toThrow("never changed or deleted")
    },
  )
})
