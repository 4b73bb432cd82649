import { readFile } from "node:fs/promises"

/** Linux tells it in /proc; elsewhere it is not measured. */
export async function residentMegabytes(pid: number): Promise<number> {
  if (process.platform !== "linux") return 0
  const status = await readFile(`/proc/${pid}/status`, "utf8")
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}
