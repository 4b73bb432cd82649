/**
 * Work that is done later, or again until it succeeds. A job is queued in the transaction of its cause and run at
 * least once by some process; a worker that dies gives its jobs back after 60 s.
 */
export { type Job, type JobData, type JobHandler, leaseSeconds, RetryLater } from "./job.ts"
export { jobStatement, type QueueJobOptions, queueJob } from "./queue-job.ts"
export { openWorker, type RunningWorker, type WorkerOptions } from "./worker.ts"
