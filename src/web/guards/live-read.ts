import type { AnyContext } from "../context.ts"

/** What the element `<live-region>` sends when it reads its page again. */
export const liveReadHeader = "X-Kvit-Live"

/**
 * Whether an open page reads itself again because something changed. Nobody opened it, so it is no view, records no
 * event and does not keep a session alive.
 */
export function isLiveRead(c: AnyContext): boolean {
  return c.req.header(liveReadHeader) === "1"
}

/** The same, or a request for an event stream: somebody has a page open, and nobody does anything. */
export function isWatching(c: AnyContext): boolean {
  return isLiveRead(c) || (c.req.header("accept") ?? "").includes("text/event-stream")
}
