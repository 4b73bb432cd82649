/** What was told of late, and who listens. */
import type { Connection } from "../database/index.ts"
import type { Log } from "../log/index.ts"
import { type Listener, openListener } from "./listener.ts"
import { keysOf, type Notice, reaches, readNotice, type Sight, type Subject } from "./notice.ts"

const channel = "kvit_live"
const keptMs = 60_000
const mostKept = 5_000

/** Somebody who watches. */
export interface Watcher {
  subject: Subject
  sight: Sight
}

export interface News<W extends Watcher> {
  /** Has a watcher told of what is told under `keys`. */
  add(watcher: W, keys: readonly string[]): void
  remove(watcher: W, keys: readonly string[]): void
  /** Whether something that reaches the watcher was told in the last `ms`; true where that is not known. */
  hadSome(watcher: W, ms: number): boolean
  /** Begins to listen, once; resolves when it does, or after 2 s. */
  begin(): Promise<void>
  close(): Promise<void>
}

export interface NewsOptions<W> {
  connection: Connection
  log: Log
  tell: (watcher: W, notice: Notice) => void
  /** Something may have been told that was not heard. */
  missed: () => void
}

export function openNews<W extends Watcher>({ connection, log, tell, missed }: NewsOptions<W>): News<W> {
  const watchers = new Map<string, Set<W>>()
  let kept: { at: number; notice: Notice }[] = []
  let listener: Listener | null = null
  let begun: Promise<void> | null = null
  let listeningSince: number | null = null

  function take(text: string): void {
    const notice = parse(text)
    if (!notice) return
    const now = performance.now()
    kept.push({ at: now, notice })
    if (kept.length > mostKept || (kept[0]?.at ?? now) < now - 2 * keptMs) forget(now)
    const reached = new Set(keysOf(notice).flatMap((key) => [...(watchers.get(key) ?? [])]))
    for (const watcher of reached) if (reaches(notice, watcher.subject, watcher.sight)) tell(watcher, notice)
  }

  function parse(text: string): Notice | null {
    try {
      return readNotice(text)
    } catch (error) {
      log.error({ err: error }, "A notice of the database could not be read.")
      return null
    }
  }

  /** What is let go before its time is as if it had never been heard. */
  function forget(now: number): void {
    const recent = kept.filter(({ at }) => at >= now - keptMs)
    kept = recent.slice(-mostKept / 2)
    const [first] = kept
    if (first && kept.length < recent.length && listeningSince !== null)
      listeningSince = Math.max(listeningSince, first.at)
  }

  return {
    add: (watcher, keys) => {
      for (const key of keys) {
        const set = watchers.get(key) ?? new Set()
        watchers.set(key, set.add(watcher))
      }
    },
    remove: (watcher, keys) => {
      for (const key of keys) {
        const set = watchers.get(key)
        set?.delete(watcher)
        if (set?.size === 0) watchers.delete(key)
      }
    },
    hadSome: (watcher, ms) => {
      const from = performance.now() - ms
      if (listeningSince === null || !(from >= listeningSince) || ms > keptMs) return true
      return kept.some(({ at, notice }) => at >= from && reaches(notice, watcher.subject, watcher.sight))
    },
    begin: () => {
      begun ??= new Promise((resolve) => {
        setTimeout(resolve, 2_000).unref()
        listener = openListener({
          connection,
          channel,
          log,
          take,
          begun: () => {
            listeningSince = performance.now()
            kept = []
            missed()
            resolve()
          },
          broken: () => {
            listeningSince = null
          },
        })
      })
      return begun
    },
    close: async () => listener?.close(),
  }
}
