import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { makeFolder, runKvit, startKvit } from "../kvit-process.ts"

let place: Awaited<ReturnType<typeof makeFolder>>
beforeAll(async () => {
  place = await makeFolder()
})
afterAll(() => place.remove())

const address = /(http:\/\/127\.0\.0\.1:\d+)/

test("an empty Kvit says where to set it up and with which code, and stops at once when told", async () => {
  const kvit = startKvit(["start", "--port", "0", "--data", join(place.folder, "data")])
  const origin = await kvit.printed(address)
  expect(await kvit.printed(/\n {2}((?:[2-9a-z]{4}-){4}[2-9a-z]{4})\n/)).toHaveLength(24)
  const answer = await fetch(`${origin}/healthz`)
  expect(answer.status).toBe(200)
  const began = performance.now()
  kvit.process.kill("SIGTERM")
  const end = await kvit.finished
  expect(end.code).toBe(0)
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(end.err).toBe("")
})

test("two Kvits share one data folder, and one that stops leaves the other running", async () => {
  const start = () => startKvit(["start", "--port", "0", "--data", join(place.folder, "data")])
  const [first, second] = [start(), start()]
  const [, origin] = await Promise.all([first.printed(address), second.printed(address)])
  first.process.kill("SIGINT")
  expect((await first.finished).code).toBe(0)
  expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  second.process.kill("SIGTERM")
  expect((await second.finished).code).toBe(0)
})

test("a Kvit that was killed leaves nothing that stands in the way of the next", async () => {
  const start = () => startKvit(["start", "--port", "0", "--data", join(place.folder, "data")])
  const killed = start()
  await killed.printed(address)
  killed.process.kill("SIGKILL")
  await killed.finished
  const next = start()
  await next.printed(address)
  next.process.kill("SIGTERM")
  expect((await next.finished).code).toBe(0)
})

test("everything wrong with the configuration is said at once, and nothing is started", async () => {
  const end = await runKvit(["start", "--data", join(place.folder, "other")], {
    PORT: "99999",
    KVIT_EDITION: "enterprise",
    STAFF_ORIGIN: "http://staff.example.com",
    KVIT_SECRET: "short",
  })
  expect(end.code).toBe(2)
  expect(end.err).toContain("PORT must be")
  expect(end.err).toContain("KVIT_EDITION must be")
  expect(end.err).toContain("STAFF_ORIGIN must begin with https://")
  expect(end.err).toContain("KVIT_SECRET must have at least 32 bytes")
  expect(end.err).not.toContain("    at ")
  expect(end.out).toBe("")
})

test("payments are never simulated in production", async () => {
  const end = await runKvit(["start", "--data", join(place.folder, "other")], {
    MOBILEPAY_SIMULATOR: "http://127.0.0.1:4001",
  })
  expect(end.code).toBe(2)
  expect(end.err).toContain("MOBILEPAY_SIMULATOR is for trying out")
  expect(end.out).toBe("")
})

test("a port that is taken is a sentence and not a stack of calls", async () => {
  const first = startKvit(["start", "--port", "0", "--data", join(place.folder, "data")])
  const origin = await first.printed(address)
  const end = await runKvit(["start", "--port", new URL(origin).port, "--data", join(place.folder, "data")])
  first.process.kill("SIGTERM")
  expect(end.code).toBe(2)
  expect(end.err).toContain("Another program listens there already")
  expect(end.err.trim().split("\n")).toHaveLength(1)
  expect((await first.finished).code).toBe(0)
})

test("the demo refuses a database of production", async () => {
  const end = await runKvit(["demo", "--data", join(place.folder, "demo")], {
    DATABASE_URL: "postgres://kvit:verysecret@db.example.com/kvit",
  })
  expect(end.code).toBe(2)
  expect(end.err).toContain("Unset DATABASE_URL")
  expect(end.err).not.toContain("verysecret")
})

test("the demo leaves a folder alone that holds somebody's data", async () => {
  const end = await runKvit(["demo", "--reset", "--data", join(place.folder, "data")])
  expect(end.code).toBe(2)
  expect(end.err).toContain("holds data that is not the demo's")
})

test("a command nobody knows ends with 2, and help with 0", async () => {
  const [unknown, help] = await Promise.all([runKvit(["pay"]), runKvit(["import", "ubl", "--help"])])
  expect(unknown.code).toBe(2)
  expect(unknown.err).toContain("unknown command")
  expect(help.code).toBe(0)
  expect(help.out).toContain("--json")
})
