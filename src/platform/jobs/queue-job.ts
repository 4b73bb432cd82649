import { createHash } from "node:crypto"
import { CompiledQuery } from "kysely"
import type { Db, Statement } from "../database/index.ts"
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
 * Queues a job in the caller's transaction, so that it is there exactly when its cause is. A function of the database
 * has the rights on the queue; an actor's own role has none. A worker is told when the transaction commits. A job whose
 * key was used before is left as it is.
 */
export async function queueJob(
  db: Db,
  name: string,
  data: JobData,
  options: QueueJobOptions = {},
): Promise<void> {
  const { text, values } = jobStatement(name, data, options)
  await db.executeQuery(CompiledQuery.raw(text, values))
}

/** The same as a statement, to be sent with others in one go. */
export function jobStatement(name: string, data: JobData, options: QueueJobOptions = {}): Statement {
  const id = options.key === undefined ? newId() : idOfKey(name, options.key)
  return {
    name: "queue job",
    text: "select queue_job($1, $2, $3, $4, $5, $6)",
    values: [
      id,
      name,
      JSON.stringify(data),
      options.startAfterSeconds ?? 0,
      options.keepSeconds ?? null,
      JSON.stringify(queueOptions),
    ],
  }
}

/** A UUID of version 8 (RFC 9562, section 5.8) that is the same for the same key. */
function idOfKey(name: string, key: string): string {
  const hash = createHash("sha256").update(`${name}\n${key}`).digest("hex")
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
