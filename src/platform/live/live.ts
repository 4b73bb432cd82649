import type { OutgoingHttpHeaders, ServerResponse } from "node:http"
import type { Connection } from "../database/index.ts"
import type { Log } from "../log/index.ts"
import { openEventStream } from "./event-stream.ts"
import { openNews } from "./news.ts"
import { isBroad, type Notice, type Sight } from "./notice.ts"
import { createPlaces } from "./places.ts"
import { createQueue } from "./queue.ts"
import { arouse, type OpenWatch, startWatch, type Watch, type WatchEnvironment } from "./watch.ts"

const tickMs = 1_000
const beatMs = 25_000
/** What names a whole business comes by the hundred while documents are imported. */
const broadGapMs = 10_000
/** How much longer than its page a stream may have been on its way to us. */
const ageMarginMs = 5_000
/** Questions to the database at once; pages need connections too. */
const mostQuestions = 5

/** `gone`: nobody is there any more. Where it is not open, nothing was written. */
export type OpenOutcome = "open" | "too_many" | "full" | "gone"

export interface Live {
  /** Begins to listen to the database; the first stream does it too. Resolves when it listens, or after 2 s. */
  begin(): Promise<void>
  /** Opens a stream on `response`, for whoever was just found to watch, and writes to it from then on. */
  open(
    watch: Watch,
    sight: Sight,
    response: ServerResponse,
    headers: OutgoingHttpHeaders,
  ): Promise<OpenOutcome>
  /** How many are open. */
  count(): number
  /** Ends all streams, so that browsers open them again elsewhere, and takes no more. */
  close(): Promise<void>
}

export function openLive({ connection, log }: { connection: Connection; log: Log }): Live {
  const all = new Set<OpenWatch>()
  const places = createPlaces()
  const news = openNews<OpenWatch>({
    connection,
    log,
    tell: (open, notice) => hear(environment, open, notice, all.size),
    missed: () => {
      for (const open of all) tellLater(environment, open, all.size)
    },
  })
  const environment: WatchEnvironment = {
    log,
    inTurn: createQueue(mostQuestions),
    moved: (open, keys) => {
      news.remove(open, open.keys)
      open.keys = keys
      news.add(open, keys)
    },
  }
  const ticking = setInterval(() => tick(environment, all), tickMs).unref()
  let isClosed = false

  function start(
    watch: Watch,
    sight: Sight,
    response: ServerResponse,
    headers: OutgoingHttpHeaders,
  ): OpenOutcome {
    const opened = startWatch(watch, sight, openEventStream(response, headers))
    all.add(opened)
    news.add(opened, opened.keys)
    response.once("close", () => {
      all.delete(opened)
      news.remove(opened, opened.keys)
      places.leave(watch.network, sight.sessionId)
      if (opened.later) clearTimeout(opened.later)
    })
    // Within the margin lies what was told while it was found out who watches, and may have ended what they may see.
    const isNews = watch.pageAgeMs === null || news.hadSome(opened, watch.pageAgeMs + ageMarginMs)
    if (isNews) arouse(environment, opened, "tell", true)
    return "open"
  }

  return {
    begin: () => news.begin(),
    open: async (watch, sight, response, headers) => {
      await news.begin()
      if (isClosed) return "full"
      if (isGone(response)) return "gone"
      const place = places.take(watch.network, sight.sessionId)
      if (place !== "taken") return place
      // The HTTP library's own listener holds the whole request, for as long as the stream is open.
      response.removeAllListeners("close")
      return start(watch, sight, response, headers)
    },
    count: () => all.size,
    close: async () => {
      isClosed = true
      clearInterval(ticking)
      for (const { stream } of all) stream.end()
      await news.close()
    },
  }
}

function isGone(response: ServerResponse): boolean {
  return response.destroyed || response.closed
}

function hear(environment: WatchEnvironment, open: OpenWatch, notice: Notice, streams: number): void {
  if (isBroad(notice) && !notice.access) tellLater(environment, open, streams)
  else arouse(environment, open, "tell", notice.access)
}

/** Spread over a moment, so that not all who have a page open read it again at once; and not again and again. */
function tellLater(environment: WatchEnvironment, open: OpenWatch, streams: number): void {
  if (open.later) return
  const now = performance.now()
  const pause = Math.max(0, open.toldLaterAt + broadGapMs - now) + Math.random() * streams
  open.later = setTimeout(() => {
    open.later = null
    open.toldLaterAt = performance.now()
    arouse(environment, open, "tell", false)
  }, pause)
}

/** Asks those whose session should be over by now, and keeps the others' connections up. */
function tick(environment: WatchEnvironment, all: ReadonlySet<OpenWatch>): void {
  const now = performance.now()
  for (const open of all) {
    if (now >= open.endsAt) arouse(environment, open, "check", false)
    if (now < open.spokeAt + beatMs) continue
    open.stream.beat()
    open.spokeAt = now
  }
}
