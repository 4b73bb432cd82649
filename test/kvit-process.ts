/** Runs the command `kvit` as people do: a process of its own, in a data folder of its own. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const root = new URL("..", import.meta.url).pathname
const command = join(root, "bin", "kvit")
/** The project's own Node, so that the process started is Kvit itself and no launcher before it. */
const node = join(root, "node_modules", "node", "bin", "node")

export interface Finished {
  code: number | null
  out: string
  err: string
}

export interface Running {
  process: ChildProcess
  /** Resolves with the first group of `pattern` as soon as it stands on stdout; rejects when the process ends before. */
  printed(pattern: RegExp): Promise<string>
  finished: Promise<Finished>
}

/** Nothing of the machine's own configuration reaches the process. */
const plain = { PATH: process.env.PATH ?? "", HOME: tmpdir(), LOG_LEVEL: "warn" }

export function startKvit(args: readonly string[], environment: Record<string, string> = {}): Running {
  const child = spawn(node, [command, ...args], { env: { ...plain, ...environment } })
  let out = ""
  let err = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text
  })
  const finished = once(child, "close").then(
    ([code]): Finished => ({ code: code as number | null, out, err }),
  )
  return {
    process: child,
    finished,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(out)
          if (found) resolve(found[1] ?? found[0])
          return found !== null
        }
        if (look()) return
        child.stdout.on("data", look)
        finished.then((end) => reject(new Error(`kvit ended with ${end.code}: ${end.out}${end.err}`)), reject)
      }),
  }
}

export function runKvit(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Finished> {
  return startKvit(args, environment).finished
}

/** A folder of the test's own, and how to remove it. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "kvit-command-"))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
