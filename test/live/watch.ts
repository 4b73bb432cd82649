/** An event stream in a test's hands. */
import { request } from "node:http"
import type { TestBrowser } from "../browser.ts"
import { waitFor } from "../workshop.ts"

export interface Stream {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** What came so far, by name. */
  events: readonly string[]
  /** Everything that came, as it came. */
  text: () => string
  /** Whether the server has ended it. */
  isOver: () => boolean
  /** What has come is known; only what comes from now on counts. */
  settle: () => void
  /** Waits until a `change` has come that was not there before. */
  nextChange: () => Promise<void>
  /** How many `change` have come that were not there before. */
  newChanges: () => number
  leave: () => void
}

/** Opens the stream as this browser, and waits until its answer begins. */
export function watch(
  origin: string,
  path: string,
  browser: TestBrowser,
  headers: Record<string, string> = {},
): Promise<Stream> {
  const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ")
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, origin),
      { agent: false, headers: { accept: "text/event-stream", cookie, ...headers } },
      (answer) => {
        let text = ""
        let isOver = false
        let seen = 0
        const events: string[] = []
        answer.setEncoding("utf8")
        answer.on("data", (part: string) => {
          text += part
          events.splice(
            0,
            events.length,
            ...[...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name ?? ""),
          )
        })
        answer.on("error", () => undefined)
        answer.on("close", () => {
          isOver = true
        })
        const countChanges = () => events.filter((name) => name === "change").length
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          events,
          text: () => text,
          isOver: () => isOver,
          settle: () => {
            seen = countChanges()
          },
          newChanges: () => countChanges() - seen,
          nextChange: async () => {
            await waitFor(() => countChanges() > seen)
            seen = countChanges()
          },
          leave: () => asked.destroy(),
        })
      },
    )
    asked.on("error", reject)
    asked.end()
  })
}
