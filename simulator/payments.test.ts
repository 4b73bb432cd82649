import { describe, expect, test } from "vitest"
import { compared, keys, openShop } from "./test-client.ts"

describe("the token", () => {
  test("is given for the four keys, with numbers as strings", async () => {
    const shop = await openShop()
    const { status, body } = await shop.ask("POST", "/accesstoken/get", undefined, keys)
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: "3600" })
    expect(Number(body.expires_on) - Number(body.not_before)).toBe(3600)
  })

  test.each(["client_id", "client_secret", "Ocp-Apim-Subscription-Key", "Merchant-Serial-Number"])(
    "is refused where %s is wrong",
    async (name) => {
      const shop = await openShop()
      const { status, body } = await shop.ask("POST", "/accesstoken/get", undefined, {
        ...keys,
        [name]: "1111",
      })
      expect(status).toBe(401)
      expect(JSON.stringify(body)).not.toContain("access_token")
    },
  )

  test("is needed with the word Bearer, and ends after an hour", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    const { status } = await shop.ask("GET", "/epayment/v1/payments/inv-10042-1", undefined, {
      Authorization: "no-such-token",
    })
    expect(status).toBe(401)
    expect((await shop.read("inv-10042-1")).status).toBe(200)
    await shop.control.advance(3_600_000)
    expect((await shop.read("inv-10042-1")).status).toBe(401)
  })

  test("is good for its own sales unit only", async () => {
    const shop = await openShop()
    shop.control.setUnit("9000002", { clientId: "another" })
    const other = { "Merchant-Serial-Number": "9000002" }
    expect((await shop.ask("GET", "/webhooks/v1/webhooks", undefined, other)).status).toBe(403)
    expect(
      (await shop.ask("GET", "/webhooks/v1/webhooks", undefined, { "Ocp-Apim-Subscription-Key": "" })).status,
    ).toBe(401)
  })
})

describe("a payment", () => {
  test("pushed to the phone has no landing page; another has", async () => {
    const shop = await openShop()
    const pushed = await shop.create("inv-10042-1")
    expect(pushed).toMatchObject({ status: 201, body: { reference: "inv-10042-1" } })
    expect(pushed.body.redirectUrl).toBeUndefined()
    const redirected = await shop.create("inv-10042-2", {
      userFlow: "WEB_REDIRECT",
      returnUrl: "https://portal.example.dk/back",
    })
    expect(redirected.body.redirectUrl).toMatch(new RegExp(`^${shop.url}/landing/[\\w-]{32}$`))
    expect((await shop.read("inv-10042-2")).body.redirectUrl).toBe(redirected.body.redirectUrl)
  })

  test("stays AUTHORIZED while its money is taken, paid back and released", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    expect((await shop.read("inv-10042-1")).body).toMatchObject({
      state: "CREATED",
      amount: { value: 125_000 },
    })
    shop.control.approve("inv-10042-1")
    expect(await shop.capture("inv-10042-1", 100_000)).toMatchObject({ status: 200 })
    await shop.refund("inv-10042-1", 30_000)
    await shop.refund("inv-10042-1", 20_000, "another")
    await shop.cancel("inv-10042-1")
    const { body } = await shop.read("inv-10042-1")
    expect(body.state).toBe("AUTHORIZED")
    expect(body.aggregate).toEqual({
      authorizedAmount: { currency: "DKK", value: 125_000 },
      capturedAmount: { currency: "DKK", value: 100_000 },
      refundedAmount: { currency: "DKK", value: 50_000 },
      cancelledAmount: { currency: "DKK", value: 25_000 },
    })
  })

  test("has a log in which each event has a reference of its own, and the first has the payment's", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    const captured = await shop.capture("inv-10042-1", 125_000, "capture-key")
    const { body } = await shop.ask("GET", "/epayment/v1/payments/inv-10042-1/events")
    expect(body.map((event: { name: string }) => event.name)).toEqual(["CREATED", "AUTHORIZED", "CAPTURED"])
    expect(new Set(body.map((event: { pspReference: string }) => event.pspReference)).size).toBe(3)
    expect(body[0]?.pspReference).toBe(captured.body.pspReference)
    expect(body[2]).toMatchObject({
      idempotencyKey: "capture-key",
      success: true,
      amount: { value: 125_000 },
    })
  })

  test("can be approved without the app", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    const path = "/epayment/v1/test/payments/inv-10042-1/approve"
    const answered = await shop.ask("POST", path, { customer: { phoneNumber: "4587654321" } })
    expect(answered.status).toBe(200)
    expect((await shop.read("inv-10042-1")).body.state).toBe("AUTHORIZED")
    expect(shop.codeOf(await shop.ask("POST", path, { customer: { phoneNumber: "4587654321" } }))).toBe(
      "6230",
    )
  })
})

