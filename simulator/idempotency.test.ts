import { describe, expect, test } from "vitest"
import { newPayment, openShop } from "./test-client.ts"

describe("a key", () => {
  test("used again with the same body gives the same answer and does nothing twice", async () => {
    const shop = await openShop()
    const first = await shop.create("inv-10042-1")
    const second = await shop.create("inv-10042-1")
    expect(second).toMatchObject({ status: 201, body: first.body })
    shop.control.approve("inv-10042-1")
    const captured = await shop.capture("inv-10042-1", 50_000)
    expect((await shop.capture("inv-10042-1", 50_000)).body).toEqual(captured.body)
    expect(shop.control.findPayment("inv-10042-1")?.captured).toBe(50_000)
  })

  test("used with another body, or for another payment, is a conflict", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    const other = await shop.create("inv-10042-1", { paymentDescription: "Other" })
    expect(other.status).toBe(409)
    expect(shop.codeOf(other)).toBe("4020")
    await shop.capture("inv-10042-1", 50_000)
    const changed = await shop.capture("inv-10042-1", 60_000)
    expect([changed.status, shop.codeOf(changed)]).toEqual([409, "4010"])
    await shop.create("inv-10042-2")
    shop.control.approve("inv-10042-2")
    expect((await shop.capture("inv-10042-2", 50_000, "inv-10042-1-capture")).status).toBe(409)
    expect(shop.control.findPayment("inv-10042-2")?.captured).toBe(0)
  })

  test("that was refused stays refused, though the reason is gone", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    const early = await shop.capture("inv-10042-1", 125_000)
    shop.control.approve("inv-10042-1")
    expect((await shop.capture("inv-10042-1", 125_000)).body).toEqual(early.body)
    expect((await shop.capture("inv-10042-1", 125_000, "new-key")).status).toBe(200)
  })

  test("is required, and has at most 50 characters", async () => {
    const shop = await openShop()
    const body = newPayment("inv-10042-1")
    const without = await shop.ask("POST", "/epayment/v1/payments", body)
    expect(without.body.extraDetails).toMatchObject([{ name: "Idempotency-Key" }])
    expect((await shop.create("inv-10042-1", {}, "k".repeat(51))).status).toBe(400)
  })
})

test("a sixth capture within a minute is too many, unless limits are off", async () => {
  const shop = await openShop()
  await shop.create("inv-10042-1")
  shop.control.approve("inv-10042-1")
  for (const key of ["1", "2", "3", "4", "5"]) await shop.capture("inv-10042-1", 10, key)
  const sixth = await shop.capture("inv-10042-1", 10, "6")
  expect([sixth.status, sixth.headers.get("retry-after")]).toEqual([429, "60"])
  await shop.control.advance(60_000)
  expect((await shop.capture("inv-10042-1", 10, "6")).status).toBe(200)
  shop.control.setSettings({ limits: false })
  for (const key of ["7", "8", "9", "10", "11", "12"])
    expect((await shop.capture("inv-10042-1", 10, key)).status).toBe(200)
})
