import type { Config } from "../config.ts"
import { prepareSetUp } from "../domain/settings/index.ts"
import { portalAddress, staffAddress } from "../origins.ts"
import { routes } from "../routes.ts"
import { openRuntime } from "../runtime.ts"
import { type CommandOptions, readCommandConfig } from "./open.ts"
import { UsageError } from "./problems.ts"
import { startServer } from "./server.ts"
import { untilStopped } from "./until-stopped.ts"

export interface StartOptions extends CommandOptions {
  port?: string
}

/** Starts the server and says where it answers; where there is no business yet, how to set it up. */
export async function start(options: StartOptions): Promise<void> {
  if (process.env.KVIT_ENV === "demo") {
    throw new UsageError("KVIT_ENV=demo is set by `kvit demo`, which starts the demo.")
  }
  const port = options.port === undefined ? {} : { PORT: options.port }
  const runtime = await openRuntime(readCommandConfig(options, port))
  try {
    const code = runtime.config.edition === "cloud" ? null : await prepareSetUp(runtime.database)
    const server = await startServer(runtime, async (businessId) => {
      const { loadSample } = await import("./sample/index.ts")
      await loadSample(runtime, businessId)
    })
    const stopped = untilStopped(runtime, server)
    console.log([...runtime.notices, ...describe(server.config, code)].join("\n"))
    await stopped
  } catch (error) {
    await runtime.close()
    throw error
  }
}

function describe(config: Config, setUpCode: string | null): string[] {
  const staff = staffAddress(config)
  if (setUpCode !== null) {
    return [
      "Kvit runs and is empty. Set it up here, with this code; the next start makes another:",
      `  ${staff}${routes.staff.setUp.to()}`,
      `  ${setUpCode}`,
    ]
  }
  if (config.edition === "desktop") return ["Kvit runs.", `  ${staff}`]
  return ["Kvit runs.", `  Staff   ${staff}`, `  Portal  ${portalAddress(config)}${routes.portal.home.to()}`]
}
