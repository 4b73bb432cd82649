/**
 * A simulation of MobilePay for trying out and testing: the provider's interfaces, the payer's phone, and switches for
 * everything that can go wrong. It is a program of its own; no money moves. `docs/mobilepay-simulator.md` says how to use it.
 */
import type { AddressInfo } from "node:net"
import { createAdaptorServer, type HttpBindings } from "@hono/node-server"
import { Hono } from "hono"
import { type Control, createControl } from "./control/control.ts"
import { createControlRoutes } from "./control/routes.ts"
import { createPages } from "./pages/index.tsx"
import { createProvider } from "./provider/index.ts"
import { keepTime } from "./time.ts"
import { openDeliveries } from "./webhooks/deliver.ts"
import { openWorld } from "./world/world.ts"

export type { Control } from "./control/control.ts"
export { sampleUnit } from "./world/state.ts"

export interface SimulatorOptions {
  /** 0, or none: any free one. */
  port?: number
  host?: string
  /** Where payments and registrations are kept, so that they survive a restart. None: in memory. */
  dataFile?: string
  /** Where people reach the pages, if that is not the address it listens on. */
  publicUrl?: string
}

export interface Simulator {
  /** For `MOBILEPAY_SIMULATOR`, without a slash at the end. */
  url: string
  control: Control
  /** Cuts every connection, held ones too. What was not delivered is, after a start with the same file. */
  stop(): Promise<void>
}

/** Listens and answers. Throws the system's error where the address is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = openWorld(options.dataFile ?? null)
  const app = new Hono<{ Bindings: HttpBindings }>()
  const server = createAdaptorServer({ fetch: app.fetch })
  const host = options.host ?? "127.0.0.1"
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port ?? 0, host, () => {
      server.removeListener("error", reject)
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  const url = `http://${host}:${port}`
  world.publicUrl = options.publicUrl ?? url
  const deliveries = openDeliveries(world)
  const time = keepTime(world, deliveries)
  const control = createControl(world, deliveries, time)
  app.route("/simulator", createControlRoutes(control, world.publicUrl))
  app.route("/", createPages(world, control))
  app.route("/", createProvider(world))
  return {
    url,
    control,
    stop: async () => {
      time.stop()
      await deliveries.stop()
      if ("closeAllConnections" in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
