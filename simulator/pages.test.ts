import { describe, expect, test } from "vitest"
import { openShop, type Shop } from "./test-client.ts"

const danish = { "Accept-Language": "da-DK,da;q=0.9,en;q=0.8" }

async function see(shop: Shop, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(shop.url + path, { headers, redirect: "manual" })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

/** Presses a button: a form of the page itself. */
async function press(shop: Shop, path: string, fields: Record<string, string> = {}, origin = shop.url) {
  const response = await fetch(shop.url + path, {
    method: "POST",
    headers: { Origin: origin },
    body: new URLSearchParams(fields),
    redirect: "manual",
  })
  return { status: response.status, to: response.headers.get("location"), text: await response.text() }
}

const redirected = { userFlow: "WEB_REDIRECT", returnUrl: "https://portal.example.dk/payments/1" }

async function openLanding(changes: object = {}) {
  const shop = await openShop()
  const { body } = await shop.create("inv-10042-1", { ...redirected, ...changes })
  return { shop, path: new URL(body.redirectUrl).pathname }
}

test("every page says that no money moves, in the visitor's language", async () => {
  const { shop, path } = await openLanding()
  for (const page of ["/phone", "/phone?number=4512345678", path, "/switches", "/landing/nothing"]) {
    expect((await see(shop, page)).text).toContain("No money moves.")
    expect((await see(shop, page, danish)).text).toContain("Ingen penge flyttes.")
  }
})

test("the pages run nothing but their own script, and load nothing from elsewhere", async () => {
  const { shop, path } = await openLanding()
  const { headers, text } = await see(shop, path)
  expect(headers.get("content-security-policy")).toContain("default-src 'none'")
  expect(text).not.toMatch(/<script>|style=|(src|href)="(https?:)?\/\/(?!portal\.example)/)
})

describe("the phone", () => {
  test("shows what waits for its number, and no other's", async () => {
    const shop = await openShop()
    shop.control.setUnit("9000001", { name: "NORD <Auto>" })
    await shop.create("inv-10042-1", { paymentDescription: "Invoice <b>10042</b>" })
    const own = await see(shop, "/phone?number=12+34+56+78")
    expect(own.text).toContain("NORD &lt;Auto&gt;")
    expect(own.text).toContain("Invoice &lt;b&gt;10042&lt;/b&gt;")
    expect(own.text).toMatch(/DKK\s1,250\.00/)
    expect((await see(shop, "/phone?number=4587654321")).text).not.toContain("inv-10042-1")
    expect((await see(shop, "/phone")).text).toMatch(/\+45\s12\s34\s56\s78/)
  })

  test.each([
    ["approve", "AUTHORIZED"],
    ["decline", "ABORTED"],
    ["ignore", "CREATED"],
  ])("lets the payer %s: %s", async (act, state) => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    const { token } = shop.control.findPayment("inv-10042-1") ?? {}
    expect(await press(shop, `/phone/${token}/${act}`)).toMatchObject({
      status: 303,
      to: "/phone?number=4512345678",
    })
    expect(shop.control.findPayment("inv-10042-1")?.state).toBe(state)
  })

  test("says why a test amount was not approved", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1", { amount: { currency: "DKK", value: 151 } })
    await press(shop, `/phone/${shop.control.findPayment("inv-10042-1")?.token}/approve`)
    expect((await see(shop, "/phone?number=4512345678")).text).toContain("not enough money")
  })

  test("does nothing for a form of another site", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    const { token } = shop.control.findPayment("inv-10042-1") ?? {}
    expect((await press(shop, `/phone/${token}/approve`, {}, "https://elsewhere.example")).status).toBe(403)
    expect(shop.control.findPayment("inv-10042-1")?.state).toBe("CREATED")
  })

  test("refuses what is no number and keeps what was typed", async () => {
    const { status, text } = await see(await openShop(), "/phone?number=abc12")
    expect(status).toBe(422)
    expect(text).toContain('value="abc12"')
  })
})

