import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"
import { type AddressInfo, connect, type Socket } from "node:net"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openEventStream } from "./event-stream.ts"

const server = createServer()
const sockets: Socket[] = []
beforeAll(async () => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.closeAllConnections()
  server.close()
})

async function openStream(): Promise<{ socket: Socket; response: ServerResponse }> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1")
  sockets.push(socket)
  socket.write("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
  const [, response] = (await once(server, "request")) as [unknown, ServerResponse]
  return { socket, response }
}

test("a stream says what it is told to, event by event, each with an id of its own", async () => {
  const { socket, response } = await openStream()
  let text = ""
  socket.setEncoding("utf8").on("data", (part) => {
    text += part
  })
  const stream = openEventStream(response, { "Content-Type": "text/event-stream" })
  stream.say("change")
  stream.beat()
  stream.say("change")
  stream.end("end")
  await once(socket, "data")
  await new Promise((resolve) => setTimeout(resolve, 50))
  const words = text
    .slice(text.indexOf("\r\n\r\n"))
    .replace(/^[0-9a-f]+\r$/gm, "")
    .replace(/[\r\n]+/g, " ")
    .trim()
  expect(words).toMatch(
    /^retry: \d{4} id: 0 event: change id: 1 data: 1 : event: change id: 2 data: 2 event: end data: 0$/,
  )
  expect(stream.isOpen()).toBe(false)
})

test("whoever reads no further is cut off, and holds no memory by it", async () => {
  const { socket, response } = await openStream()
  socket.pause()
  const stream = openEventStream(response, { "Content-Type": "text/event-stream" })
  let most = 0
  for (let at = 0; at < 500_000 && stream.isOpen(); at += 1) {
    stream.say("change")
    most = Math.max(most, response.writableLength)
    // What the machine's own buffers take, they are given time to take.
    if (at % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(stream.isOpen()).toBe(false)
  expect(response.destroyed).toBe(true)
  expect(most).toBeLessThan(20_000)
})
