/** How many streams there may be, what a page that comes back is told, and what a broken connection costs: nothing. */
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { withClient } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import { waitFor } from "../workshop.ts"
import { type LiveGround, openLiveGround } from "./ground.ts"
import { type Stream, watch } from "./watch.ts"

let ground: LiveGround
beforeAll(async () => {
  ground = await openLiveGround()
})
afterAll(() => ground.close())

const { portal } = routes

test("one session has so many streams and no more, and gets its place back when one is left", async () => {
  const [anna, bo] = [await ground.makeCustomer(), await ground.makeCustomer()]
  const open = (who = anna) => watch(ground.there.origin, portal.events.to(), who.browser)
  const streams = await Promise.all(Array.from({ length: 24 }, () => open()))
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]))
  const refused = await open()
  expect(refused.status).toBe(429)
  expect(refused.headers["retry-after"]).toBe("30")
  const bos = await open(bo)
  expect(bos.status).toBe(200)
  streams[0]?.leave()
  await waitFor(() => ground.second.kvit.live.count() === 24)
  const another = await open()
  expect(another.status).toBe(200)
  for (const stream of [...streams, another, bos]) stream.leave()
  await waitFor(() => ground.second.kvit.live.count() === 0)
})

describe("a page that begins to watch", () => {
  const opened: Stream[] = []
  const open = async (path: string, browser: Parameters<typeof watch>[2], headers = {}) => {
    const stream = await watch(ground.there.origin, path, browser, headers)
    opened.push(stream)
    await wait(150)
    return stream
  }
  afterAll(() => {
    for (const stream of opened) stream.leave()
    vi.useRealTimers()
  })

  test("is told at once what changed since it was read, and nothing where nothing did", async () => {
    const [anna, bo] = [await ground.makeCustomer(), await ground.makeCustomer()]
    vi.useFakeTimers({ toFake: ["performance"] })
    // All of what was made is told by now, and is 20 seconds ago.
    await wait(100)
    vi.advanceTimersByTime(20_000)
    await ground.app.make.payment(anna.documentId, 100n)
    await wait(100)
    vi.advanceTimersByTime(8_000)
    const read = (ago: number) => `${portal.events.to()}?age=${ago}`
    expect((await open(read(10_000), anna.browser)).events).toEqual(["change"])
    expect((await open(read(1_000), anna.browser)).events).toEqual([])
    expect((await open(read(10_000), bo.browser)).events).toEqual([])
    // Further back than is remembered, or not known: to be sure.
    expect((await open(read(3_000_000), bo.browser)).events).toEqual(["change"])
    expect((await open(portal.events.to(), bo.browser)).events).toEqual(["change"])
    expect((await open(read(1_000), bo.browser, { "last-event-id": "0" })).events).toEqual(["change"])
  })
})

test("when the connection that listens is lost, it comes back, and nobody misses what happened meanwhile", async () => {
  const anna = await ground.makeCustomer()
  const streams = await Promise.all([
    ground.watchQuietly(anna.browser, portal.events.to(), ground.here.origin),
    ground.watchQuietly(anna.browser, portal.events.to(), ground.there.origin),
  ])
  const ended = await withClient(ground.app.owner, (client) =>
    client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'kvit live'",
    ),
  )
  expect(ended.rowCount).toBe(2)
  await ground.app.make.payment(anna.documentId, 100n)
  await Promise.all(streams.map((stream) => stream.nextChange()))
  await wait(200)
  for (const stream of streams) stream.settle()
  await ground.app.make.payment(anna.documentId, 100n)
  await Promise.all(streams.map((stream) => stream.nextChange()))
})

test("a server that stops ends its streams without a last word, so that browsers open them elsewhere", async () => {
  const anna = await ground.makeCustomer()
  const stream = await ground.watchQuietly(anna.browser, portal.events.to())
  await ground.second.kvit.live.close()
  await waitFor(() => stream.isOver())
  expect(stream.events).not.toContain("end")
  expect(stream.text()).toMatch(/^retry: [12]\d\d\d\n/)
  const refused = await watch(ground.there.origin, portal.events.to(), anna.browser)
  expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "30"])
  expect((await ground.watchQuietly(anna.browser, portal.events.to(), ground.here.origin)).status).toBe(200)
})
