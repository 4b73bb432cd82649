/**
 * A stream of server-sent events (the HTML standard, section 9.2), written straight to Node's response: a stream
 * holds no more than its connection does, so that thousands fit into one process.
 */
import type { OutgoingHttpHeaders, ServerResponse } from "node:http"

/** What is written and not taken: whoever reads no further is cut off. */
const mostUnreadBytes = 16_384

/** The browser opens a broken stream again after so long; not all at the same moment. */
const retryMs = { least: 1_000, most: 3_000 }

export interface EventStream {
  say(event: string): void
  /** Says nothing, so that neither end takes the connection for dead. */
  beat(): void
  /** Ends it, with a last word. Without one the browser opens it again. */
  end(event?: string): void
  isOpen(): boolean
}

/** What a stream begins with. Its id has a browser that opens it again say that it was here before. */
export function openingOf(): string {
  const retry = Math.round(retryMs.least + Math.random() * (retryMs.most - retryMs.least))
  return `retry: ${retry}\nid: 0\n\n`
}

export function openEventStream(response: ServerResponse, headers: OutgoingHttpHeaders): EventStream {
  let said = 0
  const write = (text: string) => {
    if (response.writableEnded || response.destroyed) return
    response.write(text)
    if (response.writableLength > mostUnreadBytes) response.destroy()
  }
  response.writeHead(200, headers)
  write(openingOf())
  return {
    say: (event) => {
      said += 1
      write(`event: ${event}\nid: ${said}\ndata: ${said}\n\n`)
    },
    beat: () => write(":\n\n"),
    end: (event) => {
      if (event !== undefined) write(`event: ${event}\ndata: 0\n\n`)
      response.end()
    },
    isOpen: () => !response.writableEnded && !response.destroyed,
  }
}
