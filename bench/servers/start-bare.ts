import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BareOrder } from "./bare-server.ts"
import { type ServerProcess, startProgram } from "./child.ts"

/** A server that does what is ordered and nothing else, in a process of its own. */
export async function startBareServer(order: BareOrder): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), "kvit-bench-"))
  try {
    const file = join(folder, "order.json")
    await writeFile(file, JSON.stringify(order))
    return await startProgram(join(import.meta.dirname, "bare-server.ts"), [file])
  } finally {
    await rm(folder, { recursive: true })
  }
}
