import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"

export interface ServerProcess {
  port: number
  pid: number
  stop(): Promise<void>
}

/** Starts a Node program and waits until it says `:<port>` in a line; the rest of what it prints is let go. */
export async function startProgram(
  file: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [file, ...words], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const port = await findPort(child)
  child.stdout.resume()
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill("SIGTERM")
      await once(child, "exit")
    },
  }
}

function findPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it listened.`)))
    if (!child.stdout) return reject(new Error("The server's output cannot be read."))
    const lines = createInterface({ input: child.stdout })
    lines.on("line", (line) => {
      const port = /:(\d{4,5})\b/.exec(line)?.[1]
      if (!port) return
      lines.close()
      resolve(Number(port))
    })
  })
}
