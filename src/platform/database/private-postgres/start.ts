import { type ChildProcess, spawn } from "node:child_process"
import { type FileHandle, open, readdir, readFile, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Binaries } from "./binaries.ts"
import { explainOutput, findErrorCode, PrivatePostgresError } from "./error.ts"
import { disownLockFiles, findPostmasterFile } from "./postmaster-file.ts"
import { askServer, findRunningServer, type Server } from "./server.ts"
import { type ServerUser, serverEnvironment } from "./server-user.ts"

// Backends notice within a moment that their postmaster is dead, but one deep in a long query may take longer.
const rivalsWithinMs = 20_000
const readyWithinMs = 10 * 60_000

/** What PostgreSQL says before its own log is open, in the cluster. */
const startLog = "start.log"

/**
 * Starts the server, detached, so that it outlives a killed Kvit, and waits until it answers.
 * Adopts another one that was quicker. Refuses with the last lines of the log when it does not start.
 */
export async function startServer(
  cluster: string,
  socketFolder: string,
  binaries: Binaries,
  user: ServerUser,
): Promise<{ server: Server; startedHere: boolean }> {
  const deadline = performance.now() + rivalsWithinMs
  for (;;) {
    await disownLockFiles(cluster, socketFolder, user)
    const began = Date.now()
    const end = await launch(cluster, binaries, user)
    if ("server" in end) return { server: end.server, startedHere: true }

    const said = await readLog(cluster, began)
    // The backends of a killed postmaster are still leaving, or a Kvit killed this moment had just started one.
    const hasRival = /pre-existing shared memory block|lock file ".*" already exists/.test(said)
    if (!hasRival || performance.now() > deadline) {
      throw explainOutput(`The database in ${cluster} did not start (${end.status}).`, cluster, said)
    }
    const other = await findRunningServer(cluster)
    if (other) return { server: other, startedHere: false }
    await sleep(50)
  }
}

async function launch(
  cluster: string,
  binaries: Binaries,
  user: ServerUser,
): Promise<{ server: Server } | { status: string }> {
  const log = await openStartLog(cluster, user)
  try {
    const child = spawn(binaries.postgres, ["-D", cluster], {
      cwd: cluster,
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...user.identity,
    })
    const end = watchEnd(child)
    child.unref()
    return await waitUntilReady(cluster, child, end)
  } finally {
    await log.close()
  }
}

async function waitUntilReady(
  cluster: string,
  child: ChildProcess,
  end: { status: string | null },
): Promise<{ server: Server } | { status: string }> {
  const deadline = performance.now() + readyWithinMs
  while (performance.now() < deadline) {
    if (end.status !== null) return { status: end.status }
    const file = await findPostmasterFile(cluster)
    if (file?.isReady && file.pid === child.pid && file.socketFolder !== null) {
      const answer = await askServer(file.socketFolder, cluster)
      if (answer.state === "ready") {
        return { server: { socketFolder: file.socketFolder, version: answer.version } }
      }
    }
    await sleep(3)
  }
  throw new PrivatePostgresError(
    `The database in ${cluster} has not become ready within ten minutes; look at its log in ${cluster}/log.`,
  )
}

function watchEnd(child: ChildProcess): { status: string | null } {
  const end: { status: string | null } = { status: null }
  child.once("error", (error) => {
    end.status = error.message
  })
  child.once("exit", (code, signal) => {
    end.status = code === null ? `signal ${signal}` : `exit status ${code}`
  })
  return end
}

/** An empty file every time, so that it never grows, and made anew, so that root follows no link laid in its place. */
async function openStartLog(cluster: string, user: ServerUser): Promise<FileHandle> {
  const path = join(cluster, startLog)
  await rm(path, { force: true })
  const file = await open(path, "wx", 0o600)
  if (user.identity.uid !== undefined) await file.chown(user.uid, user.gid)
  return file
}

/** What the server wrote since `began`, in both of its logs. */
async function readLog(cluster: string, began: number): Promise<string> {
  const texts = [await readFile(join(cluster, startLog), "utf8")]
  const folder = join(cluster, "log")
  for (const name of await findNames(folder)) {
    const path = join(folder, name)
    // The clock of files may be a tick behind ours.
    if ((await stat(path)).mtimeMs >= began - 20) texts.push(await readFile(path, "utf8"))
  }
  // Lines begin with their moment, in UTC; those of earlier days and starts would only mislead.
  const since = new Date(began).toISOString().replace("T", " ").slice(0, 23)
  const lines = texts.join("\n").split("\n")
  return lines
    .filter((line) => !/^\d{4}-/.test(line) || line.slice(0, 23) >= since)
    .filter((line) => !/redirecting log output|Future log output/.test(line))
    .join("\n")
}

async function findNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (findErrorCode(error) === "ENOENT") return []
    throw error
  }
}
