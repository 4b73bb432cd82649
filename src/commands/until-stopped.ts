/** Waiting for the end, whichever way it comes. */
import type { Log } from "../platform/log/index.ts"
import type { Runtime } from "../runtime.ts"

interface Stoppable {
  stop(): Promise<void>
}

/** Everything is closed by then, or is left to the operating system. */
const closeMs = 9_000

/**
 * Resolves when Kvit was told to stop and everything is closed: by SIGTERM, SIGINT or SIGHUP, or because the
 * process that started it is gone. What nobody caught is logged and ends it with exit code 1, so that whoever keeps
 * it running starts a sound one.
 */
export function untilStopped(runtime: Runtime, server: Stoppable): Promise<void> {
  const { log } = runtime
  return new Promise((resolve) => {
    let stopping = false
    const stop = (why: string, exitCode: number) => {
      // Ctrl-C reaches a process from the terminal and from its parent: the second changes nothing.
      if (stopping) return
      stopping = true
      process.exitCode = exitCode
      log.info({ why }, "Kvit stops.")
      const deadline = setTimeout(() => giveUp(log), closeMs)
      closeAll(runtime, server)
        .catch((error: unknown) => {
          log.error({ err: error }, "Kvit could not close everything.")
          process.exitCode = 1
        })
        .finally(() => {
          clearTimeout(deadline)
          if (process.connected) process.disconnect()
          resolve()
        })
    }
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop(signal, 0))
    process.on("disconnect", () => stop("the process that started Kvit is gone", 0))
    process.on("uncaughtException", (error) => fail(log, error, stop))
    process.on("unhandledRejection", (reason) => fail(log, reason, stop))
  })
}

async function closeAll(runtime: Runtime, server: Stoppable): Promise<void> {
  try {
    await server.stop()
  } finally {
    await runtime.close()
  }
}

function fail(log: Log, error: unknown, stop: (why: string, exitCode: number) => void): void {
  log.fatal({ err: error }, "Nobody expected this; Kvit stops.")
  stop("an unexpected error", 1)
}

function giveUp(log: Log): never {
  log.error("Something did not close in time; Kvit ends without it.")
  process.exit(1)
}
