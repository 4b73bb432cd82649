import { execFile } from "node:child_process"
import { rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { PdfJob } from "./pdf-job.ts"
import { createRenderer, type RendererOptions } from "./render-pdf.ts"

/** A worker that does what the title says. */
const obedient = pathToFileURL(join(tmpdir(), `kvit-obedient-${process.pid}.mjs`))
beforeAll(() =>
  writeFile(
    obedient,
    `process.on("disconnect", () => process.exit())
     process.on("message", ({ title }) => {
       if (title === "exit") process.exit(1)
       if (title === "throw") throw new Error("out of ink")
       if (title === "exhaust") for (const hoard = []; ; ) hoard.push(new Array(100_000).fill(title))
       if (title === "hang") for (;;);
       if (title === "tell") process.send({ pdf: new TextEncoder().encode(Object.keys(process.env).join()) })
       else if (title === "refuse") process.send({ refused: "no such template" })
       else process.send({ pdf: new TextEncoder().encode(title) })
     })`,
  ),
)
afterAll(() => rm(obedient))

function renderer(options: Partial<RendererOptions> = {}) {
  const made = createRenderer({ workerFile: obedient, idleMs: 10_000, ...options })
  return {
    ...made,
    set: async (title: string) => new TextDecoder().decode(await made.render(job(title))),
  }
}

const job = (title: string): PdfJob => ({
  template: "document",
  title,
  author: "",
  language: "en",
  date: "2026-11-13",
  values: {},
  images: {},
  attachments: [],
})

test("jobs are set one after the other, each gets its own answer", async () => {
  const { set, end } = renderer()
  expect(await Promise.all([set("a"), set("b"), set("c")])).toEqual(["a", "b", "c"])
  await end()
})

test("a refused job says why and the next is set by the same worker", async () => {
  const { set, end } = renderer()
  await expect(set("refuse")).rejects.toMatchObject({ reason: "refused", message: "no such template" })
  expect(await set("a")).toBe("a")
  await end()
})

test("a worker that dies costs only the job it had", async () => {
  const { set, end } = renderer()
  const outcomes = await Promise.allSettled([set("exit"), set("a"), set("throw"), set("b")])
  expect(outcomes).toMatchObject([
    { reason: { reason: "crashed" } },
    { value: "a" },
    { reason: { reason: "crashed", message: "out of ink" } },
    { value: "b" },
  ])
  await end()
})

test("a document that exhausts its worker's memory fails alone, and says why", async () => {
  const { set, end } = renderer({ timeoutMs: 30_000 })
  await expect(set("exhaust")).rejects.toMatchObject({ reason: "crashed", message: /memory/ })
  expect(await set("a")).toBe("a")
  await end()
})

test("the worker knows nothing of the server's environment", async () => {
  const { set, end } = renderer()
  expect(await set("tell")).not.toMatch(/KVIT|DATABASE|PATH|HOME/)
  await end()
})

test("a job that takes too long is given up and the next one has a new worker", async () => {
  const { set, end } = renderer({ timeoutMs: 2_000 })
  await expect(set("hang")).rejects.toMatchObject({ reason: "timeout" })
  expect(await set("a")).toBe("a")
  await end()
})

test("more jobs than may wait are refused at once", async () => {
  const { set, end } = renderer({ mostWaiting: 1 })
  const outcomes = await Promise.allSettled([set("a"), set("b"), set("c")])
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"])
  expect(outcomes[2]).toMatchObject({ reason: { reason: "busy" } })
  await end()
})

test("an idle worker ends, and the next job starts one again", async () => {
  const { set, isAwake, end } = renderer({ idleMs: 20 })
  expect(isAwake()).toBe(false)
  await set("a")
  expect(isAwake()).toBe(true)
  await expect.poll(isAwake).toBe(false)
  expect(await set("b")).toBe("b")
  await end()
})

test("ending refuses what still waits", async () => {
  const { set, end } = renderer()
  const outcomes = Promise.allSettled([set("hang"), set("a")])
  await end()
  expect(await outcomes).toMatchObject([{ reason: { reason: "crashed" } }, { reason: { reason: "crashed" } }])
})

test("an idle worker does not keep the process alive", async () => {
  const program = `
    import { createRenderer } from ${JSON.stringify(new URL("./render-pdf.ts", import.meta.url).href)}
    const renderer = createRenderer({ workerFile: new URL(${JSON.stringify(obedient.href)}) })
    await renderer.render({ title: "a" })
    process.stdout.write("done")`
  const options = { timeout: 5_000 }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", program],
    options,
  )
  expect(stdout).toBe("done")
})