describe("the landing page", () => {
  test("has the number filled in, leads to the app, and from there back to the shop", async () => {
    const { shop, path } = await openLanding()
    expect((await see(shop, path)).text).toMatch(/value="\+45\s12\s34\s56\s78"/)
    expect((await see(shop, "/phone?number=4512345678")).text).not.toContain("inv-10042-1")
    expect((await press(shop, `${path}/number`, { number: "87 65 43 21" })).to).toBe(path)
    const { token } = shop.control.findPayment("inv-10042-1") ?? {}
    expect((await see(shop, path)).text).toContain(`href="/phone/${token}"`)
    expect((await see(shop, "/phone?number=4587654321")).text).toContain("inv-10042-1")
    const approved = await press(shop, `/phone/${token}/approve`, { from: "landing" })
    expect(approved).toMatchObject({ status: 303, to: "https://portal.example.dk/payments/1" })
    expect((await see(shop, path)).text).toMatch(/href="https:\/\/portal.example.dk\/payments\/1" data-go/)
  })

  test("cancels the payment for who goes back", async () => {
    const { shop, path } = await openLanding()
    expect((await press(shop, `${path}/cancel`)).to).toBe("https://portal.example.dk/payments/1")
    expect((await shop.read("inv-10042-1")).body.state).toBe("ABORTED")
  })

  test("says at the field that a number is none, or has no user", async () => {
    const { shop, path } = await openLanding()
    const wrong = await press(shop, `${path}/number`, { number: "12" })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining("no phone number")])
    const unknown = await press(shop, `${path}/number`, { number: "4500000000" })
    expect(unknown.text).toContain("No user has this number.")
    expect(shop.control.findPayment("inv-10042-1")?.isInApp).toBe(false)
  })

  test("takes a made-up card where the payment is by card", async () => {
    const { shop, path } = await openLanding({ paymentMethod: { type: "CARD" } })
    expect((await press(shop, `${path}/card`)).to).toBe("https://portal.example.dk/payments/1")
    expect((await shop.read("inv-10042-1")).body).toMatchObject({
      state: "AUTHORIZED",
      paymentMethod: { type: "CARD" },
    })
  })

  test("is not there for a payment pushed to the phone", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    const { token } = shop.control.findPayment("inv-10042-1") ?? {}
    expect((await see(shop, `/landing/${token}`)).status).toBe(404)
    expect((await press(shop, `/landing/${token}/cancel`)).status).toBe(404)
  })
})

describe("the switches", () => {
  test("make calls fail until they are switched off, and show how they stand", async () => {
    const shop = await openShop()
    const rights = { "9000001-pushAllowed": "on", "9000001-bankAccountVerified": "on" }
    await press(shop, "/switches", { create: "answer-500", delivery: "drop", ...rights })
    expect((await shop.create("inv-10042-1")).status).toBe(500)
    const { text } = await see(shop, "/switches")
    expect(text).toMatch(/<option value="answer-500" selected/)
    expect(shop.control.settings().limits).toBe(false)
    expect(shop.control.units()).toMatchObject([{ pushAllowed: true, cardAllowed: false }])
    await press(shop, "/switches/off")
    expect((await shop.create("inv-10042-1")).status).toBe(201)
  })

  test("leave alone what a program has set", async () => {
    const shop = await openShop()
    const { id } = shop.control.addFault({ call: "capture", do: "answer", status: 500, times: 3 })
    await press(shop, "/switches", { capture: "normal" })
    expect((await see(shop, "/switches")).text).toContain("met 0 of 3")
    expect(shop.control.faults().map((fault) => fault.id)).toEqual([id])
    await press(shop, "/switches/remove", { id })
    expect(shop.control.faults()).toEqual([])
  })

  test("release what is held, and put the clock forward", async () => {
    const shop = await openShop()
    shop.control.addFault({ call: "create", do: "hold_before", times: 1 })
    const answer = shop.create("inv-10042-1")
    const hold = await shop.control.waitForHold()
    expect((await see(shop, "/switches")).text).toContain(`value="${hold?.id}"`)
    await press(shop, "/switches/release", { id: hold?.id ?? "" })
    expect((await answer).status).toBe(201)
    await press(shop, "/switches/forward", { ms: "600000" })
    expect((await shop.read("inv-10042-1")).body.state).toBe("EXPIRED")
  })
})