describe("time", () => {
  test("of ten minutes ends a payment that nobody approved, and not before", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    await shop.control.advance(9.9 * 60_000)
    expect((await shop.read("inv-10042-1")).body.state).toBe("CREATED")
    await shop.control.advance(10_000)
    expect((await shop.read("inv-10042-1")).body.state).toBe("EXPIRED")
    expect(shop.control.approve("inv-10042-1").ok).toBe(false)
  })

  test("of 14 days releases what was not taken", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    await shop.control.advance(14 * 86_400_000)
    expect(shop.control.findPayment("inv-10042-1")).toMatchObject({ authorized: 125_000, cancelled: 125_000 })
    expect(shop.control.capture("inv-10042-1", 125_000)).toMatchObject({ refusal: { code: "6100" } })
  })

  test("settles a test amount whose outcome is unknown for an hour", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1", { amount: { currency: "DKK", value: 201 } })
    shop.control.approve("inv-10042-1")
    await shop.control.advance(30 * 60_000)
    expect(shop.control.findPayment("inv-10042-1")?.state).toBe("CREATED")
    await shop.control.advance(30 * 60_000)
    expect(shop.control.findPayment("inv-10042-1")?.state).toBe("AUTHORIZED")
  })
})

test.each([
  [151, "no_funds"],
  [186, "expired_card"],
])("an approval of %i øre fails, and the payment goes on waiting", async (value, refusal) => {
  const shop = await openShop()
  await shop.create("inv-10042-1", { amount: { currency: "DKK", value } })
  expect(shop.control.approve("inv-10042-1")).toMatchObject({ refusal: { code: "10010" } })
  expect(shop.control.findPayment("inv-10042-1")).toMatchObject({ state: "CREATED", refusal })
})

describe("a payment is refused", () => {
  test.each([
    ["4040", { amount: { currency: "DKK", value: 10.5 } }],
    ["4040", { amount: { currency: "DKK", value: 65_000_001 } }],
    ["6010", { amount: { currency: "DKK", value: 0 } }],
    ["5040", { amount: { currency: "EUR", value: 100 } }],
    ["4070", { customer: { phoneNumber: "+4512345678" } }],
    ["7010", { customer: { phoneNumber: "4500000000" } }],
    ["4140", { customer: undefined }],
    ["4140", { userFlow: "WEB_REDIRECT" }],
    ["4090", { userFlow: "WEB_REDIRECT", returnUrl: "http://portal.example.dk" }],
    ["4090", { userFlow: "WEB_REDIRECT", returnUrl: "javascript://%0aalert(1)" }],
    ["5070", { paymentMethod: { type: "CARD" } }],
    ["5050", { expiresAt: "2099-01-01T00:00:00Z" }],
    ["4100", { metadata: { a: "", b: "", c: "", d: "", e: "", f: "" } }],
    ["4130", { metadata: { a: "x".repeat(501) } }],
  ])("with %s for %j", async (code, changes) => {
    const shop = await openShop()
    const answered = await shop.create("inv-10042-1", changes)
    expect(answered.status).toBe(400)
    expect(shop.codeOf(answered)).toBe(code)
    expect(answered.body.traceId).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(shop.control.payments()).toEqual([])
  })

  test.each([
    ["paymentDescription", { paymentDescription: "x".repeat(101) }],
    ["reference", { reference: "short" }],
    ["amount.currency", { amount: { currency: "SEK", value: 100 } }],
  ])("with the name of the field and no code where %s has not its form", async (name, changes) => {
    const shop = await openShop()
    const answered = await shop.create("inv-10042-1", changes)
    expect(answered.status).toBe(400)
    expect(answered.body.extraDetails).toMatchObject([{ name }])
    expect(shop.codeOf(answered)).toBeUndefined()
  })

  test("with 5080 where the sales unit may not push, and goes by the landing page instead", async () => {
    const shop = await openShop()
    shop.control.setUnit("9000001", { pushAllowed: false })
    expect(shop.codeOf(await shop.create("inv-10042-1"))).toBe("5080")
    const again = { userFlow: "WEB_REDIRECT", returnUrl: "https://portal.example.dk" }
    expect((await shop.create("inv-10042-2", again)).status).toBe(201)
  })

  test("with 4150 where its reference was used, whatever became of that payment", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    await shop.cancel("inv-10042-1")
    expect(shop.codeOf(await shop.create("inv-10042-1", {}, "another-key"))).toBe("4150")
  })
})

