import { type Config, ConfigError } from "../../config.ts"
import { type Connections, openAsItIs } from "../../runtime.ts"
import { type CommandOptions, readCommandConfig, say } from "../open.ts"
import { explainProblem } from "../problems.ts"
import { type Check, good, wrong } from "./check.ts"
import {
  checkClock,
  checkMobilePay,
  checkPdfs,
  checkRights,
  checkSecret,
  checkVersion,
} from "./check-database.ts"
import { checkLedger } from "./check-ledger.ts"
import { checkAssets, checkDataFolder, checkDisk, checkNode } from "./check-machine.ts"

/** Looks at everything Kvit stands on and changes nothing. Exit code 1 where something is wrong. */
export async function doctor(options: CommandOptions): Promise<void> {
  let faults = 0
  const tell = (check: Check) => {
    if (!check.ok) faults += 1
    const mend = check.mend === undefined ? "" : `\n    ${check.mend.replaceAll("\n", "\n    ")}`
    say(options, `${check.ok ? "✓" : "✗"} ${check.name}: ${check.detail}${mend}`, check)
  }
  for await (const check of examine(options)) tell(check)
  if (!options.json) {
    console.log(
      faults === 0 ? "All is well." : `${faults} ${faults === 1 ? "thing is" : "things are"} wrong.`,
    )
  }
  process.exitCode = faults === 0 ? 0 : 1
}

async function* examine(options: CommandOptions): AsyncGenerator<Check> {
  yield checkNode()
  yield checkAssets()
  const config = readConfigOrProblems(options)
  if (Array.isArray(config)) {
    for (const problem of config)
      yield wrong("Configuration", problem, "docs/running.md describes every variable.")
    return
  }
  yield good("Configuration", `${config.edition}, ${config.env}`)
  yield* await checkDataFolder(config)
  yield await checkDisk(config)
  try {
    yield* examineDatabase(config)
  } catch (error) {
    yield wrong("Database", explainProblem(error).message, "The rest was not looked at.")
  }
}

function readConfigOrProblems(options: CommandOptions): Config | string[] {
  try {
    return readCommandConfig(options)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

async function* examineDatabase(config: Config): AsyncGenerator<Check> {
  const opened = await openAsItIs(config)
  if (!opened) {
    yield good("Database", "there is none yet; the first start makes it")
    return
  }
  const connections: Connections = opened
  try {
    const version = await checkVersion(connections)
    yield version
    if (!version.ok) return
    yield* await checkRights(connections)
    yield await checkSecret(connections, opened.secrets)
    yield await checkClock(connections)
    yield await checkLedger(connections)
    yield await checkMobilePay(connections, opened.secrets)
    yield await checkPdfs(connections)
  } finally {
    await connections.release()
  }
}
