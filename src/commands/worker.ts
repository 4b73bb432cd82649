import { openRuntime } from "../runtime.ts"
import { startWorker } from "../schedule.ts"
import { type CommandOptions, readCommandConfig } from "./open.ts"
import { untilStopped } from "./until-stopped.ts"

/** Works on queued jobs until it is told to stop, and serves nothing. Any number may share the work. */
export async function work(options: CommandOptions): Promise<void> {
  const runtime = await openRuntime(readCommandConfig(options))
  try {
    const stopped = untilStopped(runtime, await startWorker(runtime))
    console.log([...runtime.notices, "The worker runs."].join("\n"))
    await stopped
  } catch (error) {
    await runtime.close()
    throw error
  }
}
