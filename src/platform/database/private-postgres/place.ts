import { chmod, mkdir, readFile, realpath, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Binaries, checkBinariesRun, copyBinaries, linkLibraries } from "./binaries.ts"
import { clusterIn, findMajor } from "./cluster.ts"
import { explainFileError, findErrorCode, PrivatePostgresError } from "./error.ts"
import { findClosedFolder, isRoot, type ServerUser } from "./server-user.ts"
import { hashOfFolder } from "./socket.ts"

/** Where root keeps what PostgreSQL's user could not reach elsewhere. */
const openHome = "/var/lib/kvit"

/** Written in the asked folder when the data lies elsewhere, for the next start and for whoever looks for it. */
const movedFile = "moved.json"

interface Moved {
  to: string
  because: string
}

/** The folder that holds the cluster, and why it is not the one that was asked for. */
export interface Home {
  folder: string
  notices: string[]
}

/** Makes the folder if it is missing and returns its real path. Refuses a file in its place. */
export async function ensureFolder(folder: string): Promise<string> {
  try {
    const created = await mkdir(folder, { recursive: true })
    const real = await realpath(folder)
    // Root's PostgreSQL runs as another user, who must get through to the cluster, whatever root's umask is.
    if (created !== undefined && isRoot()) await chmod(real, 0o711)
    return real
  } catch (error) {
    throw explainFileError(error, folder)
  }
}

/** Where the cluster of the asked folder is, or null when there is none yet. */
export async function findHome(asked: string): Promise<Home | null> {
  try {
    if ((await findMajor(clusterIn(asked))) !== null) return { folder: asked, notices: [] }
    const moved = await findMoved(asked)
    if (!moved || (await findMajor(clusterIn(moved.to))) === null) return null
    return { folder: moved.to, notices: [noticeOf(moved)] }
  } catch (error) {
    if (findErrorCode(error) !== "EACCES") throw error
    throw new PrivatePostgresError(
      `Kvit's database in ${asked} belongs to another operating-system user; start Kvit as that user or as root.`,
      { cause: error },
    )
  }
}

/**
 * Where a new cluster goes: the asked folder, or when root's PostgreSQL could not reach that folder or the
 * binaries as its own user, a folder under /var/lib/kvit.
 */
export async function chooseHome(asked: string, binaries: Binaries, user: ServerUser): Promise<Home> {
  const closed = await findObstacle(asked, binaries, user)
  if (closed === null) return { folder: asked, notices: [] }

  const moved = {
    to: join(openHome, hashOfFolder(asked)),
    because: `PostgreSQL does not run as root, and its user "${user.name}" may not enter ${closed}`,
  }
  await mkdir(moved.to, { recursive: true })
  for (const folder of [openHome, moved.to]) await chmod(folder, 0o755)
  await writeFile(join(asked, movedFile), `${JSON.stringify(moved, null, 2)}\n`)
  return { folder: moved.to, notices: [noticeOf(moved)] }
}

/** The binaries as the server's user can run them: where npm put them, else a copy in the home. */
export async function placeBinaries(home: Home, binaries: Binaries, user: ServerUser): Promise<Binaries> {
  const closed = user.identity.uid === undefined ? null : await findClosedBinaries(binaries, user)
  const isLinked = closed === null && (await linkLibraries(binaries))
  const usable = isLinked ? binaries : await copyBinaries(binaries, home.folder)
  await checkBinariesRun(usable, user)
  return usable
}

/** Refuses a cluster whose folder has been closed to the server's user since it was made. */
export async function checkReachable(home: Home, user: ServerUser): Promise<void> {
  if (user.identity.uid === undefined) return
  const closed = await findClosedFolder(clusterIn(home.folder), user)
  if (closed === null) return
  throw new PrivatePostgresError(
    `PostgreSQL's user "${user.name ?? user.uid}" may not enter ${closed}, which is above Kvit's database; ` +
      `let it pass (chmod o+x ${closed}) and start again.`,
  )
}

async function findObstacle(asked: string, binaries: Binaries, user: ServerUser): Promise<string | null> {
  if (user.identity.uid === undefined) return null
  return (await findClosedFolder(asked, user)) ?? (await findClosedBinaries(binaries, user))
}

async function findClosedBinaries(binaries: Binaries, user: ServerUser): Promise<string | null> {
  const folder = await realpath(binaries.folder)
  return (
    (await findClosedFolder(join(folder, "bin", "postgres"), user)) ??
    (await findClosedFolder(join(folder, "lib", "postgresql"), user)) ??
    (await findClosedFolder(join(folder, "share", "postgresql"), user))
  )
}

async function findMoved(asked: string): Promise<Moved | null> {
  try {
    return JSON.parse(await readFile(join(asked, movedFile), "utf8"))
  } catch (error) {
    if (findErrorCode(error) === "ENOENT") return null
    throw error
  }
}

function noticeOf(moved: Moved): string {
  return `Data moved to ${moved.to}, because ${moved.because}.`
}
