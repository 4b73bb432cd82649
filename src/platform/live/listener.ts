/** The one connection of a process on which the database tells what changed. */
import { setTimeout as wait } from "node:timers/promises"
import pg from "pg"
import type { Connection } from "../database/index.ts"
import type { Log } from "../log/index.ts"

const firstPauseMs = 50
const longestPauseMs = 5_000
/** A connection whose other end is gone without a word is found out by asking. */
const checkMs = 30_000

export interface ListenerOptions {
  connection: Connection
  channel: string
  log: Log
  take: (text: string) => void
  /** It listens from now on. What was told before, since it last listened, was missed. */
  begun: () => void
  /** It listens no more, and will again. */
  broken: () => void
}

export interface Listener {
  close(): Promise<void>
}

/** Listens until closed. A connection that breaks is opened again, after pauses that grow to 5 seconds. */
export function openListener(options: ListenerOptions): Listener {
  const closing = new AbortController()
  const running = keepListening(options, closing.signal)
  return {
    close: () => {
      closing.abort()
      return running
    },
  }
}

async function keepListening(options: ListenerOptions, closing: AbortSignal): Promise<void> {
  let pauseMs = firstPauseMs
  while (!closing.aborted) {
    try {
      await listen(options, closing, () => {
        pauseMs = firstPauseMs
      })
    } catch (error) {
      options.log.warn({ err: error }, "The database cannot be listened to; it is tried again.")
    }
    options.broken()
    await pause(pauseMs, closing)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

/** Listens on one connection until it breaks or `closing`. */
async function listen(options: ListenerOptions, closing: AbortSignal, begun: () => void): Promise<void> {
  const client = new pg.Client({
    ...options.connection,
    application_name: "kvit live",
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  })
  const broken = new AbortController()
  client.on("error", () => broken.abort())
  client.on("end", () => broken.abort())
  client.on("notification", ({ payload }) => options.take(payload ?? ""))
  try {
    await client.connect()
    await client.query(`listen ${options.channel}`)
    begun()
    options.begun()
    const over = AbortSignal.any([broken.signal, closing])
    while (!over.aborted) {
      await pause(checkMs, over)
      if (!over.aborted) await client.query("select 1")
    }
  } finally {
    await client.end().catch((error: unknown) => options.log.debug({ err: error }, "It had ended already."))
  }
}

/** Waits so long, or until `over`. */
async function pause(ms: number, over: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal: over, ref: false }).catch(() => undefined)
}
