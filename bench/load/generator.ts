/**
 * Asks one address over and over on kept-open connections, in a process of its own, as light as it can be: what it
 * takes of the machine, both servers measured with it pay alike. Prints requests per second and the time of each.
 */
import { connect } from "node:net"

interface Order {
  port: number
  path: string
  cookie: string
  connections: number
  seconds: number
}

const order: Order = JSON.parse(process.argv[2] ?? "{}")
const request = Buffer.from(
  `GET ${order.path} HTTP/1.1\r\nHost: 127.0.0.1:${order.port}\r\nCookie: ${order.cookie}\r\n\r\n`,
)
const headEnd = Buffer.from("\r\n\r\n")
const times: number[] = []
const begin = performance.now()
const end = begin + order.seconds * 1000

await Promise.all(Array.from({ length: order.connections }, keepAsking))
const seconds = (performance.now() - begin) / 1000
times.sort((one, other) => one - other)
const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
console.log(JSON.stringify({ perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) }))

function keepAsking(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(order.port, "127.0.0.1")
    let sent = 0
    /** What has come of the answer, and how long it will be; 0 while its head is not whole. */
    let head = Buffer.alloc(0)
    let come = 0
    let length = 0
    const ask = () => {
      head = Buffer.alloc(0)
      come = 0
      length = 0
      sent = performance.now()
      socket.write(request)
    }
    socket.setNoDelay(true)
    socket.on("connect", ask)
    socket.on("error", reject)
    socket.on("data", (chunk) => {
      come += chunk.length
      if (length === 0) {
        head = Buffer.concat([head, chunk])
        length = lengthOf(head)
      }
      if (length === 0 || come < length) return
      times.push(performance.now() - sent)
      if (performance.now() < end) return ask()
      socket.end()
      resolve()
    })
  })
}

/** The whole length of an answer whose head is here; 0 otherwise. Refuses answers that are not 200 or tell no length. */
function lengthOf(begun: Buffer): number {
  const at = begun.indexOf(headEnd)
  if (at < 0) return 0
  const text = begun.subarray(0, at).toString("latin1")
  const told = /^content-length: (\d+)$/im.exec(text)?.[1]
  if (!text.startsWith("HTTP/1.1 200 ") || told === undefined)
    throw new Error(`An answer was not as it should be: ${text}`)
  return at + headEnd.length + Number(told)
}
