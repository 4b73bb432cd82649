/** The HTTP server around the app: how long it waits for anybody, and how it stops. */
import type { Server } from "node:http"
import { createAdaptorServer } from "@hono/node-server"
import type { Hono } from "hono"
import { createApp } from "../app.ts"
import type { Config } from "../config.ts"
import { openLive } from "../platform/live/index.ts"
import type { Runtime } from "../runtime.ts"
import { startWorker } from "../schedule.ts"
import type { Kvit } from "../web/context.ts"

/** What a client may take of time and room before it is cut off. */
const limits = {
  /** All headers must be here by then, and the whole request. */
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  /** How often the two are looked at. */
  connectionsCheckingInterval: 2_000,
  /** Longer than the minute most reverse proxies keep a connection, so that they close it and not we. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
}
/** A connection on which nothing moves: a client that reads no further. Event streams speak more often. */
const idleSocketMs = 120_000
const mostConnections = 10_000
/** Requests that are running when the server stops have this long to finish. */
const drainMs = 6_000

export interface RunningServer {
  /** As it was given, with the port that was really taken. */
  config: Config
  /** Takes no new connection, ends event streams, lets requests finish, and cuts off what takes longer than 6 s. */
  stop(): Promise<void>
}

/** Listens and answers. Refuses (throws the system's error) where the address is taken or not ours. */
export async function startServer(
  runtime: Runtime,
  loadSample: (businessId: string) => Promise<void>,
): Promise<RunningServer> {
  let app: Pick<Hono, "fetch"> | null = null
  const server = createAdaptorServer({
    fetch: (request, env) => app?.fetch(request, env) ?? new Response(null, { status: 503 }),
    serverOptions: limits,
  }) as Server
  server.maxConnections = mostConnections
  server.setTimeout(idleSocketMs)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(runtime.config.port, runtime.config.host, () => {
      server.removeListener("error", reject)
      resolve()
    })
  })
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : runtime.config.port
  const config = { ...runtime.config, port }
  const { database, secrets, clock, log, staffAccounts } = runtime
  const live = openLive({ connection: database.app, log })
  const kvit: Kvit = { config, database, secrets, clock, log, staffAccounts, live, loadSample }
  app = createApp(kvit) as unknown as Pick<Hono, "fetch">
  // From the start, so that it is known what happened lately when pages begin to watch.
  void live.begin()
  const worker = startWorker(kvit)
  worker.catch((error: unknown) =>
    log.error({ err: error }, "The worker did not start; jobs wait for the next start."),
  )
  return {
    config,
    stop: async () => {
      const stopped = await Promise.allSettled([
        live.close(),
        stopServer(server),
        worker.then((running) => running.stop()),
      ])
      for (const result of stopped)
        if (result.status === "rejected")
          log.error({ err: result.reason }, "Kvit could not stop a part of itself.")
    },
  }
}

async function stopServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection kept alive becomes idle when its last answer is out, and would wait for another request.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const late = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearInterval(idle)
  clearTimeout(late)
}
