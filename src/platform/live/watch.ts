/** One page that watches: what it is told, when, and how it ends. */
import type { Log } from "../log/index.ts"
import type { EventStream } from "./event-stream.ts"
import type { Watcher } from "./news.ts"
import { keysFor, type Sight, type Subject } from "./notice.ts"

/** What follows this soon after a change goes out with the next. Staff pages show more, and change more often. */
const gapMs = { portal: 30, staff: 300 }

/** What a page asks for that wants to watch. */
export interface Watch {
  subject: Subject
  /** IPv4 address or IPv6 /64 it is counted on. */
  network: string
  /** Who watches, now; null when they may not, or not any more. */
  ask(): Promise<Sight | null>
  /** How old the page is; null where that is not known, and it is told at once to read again. */
  pageAgeMs: number | null
}

export interface OpenWatch extends Watcher {
  watch: Watch
  stream: EventStream
  keys: readonly string[]
  /** When the session ends by itself, and when the stream last said anything. */
  endsAt: number
  spokeAt: number
  /** What is done once it is known who watches. */
  due: "nothing" | "check" | "tell"
  isRunning: boolean
  /** Somebody may have lost their access: what is due waits for no burst to be over. */
  isUrgent: boolean
  /** Ends the pause it is in. */
  wake: (() => void) | null
  /** A change that may wait. */
  later: NodeJS.Timeout | null
  toldLaterAt: number
}

export interface WatchEnvironment {
  log: Log
  /** Runs a question to the database in its turn. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Has it found under other keys from now on. */
  moved(open: OpenWatch, keys: readonly string[]): void
}

export function startWatch(watch: Watch, sight: Sight, stream: EventStream): OpenWatch {
  const now = performance.now()
  return {
    watch,
    subject: watch.subject,
    sight,
    stream,
    keys: keysFor(watch.subject, sight),
    endsAt: now + sight.lastsMs,
    spokeAt: now,
    due: "nothing",
    isRunning: false,
    isUrgent: false,
    wake: null,
    later: null,
    toldLaterAt: Number.NEGATIVE_INFINITY,
  }
}

/**
 * Asks who watches and then tells of a change; with `check` only asks. The first goes out at once, the rest of a burst
 * together, but for what `isUrgent`.
 */
export function arouse(
  environment: WatchEnvironment,
  open: OpenWatch,
  due: "check" | "tell",
  isUrgent: boolean,
): void {
  if (open.due !== "tell") open.due = due
  if (isUrgent) {
    open.isUrgent = true
    open.wake?.()
  }
  if (!open.isRunning) void run(environment, open)
}

async function run(environment: WatchEnvironment, open: OpenWatch): Promise<void> {
  open.isRunning = true
  try {
    // All notices of a transaction come together.
    await new Promise(setImmediate)
    while (open.due !== "nothing" && open.stream.isOpen()) await askAndTell(environment, open)
  } catch (error) {
    // Whoever cannot be asked is let go; the browser comes again by the door.
    environment.log.warn({ err: error }, "It could not be found out who watches.")
    open.stream.end()
  } finally {
    open.isRunning = false
  }
}

async function askAndTell(environment: WatchEnvironment, open: OpenWatch): Promise<void> {
  const { due } = open
  open.due = "nothing"
  open.isUrgent = false
  const sight = await environment.inTurn(open.watch.ask)
  if (!sight) {
    open.stream.end("end")
    return
  }
  see(environment, open, sight)
  if (due !== "tell") return
  open.stream.say("change")
  open.spokeAt = performance.now()
  if (!open.isUrgent) await pause(open, open.subject.kind === "staff" ? gapMs.staff : gapMs.portal)
}

function see(environment: WatchEnvironment, open: OpenWatch, sight: Sight): void {
  open.sight = sight
  open.endsAt = performance.now() + sight.lastsMs
  const keys = keysFor(open.subject, sight)
  if (keys.join() !== open.keys.join()) environment.moved(open, keys)
}

function pause(open: OpenWatch, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer)
      open.wake = null
      resolve()
    }
    const timer = setTimeout(over, ms)
    open.wake = over
  })
}
