/**
 * Data to measure on, kept between runs: a folder as `kvit start` uses it, with its private PostgreSQL as it is in
 * production (every commit is on disk), filled once.
 */
import { createHash } from "node:crypto"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readConfig } from "../../src/config.ts"
import { makeToken, openSessionByToken } from "../../src/domain/access/index.ts"
import { createSystemActor, readMigrations, type SystemActor } from "../../src/platform/database/index.ts"
import { openRuntime, projectFolder, type Runtime } from "../../src/runtime.ts"
import { fill } from "./fill.ts"

export interface Ground {
  folder: string
  runtime: Runtime
  businessId: string
  /** The customer with a twentieth of all documents. */
  readerId: string
  system: SystemActor
  /** A new session of the reader: its secret. */
  enter(): Promise<string>
  close(): Promise<void>
}

/** Folders lie here; each may be deleted at any time. 1 million documents take about 3 GB. */
const place = process.env.KVIT_BENCH_FOLDER ?? join(tmpdir(), "kvit-bench")

/** Data made by another fill or for other tables is made anew. */
async function readEdition(): Promise<string> {
  const migrations = await readMigrations(join(projectFolder, "migrations"))
  const made = await readFile(join(import.meta.dirname, "fill.ts"))
  return createHash("sha256").update(JSON.stringify(migrations)).update(made).digest("hex")
}

/** `anew` throws away what is there, for benches that write; `name` keeps apart what would disturb others. */
export async function openGround(
  documents: number,
  { anew = false, name = String(documents) } = {},
): Promise<Ground> {
  const folder = join(place, name)
  const stamp = join(folder, "filled.json")
  const edition = await readEdition()
  const known = anew ? null : await readStamp(stamp, edition)
  if (!known) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const runtime = await openRuntime(readConfig({ KVIT_DATA: folder, LOG_LEVEL: "silent" }))
  try {
    const began = performance.now()
    const filled = known ?? (await fill(runtime.database.owner, documents))
    if (!known) {
      await writeFile(stamp, JSON.stringify({ ...filled, edition }))
      const seconds = Math.round((performance.now() - began) / 1000)
      console.error(`${documents} documents were made in ${seconds} s; they are kept in ${folder}.`)
    }
    const system = createSystemActor(runtime, filled.businessId, "command")
    return {
      ...filled,
      folder,
      runtime,
      system,
      enter: () => enter(runtime, system, filled.readerId),
      close: () => runtime.close(),
    }
  } catch (error) {
    await runtime.close()
    throw error
  }
}

async function readStamp(
  path: string,
  edition: string,
): Promise<{ businessId: string; readerId: string } | null> {
  try {
    const stamp = JSON.parse(await readFile(path, "utf8"))
    return stamp.edition === edition ? stamp : null
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null
    throw error
  }
}

async function enter(runtime: Runtime, system: SystemActor, customerId: string): Promise<string> {
  const made = await makeToken(system, runtime.secrets, customerId, { replace: true })
  if (!made.ok) throw new Error(`No token was made: ${made.reason}.`)
  const session = await openSessionByToken(runtime, system.businessId, made.token, undefined)
  if (!session) throw new Error("The token opened no session.")
  return session.secret
}
