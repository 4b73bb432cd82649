import { execFile } from "node:child_process"
import { readFile, stat } from "node:fs/promises"
import { promisify } from "node:util"
import { findErrorCode } from "./error.ts"

/**
 * Whether the process lives and is a PostgreSQL of this cluster. A number alone proves nothing: after a crash or a
 * restart of the machine it may be any program's.
 */
export async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false
  return process.platform === "linux" ? isLinuxPostmaster(pid, cluster) : isMacPostmaster(pid, cluster)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Without the right to signal it, it is another user's, and the cluster's server never is.
    const code = findErrorCode(error)
    if (code === "ESRCH" || code === "EPERM") return false
    throw error
  }
}

/** A postmaster's working directory is its data folder; a dead one that nobody has waited for has none. */
async function isLinuxPostmaster(pid: number, cluster: string): Promise<boolean> {
  if (!(await isSameFolder(`/proc/${pid}/cwd`, cluster))) return false
  try {
    return (await readFile(`/proc/${pid}/comm`, "utf8")).trim() === "postgres"
  } catch (error) {
    const code = findErrorCode(error)
    if (code === "ENOENT" || code === "ESRCH") return false
    throw error
  }
}

/** A postmaster keeps the command line that we started it with. */
async function isMacPostmaster(pid: number, cluster: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)])
    return stdout.trim().endsWith(`/bin/postgres -D ${cluster}`)
  } catch (error) {
    // Status 1 says that the process has ended meanwhile.
    if (error instanceof Error && "code" in error && error.code === 1) return false
    throw error
  }
}

/** Whether both paths lead to the same folder. False when one of them leads nowhere we may look. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([stat(one), stat(other)])
    return a.dev === b.dev && a.ino === b.ino
  } catch (error) {
    const code = findErrorCode(error)
    if (code === "ENOENT" || code === "EACCES" || code === "ENOTDIR" || code === "ESRCH") return false
    throw error
  }
}
