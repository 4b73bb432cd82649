import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import pg from "pg"
import { onTestFinished } from "vitest"
import type { PrivatePostgres } from "./index.ts"
import { findPostmasterFile } from "./postmaster-file.ts"
import { stopServer } from "./server.ts"

/** Quick, for tests that are not about what survives. */
export const unsafe = { fsync: "off" }

/** A folder that is gone after the test (or when `afterwards` says), with the server on it. Every user may pass it, as with a real data folder. */
export async function makeFolder(
  afterwards: (clean: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kvit-test-"))
  await chmod(folder, 0o711)
  afterwards(async () => {
    await stopServer(join(folder, "postgres", "cluster"))
    await rm(folder, { recursive: true, force: true })
  })
  return join(folder, "postgres")
}

/** Runs one statement as the superuser and returns its rows. */
export async function query(postgres: PrivatePostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.connection(postgres.superuser, "postgres"))
  await client.connect()
  try {
    const { rows } = await client.query(text)
    return rows
  } finally {
    await client.end()
  }
}

/** The number of the server's process, or null when none runs. */
export async function findPid(postgres: PrivatePostgres): Promise<number | null> {
  return (await findPostmasterFile(postgres.dataFolder))?.pid ?? null
}

/** A Kvit of its own process that holds the PostgreSQL of a folder. */
export interface OtherKvit {
  process: ChildProcess
  startedHere: boolean
  release(): Promise<void>
  kill(): Promise<void>
}

const script = `
  const { openPrivatePostgres } = await import(process.argv[1])
  const postgres = await openPrivatePostgres({ folder: process.argv[2], settings: { fsync: "off" } })
  process.stdout.write(postgres.startedHere + "\\n")
  process.stdin.resume().once("end", () => postgres.release())
`

/** Starts another Kvit and waits until it holds the PostgreSQL of the folder. */
export async function startOtherKvit(folder: string): Promise<OtherKvit> {
  const module = new URL("./index.ts", import.meta.url).href
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, module, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  const ended = once(child, "exit")
  const line = await Promise.race([
    once(createInterface(child.stdout), "line"),
    ended.then(() => Promise.reject(new Error("The other Kvit ended before it held the folder."))),
  ])
  return {
    process: child,
    startedHere: line[0] === "true",
    async release() {
      child.stdin.end()
      await ended
    },
    async kill() {
      child.kill("SIGKILL")
      await ended
    },
  }
}
