import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { z } from "zod"
import { makeFolder, runKvit, startKvit } from "../kvit-process.ts"
import { waitFor } from "../workshop.ts"

let place: Awaited<ReturnType<typeof makeFolder>>
beforeAll(async () => {
  place = await makeFolder()
})
afterAll(async () => {
  // Takes over the database that the killed demo left running, and stops it as the last to leave.
  await runKvit(["doctor", "--data", join(place.folder, "demo")])
  await place.remove()
})

const phone = /(http:\/\/127\.0\.0\.1:\d+)\/phone/

/** What the simulator knows is registered, as its own file says. */
async function readRegistered(): Promise<string[]> {
  const text = await readFile(join(place.folder, "demo", "simulator.json"), "utf8")
  const { registrations } = z
    .object({ registrations: z.array(z.object({ url: z.string() })) })
    .parse(JSON.parse(text))
  return registrations.map(({ url }) => url)
}

const isAnswering = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

/** The sample takes its time to make on a busy machine. */
const longMs = 120_000

test("the demo brings a phone to pay with, which ends with it and is known again at the next start", {
  timeout: longMs,
}, async () => {
  const start = () => startKvit(["demo", "--port", "0", "--data", join(place.folder, "demo")])
  const first = start()
  const simulator = await first.printed(phone)
  const staff = await first.printed(/As staff, at (http:\/\/127\.0\.0\.1:\d+)/)
  const { units } = (await (await fetch(`${simulator}/simulator`)).json()) as { units: { name: string }[] }
  expect(units.map(({ name }) => name)).toEqual(["NORD Auto"])
  expect(await readRegistered()).toEqual([expect.stringContaining(`${staff}/callbacks/mobilepay/`)])
  first.process.kill("SIGTERM")
  expect(await first.finished).toMatchObject({ code: 0, err: "" })
  expect(await isAnswering(simulator)).toBe(false)

  const second = start()
  await second.printed(phone)
  const moved = await second.printed(/As staff, at (http:\/\/127\.0\.0\.1:\d+)/)
  expect(await readRegistered()).toEqual([expect.stringContaining(`${moved}/callbacks/mobilepay/`)])
  second.process.kill("SIGTERM")
  await second.finished
})

test("the demo's phone ends with a demo that was killed", { timeout: longMs }, async () => {
  const demo = startKvit(["demo", "--port", "0", "--data", join(place.folder, "demo")])
  const simulator = await demo.printed(phone)
  expect(await isAnswering(simulator)).toBe(true)
  demo.process.kill("SIGKILL")
  await waitFor(async () => !(await isAnswering(simulator)))
})

test("the demo refuses to simulate payments where the environment says production", async () => {
  const end = await runKvit(["demo", "--data", join(place.folder, "other")], { KVIT_ENV: "production" })
  expect(end.code).toBe(2)
  expect(end.out).toBe("")
})
