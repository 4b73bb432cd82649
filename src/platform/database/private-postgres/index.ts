import { type Binaries, getBinaries } from "./binaries.ts"
import { checkMajor, clusterIn, createCluster, removeHalfMade, superuser } from "./cluster.ts"
import { explainFileError } from "./error.ts"
import { type Holders, openHolders } from "./holders.ts"
import type { Lock } from "./lock.ts"
import { checkReachable, chooseHome, ensureFolder, findHome, type Home, placeBinaries } from "./place.ts"
import { findRunningServer, type Server, stopServer } from "./server.ts"
import { getServerUser, type ServerUser } from "./server-user.ts"
import { writeSettings } from "./settings.ts"
import { chooseSocketFolder, port } from "./socket.ts"
import { startServer } from "./start.ts"

export { PrivatePostgresError } from "./error.ts"

/** Kvit's own PostgreSQL on a folder, running for as long as a Kvit holds it. */
export interface PrivatePostgres {
  /** What `pg` needs to connect. Any role may be named: this operating-system user may be each of them. */
  connection(role: string, database: string): { host: string; port: number; user: string; database: string }
  /** The role that may do everything. */
  superuser: string
  /** Sentences for whoever starts Kvit, such as that the data lies elsewhere and why. */
  notices: string[]
  /** Where the cluster really is. */
  dataFolder: string
  /** False when it was running already and has been adopted. */
  startedHere: boolean
  /** Lets go of it. The last living Kvit on the folder stops it and waits; the others leave it running. */
  release(): Promise<void>
}

/**
 * Opens the private PostgreSQL of a folder: makes it when there is none, starts it when it is not running, adopts it
 * when it is. Any number of Kvits may open the same folder, at the same instant too; a killed one stands in nobody's
 * way. `settings` are added to PostgreSQL's own for the next start.
 * Refuses with a PrivatePostgresError where a person has to do something.
 */
export async function openPrivatePostgres(options: {
  folder: string
  settings?: Record<string, string>
}): Promise<PrivatePostgres> {
  const asked = await ensureFolder(options.folder)
  try {
    const binaries = getBinaries()
    await checkMajor(asked, binaries)
    const holders = await openHolders(asked)
    return await holders.behindGate(async () => {
      const othersLive = !holders.isEmpty()
      const holder = holders.join()
      try {
        const running = await openRunning(asked, binaries, options.settings ?? {}, othersLive)
        return describe(running, holders, holder)
      } catch (error) {
        holder.release()
        throw error
      }
    })
  } catch (error) {
    throw explainFileError(error, asked)
  }
}

interface Running {
  server: Server
  home: Home
  startedHere: boolean
}

async function openRunning(
  asked: string,
  binaries: Binaries,
  settings: Record<string, string>,
  othersLive: boolean,
): Promise<Running> {
  const home = await findHome(asked)
  if (!home) return openNew(asked, binaries, settings)
  const cluster = clusterIn(home.folder)
  await checkMajor(cluster, binaries)
  const server = await findRunningServer(cluster)
  if (server) {
    // One that a killed Kvit left behind before an update still runs the old program, with its old faults.
    const isOutdated = server.version !== null && !`${binaries.version}.`.startsWith(`${server.version}.`)
    if (othersLive || !isOutdated) return { server, home, startedHere: false }
    await stopServer(cluster)
  }
  const user = await getServerUser(cluster)
  await checkReachable(home, user)
  await removeHalfMade(home.folder)
  const usable = await placeBinaries(home, binaries, user)
  return { ...(await startServer(cluster, await settle(cluster, user, settings), usable, user)), home }
}

async function openNew(
  asked: string,
  binaries: Binaries,
  settings: Record<string, string>,
): Promise<Running> {
  const user = await getServerUser(null)
  const home = await chooseHome(asked, binaries, user)
  const cluster = clusterIn(home.folder)
  const usable = await placeBinaries(home, binaries, user)
  await createCluster(home.folder, usable, user, settings.fsync !== "off")
  return { ...(await startServer(cluster, await settle(cluster, user, settings), usable, user)), home }
}

/** Writes the settings for the next start and returns the folder of its socket. */
async function settle(cluster: string, user: ServerUser, settings: Record<string, string>): Promise<string> {
  const socketFolder = await chooseSocketFolder(cluster, user)
  await writeSettings(cluster, user, socketFolder, settings)
  return socketFolder
}

function describe(running: Running, holders: Holders, holder: Lock): PrivatePostgres {
  const cluster = clusterIn(running.home.folder)
  let released: Promise<void> | null = null
  return {
    connection: (role, database) => ({ host: running.server.socketFolder, port, user: role, database }),
    superuser,
    notices: running.home.notices,
    dataFolder: cluster,
    startedHere: running.startedHere,
    release() {
      released ??= holders.behindGate(async () => {
        holder.release()
        if (holders.isEmpty()) await stopServer(cluster)
      })
      return released
    },
  }
}
