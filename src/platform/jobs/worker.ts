import type { JobWithMetadata, PgBoss } from "pg-boss"
import type { Connection } from "../database/index.ts"
import type { Log } from "../log/index.ts"
import {
  heartbeatSeconds,
  type JobData,
  type JobHandler,
  queueOptions,
  queueSchema,
  RetryLater,
  retryDelaysSeconds,
} from "./job.ts"

export interface WorkerOptions {
  /** The server's login; the worker has connections of its own. */
  app: Connection
  log: Log
  handlers: Readonly<Record<string, JobHandler>>
  /** Jobs that come by the clock: cron in UTC. One is made each time, however many workers there are. */
  clocked?: readonly { name: string; cron: string }[]
  /** How often it is looked for jobs whose worker is gone. */
  superviseSeconds?: number
}

export interface RunningWorker {
  /** Takes no further job and lets those at work finish for 8 s; what is not done then is done by another. */
  stop(): Promise<void>
}

/** How many jobs of one name a process works on at once. */
const concurrency = 3

const stopMs = 8_000

const work = {
  includeMetadata: true,
  batchSize: 1,
  heartbeatRefreshSeconds: heartbeatSeconds,
  // Jobs are told of when they are queued; polling finds those that wait for a moment, or whose worker died.
  notifyPollingIntervalSeconds: 15,
} as const

interface Bench {
  boss: PgBoss
  log: Log
  handler: JobHandler
  wake: () => void
}

/** Works on queued jobs until stopped, sharing them with every other worker on the same database. */
export async function openWorker(options: WorkerOptions): Promise<RunningWorker> {
  // Loaded here and not above: a process that only queues jobs does not need it.
  const { PgBoss } = await import("pg-boss")
  const clocked = options.clocked ?? []
  const boss = new PgBoss({
    ...options.app,
    schema: queueSchema,
    application_name: "kvit jobs",
    options:
      "-c role=kvit_jobs -c search_path=kvit_jobs -c lock_timeout=3s -c statement_timeout=30s -c jit=off",
    max: 3,
    migrate: false,
    createSchema: false,
    schedule: clocked.length > 0,
    useListenNotify: true,
    superviseIntervalSeconds: options.superviseSeconds ?? heartbeatSeconds,
    monitorIntervalSeconds: options.superviseSeconds ?? heartbeatSeconds,
    // The worker owns no table and no index.
    reindex: false,
    monitorVacuum: false,
  })
  boss.on("error", (error) =>
    options.log.warn({ problem: error.message }, "The queue of jobs has a problem."),
  )
  boss.on("warning", (warning) => options.log.warn({ problem: warning.message }, "The queue of jobs warns."))
  await boss.start()
  for (const [name, handler] of Object.entries(options.handlers)) {
    await boss.createQueue(name, queueOptions)
    for (let hand = 0; hand < concurrency; hand += 1) await takeWork(boss, options.log, name, handler)
  }
  for (const { name, cron } of clocked) await boss.schedule(name, cron, null, { tz: "UTC", missed: "once" })
  return { stop: () => boss.stop({ graceful: true, timeout: stopMs, close: true }) }
}

/** One hand for jobs of a name: one job at a time, and the next at once where pg-boss would wait until it polls. */
async function takeWork(boss: PgBoss, log: Log, name: string, handler: JobHandler): Promise<void> {
  let workId: string | undefined
  const wake = () => {
    if (workId !== undefined) boss.notifyWorker(workId)
  }
  workId = await boss.work(name, work, async ([job]: JobWithMetadata<JobData>[]) => {
    if (job) await runJob({ boss, log, handler, wake }, job)
  })
}

/**
 * Runs one try. Where it fails, the pause before the next is set and the job keeps no more of the error than its
 * name: messages may quote what was worked on.
 */
async function runJob({ boss, log, handler, wake }: Bench, job: JobWithMetadata<JobData>): Promise<void> {
  try {
    await handler({
      id: job.id,
      name: job.name,
      data: job.data ?? {},
      attempt: job.retryCount + 1,
      isLastAttempt: job.retryCount >= job.retryLimit,
    })
  } catch (error) {
    if (!(error instanceof RetryLater)) {
      log.error({ err: error, job: job.name, jobId: job.id, attempt: job.retryCount + 1 }, "A job failed.")
    }
    const seconds = await setPause(boss, job, error instanceof RetryLater ? error.afterSeconds : null)
    setTimeout(wake, seconds * 1000 + 250).unref()
    const name = error instanceof Error ? error.constructor.name : "Error"
    throw Object.assign(new Error(`${name} in ${job.name}`), { stack: "" })
  } finally {
    wake()
  }
}

/** Growing pauses, each up to a tenth longer by chance, so that what failed together does not come back together. */
async function setPause(boss: PgBoss, job: JobWithMetadata<JobData>, asked: number | null): Promise<number> {
  const pause = asked ?? retryDelaysSeconds[Math.min(job.retryCount, retryDelaysSeconds.length - 1)] ?? 5
  const seconds = Math.ceil(pause * (1 + Math.random() / 10))
  await boss
    .getDb()
    .executeSql(
      `update ${queueSchema}.job set retry_delay = $1 where name = $2 and id = $3 and state = 'active' and retry_count = $4`,
      [seconds, job.name, job.id, job.retryCount],
    )
  return seconds
}
