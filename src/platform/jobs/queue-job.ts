import { createHash } from "node:crypto"
import { sql } from "kysely"
import type { Db } from "../database/index.ts"
import { newId } from "../ids/index.ts"
import { type JobData, queueOptions } from "./job.ts"

export interface QueueJobOptions {
  /** Not before this many seconds from now, by the database's clock. */
  startAfterSeconds?: number
  /** Given up when it could not be run in this many seconds after that. */
  keepSeconds?: number
  /** One job a name and key, whatever is repeated, for as long as it is kept (a week after it ended). */
  key?: string
}

/**
 * Queues a job in the caller's transaction, so that it is there exactly when its cause is. The rights on the
 * queue are taken for this one statement and given back: an actor's own role has none. A worker is told when
 * the transaction commits.
 */
export async function queueJob(
  db: Db,
  name: string,
  data: JobData,
  options: QueueJobOptions = {},
): Promise<void> {
  const before = await sql<{ role: string }>`select current_setting('role') as role`.execute(db)
  await sql`select set_config('role', 'kvit_jobs', true)`.execute(db)
  const isThere = await insertJob(db, name, data, options)
  if (!isThere) {
    await sql`select kvit_jobs.create_queue(${name}, ${JSON.stringify(queueOptions)}::jsonb)`.execute(db)
    await insertJob(db, name, data, options)
  }
  await sql`select set_config('role', ${before.rows[0]?.role ?? "none"}, true)`.execute(db)
}

/** Answers whether the queue exists; a job whose key was used before is left as it is. */
async function insertJob(db: Db, name: string, data: JobData, options: QueueJobOptions): Promise<boolean> {
  const id = options.key === undefined ? newId() : idOfKey(name, options.key)
  const wait = options.startAfterSeconds ?? 0
  const result = await sql<{ queues: number }>`
    with queue as (select * from kvit_jobs.queue where name = ${name}),
    job as (
      insert into kvit_jobs.job (id, name, data, start_after, created_on, keep_until, expire_seconds, deletion_seconds,
        retry_limit, retry_delay, retry_backoff, policy, dead_letter, heartbeat_seconds)
      select ${id}::uuid, name, ${JSON.stringify(data)}::jsonb, now() + ${wait} * interval '1 second', now(),
        now() + (${wait} + coalesce(${options.keepSeconds ?? null}::int, retention_seconds)) * interval '1 second',
        expire_seconds, deletion_seconds, retry_limit, retry_delay, retry_backoff, policy, dead_letter, heartbeat_seconds
      from queue
      on conflict do nothing
      returning start_after),
    notified as (
      select pg_notify('pgboss_' || left(encode(sha224('kvit_jobs'::bytea), 'hex'), 24), ${name})
      from job where start_after <= now())
    select (select count(*)::int from queue) as queues, (select count(*)::int from notified) as notified`.execute(
    db,
  )
  return result.rows[0]?.queues === 1
}

/** A UUID of version 8 (RFC 9562, section 5.8) that is the same for the same key. */
function idOfKey(name: string, key: string): string {
  const hash = createHash("sha256").update(`${name}\n${key}`).digest("hex")
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
