/** What most commands begin with: the configuration, the runtime, and the business they are about. */
import { sql } from "kysely"
import { type Config, readConfig } from "../config.ts"
import { createSystemActor, type Database, type SystemActor } from "../platform/database/index.ts"
import { createLog } from "../platform/log/index.ts"
import { openRuntime, type Runtime } from "../runtime.ts"
import { UsageError } from "./problems.ts"

export interface CommandOptions {
  /** The host name of the business, where the installation serves many. */
  business?: string
  /** The data folder, in place of KVIT_DATA. */
  data?: string
  json?: boolean
}

/** The configuration that the environment and the options of a command make together. */
export function readCommandConfig(options: CommandOptions, changes: NodeJS.ProcessEnv = {}): Config {
  const data = options.data === undefined ? {} : { KVIT_DATA: options.data }
  return readConfig({ ...process.env, ...changes, ...data })
}

/** Opens the runtime for the time of `work`, with a log that says nothing but what went wrong, on stderr. */
export async function withRuntime<T>(config: Config, work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const log = createLog("error", { write: (line: string) => void process.stderr.write(line) })
  const runtime = await openRuntime(config, { log })
  try {
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}

/** Opens runtime and business; the actor is the program itself. */
export async function withBusiness<T>(
  options: CommandOptions,
  way: "command" | "import",
  work: (runtime: Runtime, actor: SystemActor) => Promise<T>,
): Promise<T> {
  const config = readCommandConfig(options)
  return withRuntime(config, async (runtime) => {
    const businessId = await getBusinessId(runtime.database, config, options.business)
    return work(runtime, createSystemActor(runtime, businessId, way))
  })
}

/** The business a command is about: the only one, or in the cloud edition the one `--business` names. */
export async function getBusinessId(
  database: Database,
  config: Config,
  host: string | undefined,
): Promise<string> {
  const isCloud = config.edition === "cloud"
  if (isCloud && host === undefined) {
    throw new UsageError("This installation serves many businesses. Say which one: --business HOST.")
  }
  if (!isCloud && host !== undefined) {
    throw new UsageError("This installation serves one business; leave --business out.")
  }
  const id = await findBusinessId(database, config, host)
  if (id !== null) return id
  throw new UsageError(
    isCloud
      ? `No business answers at ${host}.`
      : "There is no business yet. Start Kvit and set it up in the browser first.",
  )
}

export async function findBusinessId(
  database: Database,
  config: Config,
  host: string | undefined,
): Promise<string | null> {
  return database.transaction(async (db) => {
    await sql`select set_config('role', 'kvit_door', true)`.execute(db)
    const found = await sql<{ id: string | null }>`
      select kvit_installation.find_business(${host ?? ""}, ${config.edition === "cloud"}) as id`.execute(db)
    return found.rows[0]?.id ?? null
  })
}

/** Writes one line to standard output: text for people, or JSON where that was asked for. */
export function say(options: CommandOptions, text: string, data: object): void {
  process.stdout.write(`${options.json ? JSON.stringify(data) : text}\n`)
}
