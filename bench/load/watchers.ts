/**
 * Holds event streams open, as browsers with a page open do, in a process of its own, which opens and closes what it is
 * ordered to, and answers what each stream says with the time it came. The page is read again when its stream says so,
 * and answered with the time it was there.
 */
import { connect, type Socket } from "node:net"

export interface WatchedPage {
  cookie: string
  /** The address of its stream, and its own. */
  path: string
  page: string
}

export type WatchOrder =
  | { kind: "open"; port: number; stream: number; page: WatchedPage }
  | { kind: "close"; stream: number }

export type WatchAnswer =
  | { kind: "opened"; stream: number }
  | { kind: "told" | "read"; at: number; stream: number }
  | { kind: "broken"; why: string }

type OpenOrder = Extract<WatchOrder, { kind: "open" }>

const say = (answer: WatchAnswer) => process.send?.(answer)
const now = () => performance.timeOrigin + performance.now()
const openAtOnce = 50

const waiting: OpenOrder[] = []
let opening = 0
/** Of each stream: its own connection, and the one its page is read by, kept open by its browser. */
const streams = new Map<number, { socket: Socket; reader?: Socket }>()

process.on("message", (order: WatchOrder) => {
  if (order.kind === "open") {
    waiting.push(order)
    openNext()
    return
  }
  const found = streams.get(order.stream)
  streams.delete(order.stream)
  found?.socket.removeAllListeners("close").destroy()
  found?.reader?.destroy()
})
process.on("disconnect", () => process.exit(0))

function openNext(): void {
  while (opening < openAtOnce) {
    const order = waiting.shift()
    if (!order) return
    opening += 1
    openStream(order).then(
      () => {
        opening -= 1
        say({ kind: "opened", stream: order.stream })
        openNext()
      },
      (error: unknown) => say({ kind: "broken", why: String(error) }),
    )
  }
}

/** Resolves when the stream is open. One that is closed from the other end is broken, at any time. */
function openStream(order: OpenOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const { stream } = order
    const socket = connect(order.port, "127.0.0.1")
    streams.set(stream, { socket })
    let isOpen = false
    socket.setNoDelay(true)
    socket.on("error", reject)
    socket.on("close", () => say({ kind: "broken", why: `Stream ${stream} was closed.` }))
    socket.on("data", (part) => {
      const text = part.toString("latin1")
      if (!isOpen && !text.startsWith("HTTP/1.1 200 ")) return reject(new Error(text.slice(0, 200)))
      if (text.includes("event: change")) {
        say({ kind: "told", at: now(), stream })
        readPage(order)
      }
      isOpen = true
      resolve()
    })
    socket.write(requestOf(order, order.page.path, ["Accept: text/event-stream"]))
  })
}

/** As the page does. */
function readPage(order: OpenOrder): void {
  const { stream, page } = order
  const open = streams.get(stream)
  if (!open) return
  open.reader ??= connect(order.port, "127.0.0.1")
  let come = ""
  open.reader.removeAllListeners("data").on("data", (part) => {
    come += part.toString("latin1")
    if (!come.includes("</html>")) return
    say({ kind: "read", at: now(), stream })
  })
  open.reader.write(requestOf(order, page.page, ["X-Kvit-Live: 1"]))
}

/** Behind a proxy, each page from a network of its own. */
function requestOf({ port, stream, page }: OpenOrder, path: string, more: string[]): string {
  const network = `10.${stream >> 16}.${(stream >> 8) & 255}.${stream & 255}`
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Cookie: ${page.cookie}`,
    `X-Forwarded-For: ${network}`,
    ...more,
    "",
    "",
  ].join("\r\n")
}
