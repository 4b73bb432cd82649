import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { openReceiver, openShop, register, type Shop } from "./test-client.ts"

/** The control as another process has it. */
const http = (shop: Shop, method: string, path: string, body?: object) =>
  fetch(`${shop.url}/simulator${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body ? JSON.stringify(body) : null,
  }).then(async (response) => ({ status: response.status, body: await response.json() }))

describe("a call", () => {
  test.each([429, 500, 423])("is answered with %i as often as asked, and nothing is done", async (status) => {
    const shop = await openShop()
    shop.control.addFault({ call: "create", do: "answer", status, times: 2 })
    expect((await shop.create("inv-10042-1")).status).toBe(status)
    expect((await shop.create("inv-10042-1")).status).toBe(status)
    expect(shop.control.payments()).toEqual([])
    expect((await shop.create("inv-10042-1")).status).toBe(201)
  })

  test("is answered with a code of the provider's", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    shop.control.addFault({
      call: "capture",
      do: "answer",
      status: 400,
      code: "6100",
      reference: "inv-10042-1",
    })
    expect(shop.codeOf(await shop.capture("inv-10042-1", 100))).toBe("6100")
  })

  test("that is cut before leaves nothing done, and one that is cut after all of it", async () => {
    const shop = await openShop()
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    shop.control.addFault({ call: "capture", do: "cut_before", times: 1 })
    await expect(shop.capture("inv-10042-1", 125_000)).rejects.toThrow()
    expect(shop.control.findPayment("inv-10042-1")?.captured).toBe(0)
    shop.control.addFault({ call: "capture", do: "cut_after", times: 1 })
    await expect(shop.capture("inv-10042-1", 125_000)).rejects.toThrow()
    expect(shop.control.findPayment("inv-10042-1")?.captured).toBe(125_000)
    expect((await shop.capture("inv-10042-1", 125_000)).status).toBe(200)
    expect(shop.control.calls().map(({ call, status }) => `${call} ${status}`)).toEqual([
      "token 200",
      "create 201",
      "capture 0",
      "capture 0",
      "capture 200",
    ])
  })

  test("is held from another process before its work is done, and goes on when released", async () => {
    const shop = await openShop()
    await http(shop, "POST", "/faults", { call: "create", do: "hold_before", times: 1 })
    const answer = shop.create("inv-10042-1")
    const held = await http(shop, "POST", "/holds/wait", { call: "create" })
    expect(held.body).toMatchObject({ call: "create", reference: "inv-10042-1", done: false })
    expect(shop.control.payments()).toEqual([])
    expect((await http(shop, "POST", "/holds/release", { id: held.body.id })).body).toEqual({ released: 1 })
    expect((await answer).status).toBe(201)
  })

  test("is held from another process when its work is done, and cut off there", async () => {
    const shop = await openShop()
    await http(shop, "POST", "/faults", { call: "create", do: "hold_after", times: 1 })
    const answer = shop.create("inv-10042-1")
    answer.catch(() => {})
    await http(shop, "POST", "/holds/wait", { call: "create" })
    expect((await http(shop, "GET", "/payments/inv-10042-1")).body.state).toBe("CREATED")
    await http(shop, "POST", "/holds/release", { call: "create", how: "cut" })
    await expect(answer).rejects.toThrow()
    expect((await shop.create("inv-10042-1")).status).toBe(201)
  })

  test("is answered slowly", async () => {
    const shop = await openShop()
    shop.control.addFault({ call: "webhooks", do: "slow", ms: 200 })
    const begun = performance.now()
    expect((await shop.ask("GET", "/webhooks/v1/webhooks")).status).toBe(200)
    expect(performance.now() - begun).toBeGreaterThan(190)
  })
})

describe("a webhook", () => {
  async function openListening() {
    const shop = await openShop()
    const receiver = await openReceiver()
    await register(shop, receiver.url)
    return { shop, receiver }
  }

  test("is lost", async () => {
    const { shop, receiver } = await openListening()
    shop.control.addFault({ call: "delivery", do: "drop", event: "AUTHORIZED" })
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    await shop.capture("inv-10042-1", 125_000)
    await shop.control.advance(60_000)
    expect(receiver.names()).toEqual(["CREATED", "CAPTURED"])
  })

  test("comes twice", async () => {
    const { shop, receiver } = await openListening()
    shop.control.addFault({ call: "delivery", do: "duplicate", times: 1 })
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    await shop.control.settled()
    expect(receiver.names()).toEqual(["CREATED", "CREATED", "AUTHORIZED"])
    expect(receiver.received[0]?.raw.equals(receiver.received[1]?.raw ?? Buffer.alloc(0))).toBe(true)
  })

  test("comes later", async () => {
    const { shop, receiver } = await openListening()
    shop.control.addFault({ call: "delivery", do: "delay", ms: 60_000, times: 1 })
    await shop.create("inv-10042-1")
    await shop.control.advance(59_000)
    expect(receiver.names()).toEqual([])
    await shop.control.advance(1_000)
    expect(receiver.names()).toEqual(["CREATED"])
  })

  test("comes in the wrong order", async () => {
    const { shop, receiver } = await openListening()
    shop.control.addFault({ call: "delivery", do: "reorder" })
    await shop.create("inv-10042-1")
    shop.control.approve("inv-10042-1")
    await shop.capture("inv-10042-1", 125_000)
    await shop.control.advance(5_000)
    expect(receiver.names()).toEqual(["CAPTURED", "AUTHORIZED", "CREATED"])
  })

  test("is held until released", async () => {
    const { shop, receiver } = await openListening()
    shop.control.addFault({ call: "delivery", do: "hold" })
    await shop.create("inv-10042-1")
    await shop.control.advance(86_400_000)
    expect(receiver.names()).toEqual([])
    expect(shop.control.release({ call: "delivery" })).toBeGreaterThan(0)
    await shop.control.settled()
    expect(receiver.names()[0]).toBe("CREATED")
  })

  test("can be repeated later", async () => {
    const { shop, receiver } = await openListening()
    await shop.create("inv-10042-1")
    await shop.control.settled()
    const [delivery] = shop.control.deliveries()
    expect((await http(shop, "POST", `/deliveries/${delivery?.id}/repeat`)).status).toBe(200)
    await shop.control.settled()
    expect(receiver.names()).toEqual(["CREATED", "CREATED"])
  })
})

describe("the control", () => {
  test("says what is wrong with what it is asked", async () => {
    const shop = await openShop()
    expect((await http(shop, "POST", "/faults", { call: "capture", do: "drop" })).status).toBe(400)
    expect((await http(shop, "POST", "/faults", { call: "nothing", do: "slow" })).status).toBe(400)
    expect((await http(shop, "POST", "/payments/inv-10042-1/approve")).status).toBe(409)
    expect((await http(shop, "POST", "/holds/wait", { timeoutMs: 1 })).status).toBe(408)
  })

  test("takes no form that another site may send", async () => {
    const shop = await openShop()
    const sent = await fetch(`${shop.url}/simulator/clock/advance`, { method: "POST", body: '{"ms":1}' })
    expect(sent.status).toBe(415)
  })
})

test("a restart with the same file keeps payments, keys, registrations, the clock and what is not delivered", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kvit-simulator-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const dataFile = join(folder, "simulator.json")
  const receiver = await openReceiver()
  const before = await openShop({ dataFile })
  await register(before, receiver.url)
  await before.control.advance(3_000_000)
  receiver.answer = 500
  const created = await before.create("inv-10042-1")
  await before.control.settled()
  const then = before.control.now()
  await before.stop()
  receiver.answer = 200

  const after = await openShop({ dataFile })
  expect(after.control.now()).toBeGreaterThanOrEqual(then)
  expect((await after.create("inv-10042-1")).body).toEqual(created.body)
  after.control.approve("inv-10042-1")
  await after.control.advance(2_000)
  expect(receiver.names()).toEqual(["CREATED", "CREATED", "AUTHORIZED"])
  expect(after.control.payments()).toHaveLength(1)
})
