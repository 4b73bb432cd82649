/** MobilePay in the demo: a simulation of it beside Kvit, and the sample business set up to be paid by it. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { z } from "zod"
import type { Config } from "../config.ts"
import {
  checkWebhook,
  findMobilePaySettings,
  registerWebhook,
  saveMobilePaySettings,
} from "../domain/payments/index.ts"
import { webhookAddress } from "../origins.ts"
import { createSystemActor, type SystemActor } from "../platform/database/index.ts"
import { projectFolder, type Runtime, StartError } from "../runtime.ts"

interface DemoSimulator {
  url: string
  stop(): Promise<void>
}

const lastPort = 65_535
const fileIn = (folder: string) => join(folder, "simulator.json")

/** Payments of a sample that is gone mean nothing to the next. */
export async function removeSimulatorData(config: Config): Promise<void> {
  await rm(fileIn(config.dataFolder), { force: true })
}

/**
 * Starts the simulator on the demo's port + 1, or on any where that is taken, and resolves when it answers. It ends
 * with this process, however that ends. One that MOBILEPAY_SIMULATOR names is used as it is.
 */
export async function startDemoSimulator(config: Config): Promise<DemoSimulator> {
  if (config.mobilePaySimulator) return { url: config.mobilePaySimulator, stop: async () => {} }
  const port = config.port === 0 || config.port === lastPort ? 0 : config.port + 1
  const program = join(projectFolder, "dist", "mobilepay-simulator.js")
  const args = ["--port", String(port), "--any-port", "--host", config.host, "--parent-watch"]
  const child = spawn(process.execPath, [program, ...args, "--data-file", fileIn(config.dataFolder)], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  const ended = once(child, "close")
  const url = await Promise.race([
    readFirstLine(child),
    ended.then(() => {
      throw new StartError("The simulation of MobilePay did not start.")
    }),
  ])
  return {
    url,
    stop: async () => {
      child.stdin?.end()
      await ended
    },
  }
}

async function readFirstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The simulator's output is not read.")
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string]
  return line
}

const unitSchema = z.object({
  msn: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptionKey: z.string(),
})

/**
 * Sets the sample business up with the simulator's sales unit, where it is not yet, and has the simulator tell of
 * payments. What staff of the demo have set since stays.
 */
export async function connectSimulator(runtime: Runtime, config: Config, businessId: string): Promise<void> {
  const url = config.mobilePaySimulator
  if (url === null) return
  const environment = { ...runtime, config }
  const actor = createSystemActor(runtime, businessId, "command")
  const unit = await readUnit(url)
  if ((await findMobilePaySettings(actor))?.merchantSerialNumber !== unit.msn) {
    const saved = await saveMobilePaySettings(environment, actor, formOf(unit), "da")
    if (!saved.ok) throw new Error(`The simulator's keys were refused: ${JSON.stringify(saved.problems)}`)
  }
  await nameUnit(url, unit.msn, await readName(actor))
  const addressOf = (id: string) => webhookAddress(config, id)
  const found = await checkWebhook(environment, actor, addressOf)
  if (found !== "none") return
  const registered = await registerWebhook(environment, actor, addressOf)
  if (!registered.ok) runtime.log.warn({ problem: registered.problem }, "The simulator tells of no payments.")
}

function formOf(unit: z.output<typeof unitSchema>) {
  return {
    enabled: true,
    environment: "test",
    merchantSerialNumber: unit.msn,
    clientId: unit.clientId,
    clientSecret: unit.clientSecret,
    subscriptionKey: unit.subscriptionKey,
    currency: "DKK",
    brand: "mobilepay",
    pushAllowed: true,
    cardAllowed: false,
    partPaymentAllowed: true,
    leastPartPayment: "100,00",
    prepaymentCapture: "by_hand",
  }
}

async function readUnit(url: string): Promise<z.output<typeof unitSchema>> {
  const response = await fetch(`${url}/simulator`)
  const { units } = z.object({ units: z.tuple([unitSchema], z.unknown()) }).parse(await response.json())
  return units[0]
}

async function readName(actor: SystemActor): Promise<string> {
  const business = await actor.transaction((db) =>
    db
      .selectFrom("businesses")
      .select("name")
      .where("business_id", "=", actor.businessId)
      .executeTakeFirstOrThrow(),
  )
  return business.name
}

/** What the payer reads on the phone. */
async function nameUnit(url: string, msn: string, name: string): Promise<void> {
  const response = await fetch(`${url}/simulator/units/${msn}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name }),
  })
  if (!response.ok) throw new Error(`The simulator answers ${response.status}.`)
}
