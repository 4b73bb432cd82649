import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import { superuser } from "./cluster.ts"
import { findErrorCode, PrivatePostgresError } from "./error.ts"
import { findPostmasterFile } from "./postmaster-file.ts"
import { isPostmaster, isSameFolder } from "./postmaster-process.ts"
import { port } from "./socket.ts"

/** A server that answers. */
export interface Server {
  socketFolder: string
  /** Such as "18.4", or null when it had no connection free to say so. */
  version: string | null
}

// A recovery after a power loss reads at most the 512 MB of max_wal_size; ten minutes is a very slow disk.
const startsWithinMs = 10 * 60_000
const stopsWithinMs = 60_000

/** Where a server can be asked, and what it has to say. */
type Answer = { state: "ready"; version: string | null } | { state: "busy" } | { state: "absent" }

/**
 * The server that runs on this cluster already, whoever started it, or null. Waits for one that is starting,
 * recovering or shutting down until it is one or the other.
 */
export async function findRunningServer(cluster: string): Promise<Server | null> {
  const deadline = performance.now() + startsWithinMs
  while (performance.now() < deadline) {
    const file = await findPostmasterFile(cluster)
    if (!file) return null
    const isOurs = await isPostmaster(file.pid, cluster)
    const socketFolder = file.socketFolder
    // Asked even when its process is not to be seen: it may run in another container on the same folder.
    const answer =
      socketFolder === null ? { state: "absent" as const } : await askServer(socketFolder, cluster)
    if (answer.state === "ready" && socketFolder !== null) return { socketFolder, version: answer.version }
    if (answer.state === "absent" && !isOurs) return null
    await sleep(10)
  }
  throw new PrivatePostgresError(
    `The database in ${cluster} has been starting or stopping for ten minutes; look at its log in ${cluster}/log.`,
  )
}

/** Asks the server at the socket whether it is ready. A server of another cluster counts as absent. */
export async function askServer(socketFolder: string, cluster: string): Promise<Answer> {
  const client = connectionTo(socketFolder)
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string; version: string }>(
      "select current_setting('data_directory') as folder, current_setting('server_version') as version",
    )
    const row = rows[0]
    // A socket inside the cluster can only be its own server's, by whatever path that one knows the folder.
    const isOurs =
      (await isSameFolder(socketFolder, cluster)) ||
      (row !== undefined && (await isSameFolder(row.folder, cluster)))
    return isOurs ? { state: "ready", version: row?.version ?? null } : { state: "absent" }
  } catch (error) {
    return explainSilence(error, cluster)
  } finally {
    await client.end()
  }
}

/** Writes everything to its place, stops the server and waits until it is gone. Does nothing when none runs. */
export async function stopServer(cluster: string): Promise<void> {
  const file = await findPostmasterFile(cluster)
  // A server in another container cannot be stopped from here; whoever started it holds it.
  if (!file || !(await isPostmaster(file.pid, cluster))) return
  if (file.isReady && file.socketFolder !== null) await writeCheckpoint(file.socketFolder)
  signal(file.pid)
  const deadline = performance.now() + stopsWithinMs
  while (await isPostmaster(file.pid, cluster)) {
    if (performance.now() > deadline) {
      throw new PrivatePostgresError(
        `The database in ${cluster} was asked to stop and has not within a minute; it goes on stopping by itself.`,
      )
    }
    await sleep(5)
  }
}

function connectionTo(socketFolder: string): pg.Client {
  const client = new pg.Client({
    host: socketFolder,
    port,
    user: superuser,
    database: "postgres",
    ssl: false,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  })
  // A server that ends the connection between two questions is no reason for the process to end.
  client.on("error", () => undefined)
  return client
}

function explainSilence(error: unknown, cluster: string): Answer {
  switch (findErrorCode(error)) {
    case "ECONNREFUSED":
    case "ENOENT":
    case "ENOTSOCK":
      return { state: "absent" }
    case "57P03": // cannot_connect_now: starting up, recovering or shutting down.
    case "57P01": // admin_shutdown.
    case "57P02": // crash_shutdown.
    case "ECONNRESET":
    case "EPIPE":
    case "EAGAIN":
      return { state: "busy" }
    case "53300": // too_many_connections: it is very much there.
      return { state: "ready", version: null }
    case "28000": // invalid_authorization_specification: its ident map does not name us.
      throw new PrivatePostgresError(
        `The database in ${cluster} was started by another operating-system user; start Kvit as that user or as root.`,
        { cause: error },
      )
    case "EACCES":
      throw new PrivatePostgresError(
        `The socket of the database in ${cluster} is closed to this operating-system user; start Kvit as the data's owner or as root.`,
        { cause: error },
      )
    default:
      // Timeouts and connections that ended mid-way carry no code: it is there, and not ready.
      if (error instanceof Error && /timeout|terminated/i.test(error.message)) return { state: "busy" }
      throw error
  }
}

async function writeCheckpoint(socketFolder: string): Promise<void> {
  const client = connectionTo(socketFolder)
  try {
    await client.connect()
    // Shortens the stop itself, during which nobody can connect. The server makes one of its own in any case,
    // so a checkpoint that fails or takes too long loses nothing.
    await client.query("checkpoint")
  } catch {
    return
  } finally {
    await client.end()
  }
}

function signal(pid: number): void {
  try {
    // A fast shutdown: roll back what is open, write everything, end.
    process.kill(pid, "SIGINT")
  } catch (error) {
    if (findErrorCode(error) !== "ESRCH") throw error
  }
}
