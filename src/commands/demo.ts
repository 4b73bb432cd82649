import { existsSync } from "node:fs"
import { networkInterfaces } from "node:os"
import { join } from "node:path"
import type { Config } from "../config.ts"
import { portalAddress, staffAddress } from "../origins.ts"
import { createSystemActor } from "../platform/database/index.ts"
import { routes } from "../routes.ts"
import { openRuntime, type Runtime, removeData } from "../runtime.ts"
import { connectSimulator, removeSimulatorData, startDemoSimulator } from "./demo-simulator.ts"
import { type DemoStaff, ensureDemoStaff, isDemoFolder } from "./demo-staff.ts"
import { findBusinessId, readCommandConfig } from "./open.ts"
import { UsageError } from "./problems.ts"
import { startServer } from "./server.ts"
import { untilStopped } from "./until-stopped.ts"

interface DemoOptions {
  data: string
  port?: string
  host?: boolean
  reset?: boolean
}

/** Starts the sample business, making it at the first start, and says where to look as staff and as a customer. */
export async function demo(options: DemoOptions): Promise<void> {
  const config = readDemoConfig(options)
  const holdsData =
    existsSync(join(config.dataFolder, "postgres")) || existsSync(join(config.dataFolder, "secret"))
  if (holdsData && !isDemoFolder(config.dataFolder)) {
    throw new UsageError(
      `${config.dataFolder} holds data that is not the demo's. Name another folder: --data.`,
    )
  }
  if (options.reset && holdsData) {
    await removeData(config)
    await removeSimulatorData(config)
  }
  const staff = await ensureDemoStaff(config.dataFolder)
  const simulator = await startDemoSimulator(config)
  try {
    await run({ ...config, mobilePaySimulator: simulator.url }, staff, options.host ?? false)
  } finally {
    await simulator.stop()
  }
}

/** Resolves when the demo was told to stop and everything but the simulator is closed. */
async function run(config: Config, staff: DemoStaff, isShared: boolean): Promise<void> {
  const runtime = await openRuntime(config)
  try {
    const { loadSample } = await import("./sample/index.ts")
    const businessId = await ensureSample(runtime, staff)
    const server = await startServer(runtime, (id) => loadSample(runtime, id))
    const stopped = untilStopped(runtime, server)
    await connectSimulator(runtime, server.config, businessId)
    console.log(
      [...runtime.notices, ...(await describe(runtime, server.config, businessId, staff))].join("\n"),
    )
    if (isShared) console.log(await drawQr(server.config))
    await stopped
  } catch (error) {
    await runtime.close()
    throw error
  }
}

function readDemoConfig(options: DemoOptions): Config {
  if (process.env.DATABASE_URL || process.env.DATABASE_URL_FILE) {
    throw new UsageError("The demo keeps its data in a folder of its own. Unset DATABASE_URL.")
  }
  if (process.env.KVIT_ENV === "production") {
    throw new UsageError("This environment says KVIT_ENV=production, and the demo is not for that. Unset it.")
  }
  const port = options.port ?? process.env.PORT ?? "4000"
  const host = options.host ? getPrivateAddress() : "127.0.0.1"
  if (options.host && port === "0") throw new UsageError("With --host, the port must be a number of its own.")
  const origin = options.host ? `http://${host}:${port}` : ""
  return readCommandConfig(options, {
    KVIT_ENV: "demo",
    KVIT_EDITION: "server",
    HOST: host,
    PORT: port,
    STAFF_ORIGIN: origin,
    PORTAL_ORIGIN: origin,
    // Who tries the demo reads what it prints; requests would scroll it away.
    LOG_LEVEL: process.env.LOG_LEVEL || "warn",
  })
}

/** RFC 1918. The demo is never let out further: it has no second factor and sends everything in the clear. */
const privateNetworks = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/

function getPrivateAddress(): string {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  const found = own.find(({ family, address }) => family === "IPv4" && privateNetworks.test(address))
  if (found) return found.address
  throw new UsageError(
    "This machine is on no private network (10.x, 172.16–31.x, 192.168.x), so --host has nobody to let in.",
  )
}

/** The sample business's id; made where there is none yet, and furnished where that was interrupted. */
async function ensureSample(runtime: Runtime, staff: DemoStaff): Promise<string> {
  const { createSampleBusiness, loadSample } = await import("./sample/index.ts")
  const found = await findBusinessId(runtime.database, runtime.config, undefined)
  const businessId = found ?? (await createSampleBusiness(runtime, staff))
  const actor = createSystemActor(runtime, businessId, "command")
  const document = await actor.transaction((db) =>
    db.selectFrom("documents").select("id").where("business_id", "=", businessId).limit(1).executeTakeFirst(),
  )
  if (!document) await loadSample(runtime, businessId)
  return businessId
}

async function describe(
  runtime: Runtime,
  config: Config,
  businessId: string,
  { owner, reader }: DemoStaff,
): Promise<string[]> {
  const { sampleCustomersWithLinks } = await import("./sample/index.ts")
  const { getCustomer, makeLink } = await import("./token.ts")
  const actor = createSystemActor(runtime, businessId, "command")
  const links: string[] = []
  for (const { number, name } of sampleCustomersWithLinks) {
    const link = await makeLink(runtime, actor, await getCustomer(actor, number), false)
    links.push(`  ${name}`, `    ${portalAddress(config)}${link.path}`)
  }
  return [
    "The demo runs: NORD Auto, a workshop in Aarhus. Nothing is ever sent to anybody.",
    "",
    `As staff, at ${staffAddress(config)}${routes.staff.signIn.to()}`,
    `  ${owner.email}   ${owner.password}   owner`,
    `  ${reader.email}   ${reader.password}   may only look`,
    "",
    "As a customer",
    ...links,
    "",
    "Paying with a simulation of MobilePay, in which no money moves",
    `  The customer's phone     ${config.mobilePaySimulator}/phone`,
    `  What goes wrong          ${config.mobilePaySimulator}/switches`,
    "",
  ]
}

async function drawQr(config: Config): Promise<string> {
  const { toString: draw } = await import("qrcode")
  const address = staffAddress(config)
  return `${await draw(address, { type: "terminal", small: true })}\nOn a phone on this network: ${address}`
}
