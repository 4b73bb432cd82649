/** What a job carries: ids, never secrets or addresses. `businessId` says whose actor works on it. */
export type JobData = Record<string, string | number | boolean | null>

export interface Job<Name extends string = string> {
  id: string
  name: Name
  data: JobData
  /** The first try is 1. */
  attempt: number
  /** No further try follows this one: what cannot be done now is left to people. */
  isLastAttempt: boolean
}

/** Runs at least once: whatever it does has a key of its own, so that a second run changes nothing. */
export type JobHandler = (job: Job) => Promise<void>

/** Thrown by a handler that must be run again; not worth a line in the log. The message is shown to nobody. */
export class RetryLater extends Error {
  readonly afterSeconds: number | null

  constructor(reason: string, afterSeconds: number | null = null) {
    super(reason)
    this.afterSeconds = afterSeconds
  }
}

export const queueSchema = "kvit_jobs"

/** Where jobs end whose tries are used up. */
export const deadQueue = "dead"

/** How long after each failed try the next one comes; jitter is added (security page, "Jobs"). */
export const retryDelaysSeconds = [5, 30, 120, 600, 3_600, 21_600] as const

/** A worker that has not been heard of for this long has lost its job; a living one says so every 15 s. */
export const leaseSeconds = 60
export const heartbeatSeconds = 15

/** What every queue is made with. */
export const queueOptions = {
  policy: "standard",
  retryLimit: retryDelaysSeconds.length,
  retryDelay: retryDelaysSeconds[0],
  retryBackoff: false,
  expireInSeconds: 900,
  retentionSeconds: 2_592_000,
  deleteAfterSeconds: 604_800,
  heartbeatSeconds: leaseSeconds,
  notify: true,
  deadLetter: deadQueue,
} as const
