/**
 * Holds event streams open, as browsers with a page open do, in a process of its own: the order comes as the first
 * message, `opened` is answered when all are open, and then what each stream says, with the time it came. With `read`
 * a page is read again when its stream says so, and answered with the time it was there.
 */
import { connect, type Socket } from "node:net"

export interface WatchOrder {
  port: number
  path: string
  page: string
  cookies: string[]
  /** One request of many addresses: behind a proxy, each from a network of its own. */
  isForwarded: boolean
}

export type WatchAnswer =
  | { kind: "opened" }
  | { kind: "told" | "read"; at: number; stream: number }
  | { kind: "broken"; why: string }

const say = (answer: WatchAnswer) => process.send?.(answer)
const now = () => performance.timeOrigin + performance.now()
const openAtOnce = 50

process.once("message", (order: WatchOrder) => {
  openAll(order).then(
    () => say({ kind: "opened" }),
    (error: unknown) => say({ kind: "broken", why: String(error) }),
  )
})
process.on("disconnect", () => process.exit(0))

async function openAll(order: WatchOrder): Promise<void> {
  const left = order.cookies.keys()
  await Promise.all(
    Array.from({ length: openAtOnce }, async () => {
      for (const stream of left) await openStream(order, stream)
    }),
  )
}

/** Resolves when the stream is open and has come to rest. */
function openStream(order: WatchOrder, stream: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(order.port, "127.0.0.1")
    let isOpen = false
    socket.setNoDelay(true)
    socket.on("error", reject)
    socket.on("close", () => reject(new Error(`Stream ${stream} was closed.`)))
    socket.on("data", (part) => {
      const text = part.toString("latin1")
      if (!isOpen && !text.startsWith("HTTP/1.1 200 ")) return reject(new Error(text.slice(0, 200)))
      if (isOpen && text.includes("event: change")) {
        say({ kind: "told", at: now(), stream })
        readPage(order, stream)
      }
      isOpen = true
      resolve()
    })
    socket.write(requestOf(order, order.path, stream, ["Accept: text/event-stream"]))
  })
}

/** As the page does: by another connection, kept open by its browser. */
const readers = new Map<number, Socket>()
function readPage(order: WatchOrder, stream: number): void {
  const socket = readers.get(stream) ?? connect(order.port, "127.0.0.1")
  readers.set(stream, socket)
  let come = ""
  socket.removeAllListeners("data").on("data", (part) => {
    come += part.toString("latin1")
    if (!come.includes("</html>")) return
    say({ kind: "read", at: now(), stream })
  })
  socket.write(requestOf(order, order.page, stream, ["X-Kvit-Live: 1"]))
}

function requestOf(order: WatchOrder, path: string, stream: number, more: string[]): string {
  const network = `10.${stream >> 16}.${(stream >> 8) & 255}.${stream & 255}`
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${order.port}`,
    `Cookie: ${order.cookies[stream]}`,
    ...(order.isForwarded ? [`X-Forwarded-For: ${network}`] : []),
    ...more,
    "",
    "",
  ].join("\r\n")
}