describe("a change is refused", () => {
  const orders: Record<string, (shop: Awaited<ReturnType<typeof openShop>>) => Promise<unknown>> = {
    "6080 capture before approval": (shop) => shop.capture("inv-10042-1", 100),
    "6020 refund before approval": (shop) => shop.refund("inv-10042-1", 100),
    "6090 capture of more than is reserved": async (shop) => {
      shop.control.approve("inv-10042-1")
      return shop.capture("inv-10042-1", 125_001)
    },
    "6170 capture of what is taken already": async (shop) => {
      shop.control.approve("inv-10042-1")
      await shop.capture("inv-10042-1", 125_000)
      return shop.capture("inv-10042-1", 1, "another")
    },
    "6140 part where only all may be taken": async (shop) => {
      shop.control.setUnit("9000001", { partialCaptureAllowed: false })
      shop.control.approve("inv-10042-1")
      return shop.capture("inv-10042-1", 100)
    },
    "6150 refund of more than was taken": async (shop) => {
      shop.control.approve("inv-10042-1")
      await shop.capture("inv-10042-1", 1_000)
      return shop.refund("inv-10042-1", 1_001)
    },
    "6180 refund of what is paid back already": async (shop) => {
      shop.control.approve("inv-10042-1")
      await shop.capture("inv-10042-1", 1_000)
      await shop.refund("inv-10042-1", 1_000)
      return shop.refund("inv-10042-1", 1, "another")
    },
    "6040 cancel of what is taken": async (shop) => {
      shop.control.approve("inv-10042-1")
      await shop.capture("inv-10042-1", 125_000)
      return shop.cancel("inv-10042-1")
    },
    "6060 cancel only before approval": async (shop) => {
      shop.control.approve("inv-10042-1")
      return shop.cancel("inv-10042-1", { cancelTransactionOnly: true })
    },
    "6050 cancel of what was declined": async (shop) => {
      shop.control.decline("inv-10042-1")
      return shop.cancel("inv-10042-1")
    },
    "6200 capture of what was declined": async (shop) => {
      shop.control.decline("inv-10042-1")
      return shop.capture("inv-10042-1", 100)
    },
    "4040 capture of nothing": async (shop) => {
      shop.control.approve("inv-10042-1")
      return shop.capture("inv-10042-1", 0)
    },
    "5090 capture of an unknown payment": (shop) => shop.capture("inv-99999-1", 100),
  }
  test.each(Object.keys(orders))("%s", async (title) => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    const answered = (await orders[title]?.(shop)) as Awaited<ReturnType<typeof shop.read>>
    expect(answered.status).toBeGreaterThanOrEqual(400)
    expect(shop.codeOf(answered)).toBe(title.split(" ")[0])
  })
})

test("what is cancelled before approval is TERMINATED, and cannot be approved", async () => {
  const shop = await openShop()
  await shop.create("inv-10042-1")
  const answered = await shop.cancel("inv-10042-1", { cancelTransactionOnly: true })
  expect(answered).toMatchObject({ status: 200, body: { state: "TERMINATED" } })
  expect(shop.control.approve("inv-10042-1").ok).toBe(false)
})

test.runIf(compared().possible)("every answer above was compared with the official files", () => {
  expect(compared().answers).toBeGreaterThan(80)
})
