import { afterEach, beforeEach, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../test/ground.ts"
import { openTestWorkshop, waitFor } from "../../../test/workshop.ts"
import { createDoorActor } from "../database/index.ts"
import { createLog } from "../log/index.ts"
import { type Job, type JobHandler, openWorker, queueJob, RetryLater, type RunningWorker } from "./index.ts"

let ground: TestGround
let query: Awaited<ReturnType<typeof openTestWorkshop>>["query"]
let worker: RunningWorker | undefined
const lines: string[] = []

beforeEach(async () => {
  ground = await createTestGround()
  query = (await openTestWorkshop(ground)).query
  lines.length = 0
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
  await ground.close()
})

async function start(handler: JobHandler): Promise<void> {
  const log = createLog("info", { write: (line: string) => void lines.push(line) })
  worker = await openWorker({ app: ground.database.app, log, handlers: { "test.job": handler } })
}

const queue = (data: Job["data"] = {}, options: Parameters<typeof queueJob>[3] = {}) =>
  ground.system.transaction((db) => queueJob(db, "test.job", data, options))

test("the queue's schema is what the library expects, but for the day tables of statistics", async () => {
  const { PgBoss } = await import("pg-boss")
  const { host, port, user, database } = ground.owner
  const boss = new PgBoss({
    host,
    port,
    user,
    database,
    schema: "kvit_jobs",
    migrate: false,
    supervise: false,
    schedule: false,
  })
  await boss.start()
  const drift = await boss.detectSchemaDrift()
  await boss.stop({ graceful: false })
  expect(drift).toMatchObject({ ok: true })
})

test("a job starts within a second of its transaction's end, whoever queued it, and its rights end with the statement", async () => {
  const done: Job[] = []
  await start(async (job) => void done.push(job))
  const door = createDoorActor(ground.environment, ground.businessId)
  await door
    .transaction(async (db) => {
      await queueJob(db, "test.job", { businessId: ground.businessId })
      await expect(db.selectFrom("events").select("id").execute()).rejects.toThrow(/permission denied/)
    })
    .catch(() => undefined)
  expect(done).toEqual([])
  const queued = Date.now()
  await door.transaction((db) => queueJob(db, "test.job", { businessId: ground.businessId }))
  await waitFor(() => done.length === 1)
  expect(Date.now() - queued).toBeLessThan(1000)
  expect(done[0]).toMatchObject({ name: "test.job", data: { businessId: ground.businessId }, attempt: 1 })
})

test("the same key makes one job, and a job for later is not run before", async () => {
  let runs = 0
  await queue({}, { key: "once" })
  await queue({}, { key: "once" })
  await queue({}, { startAfterSeconds: 3600 })
  await start(async () => {
    runs += 1
  })
  await waitFor(() => runs > 0)
  await queue({}, { key: "once" })
  const states = await query<{ state: string }>(
    "select state::text from kvit_jobs.job where name = 'test.job' order by 1",
  )
  await waitFor(
    async () =>
      (await query("select from kvit_jobs.job where name = 'test.job' and state = 'completed'")).length === 1,
  )
  expect(states).toHaveLength(2)
  expect(runs).toBe(1)
})

test("many jobs are worked off without a pause between them", async () => {
  let runs = 0
  await ground.system.transaction(async (db) => {
    for (let number = 0; number < 50; number += 1) await queueJob(db, "test.job", { number })
  })
  const started = Date.now()
  await start(async () => {
    runs += 1
  })
  await waitFor(() => runs === 50)
  expect(Date.now() - started).toBeLessThan(8000)
})

test("a job that fails keeps no more than the error's name, and comes back after growing pauses until it is put aside", async () => {
  await start(async () => {
    throw new TypeError("the secret canary-4711 was wrong")
  })
  await queue({ id: 1 })
  const pauses: number[] = []
  for (const expected of [5, 30, 120, 600, 3600, 21600]) {
    await waitFor(
      async () =>
        (await findRetry())?.retry_delay !== undefined && (await findRetry())?.retry_count === pauses.length,
    )
    const retry = await findRetry()
    pauses.push(retry?.retry_delay ?? 0)
    expect(retry?.retry_delay).toBeGreaterThanOrEqual(expected)
    expect(retry?.retry_delay).toBeLessThanOrEqual(expected * 1.1 + 1)
    await query("update kvit_jobs.job set start_after = now() where state = 'retry'")
    await query(
      "select pg_notify('pgboss_' || left(encode(sha224('kvit_jobs'::bytea), 'hex'), 24), 'test.job')",
    )
  }
  await waitFor(async () => (await query("select from kvit_jobs.job where name = 'dead'")).length === 1)
  const stored = JSON.stringify(await query("select to_jsonb(j) from kvit_jobs.job j"))
  expect(stored).toContain("TypeError")
  expect(stored).not.toContain("canary-4711")
  expect(lines.join("")).toContain("A job failed.")
})

async function findRetry() {
  const [row] = await query<{ retry_delay: number; retry_count: number }>(
    "select retry_delay, retry_count from kvit_jobs.job where name = 'test.job' and state = 'retry' and start_after > now()",
  )
  return row
}

test("a try that asks to come later is no error in the log, and gets the pause it asked for", async () => {
  const attempts: number[] = []
  await start(async ({ attempt }) => {
    attempts.push(attempt)
    if (attempt === 1) throw new RetryLater("not yet", 1)
  })
  await queue()
  await waitFor(() => attempts.length === 2)
  expect(attempts).toEqual([1, 2])
  expect(lines.join("")).not.toContain("A job failed.")
})

test("a worker that stops lets its job finish first", async () => {
  let finished = false
  let begun = false
  await start(async () => {
    begun = true
    await new Promise((resolve) => setTimeout(resolve, 700))
    finished = true
  })
  await queue()
  await waitFor(() => begun)
  await worker?.stop()
  worker = undefined
  expect(finished).toBe(true)
  const [job] = await query<{ state: string }>(
    "select state::text from kvit_jobs.job where name = 'test.job'",
  )
  expect(job?.state).toBe("completed")
})
