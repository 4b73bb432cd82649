/**
 * What the machine can do: `node:http` and `pg`, one query a request as the superuser, whom row security does not
 * hold, and always the same bytes as answer. Reads its order from a file: connection, query, bytes.
 */
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import pg from "pg"

export interface BareOrder {
  connection: pg.PoolConfig
  query: { name: string; text: string; values: unknown[] }
  body: string
  type: string
  /** Send the bytes of the row's only column instead of `body`. */
  sendRow?: boolean
}

const order: BareOrder = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"))
const pool = new pg.Pool({ ...order.connection, max: 10 })
const body = Buffer.from(order.body)
const server = createServer(async (_request, response) => {
  const result = await pool.query(order.query)
  const sent = order.sendRow ? Object.values(result.rows[0])[0] : body
  response.writeHead(200, { "Content-Type": order.type, "Content-Length": (sent as Buffer).length })
  response.end(sent)
})
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`)
})
process.on("SIGTERM", () => process.exit(0))
