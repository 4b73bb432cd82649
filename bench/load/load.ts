import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"

export interface Load {
  perSecond: number
  /** Milliseconds from the request to the end of its answer. */
  p50: number
  p95: number
  p99: number
}

/** Asks `path` as fast as it is answered, from a second process. */
export async function measureLoad(
  target: { port: number; cookie: string },
  path: string,
  { connections = 32, seconds = 5 }: { connections?: number; seconds?: number } = {},
): Promise<Load> {
  const order = JSON.stringify({ ...target, path, connections, seconds })
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, "generator.ts"),
    order,
  ])
  return JSON.parse(stdout)
}
