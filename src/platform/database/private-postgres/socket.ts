import { createHash } from "node:crypto"
import { chmod, chown, lstat, mkdir, mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findErrorCode, PrivatePostgresError } from "./error.ts"
import { findClosedFolder, type ServerUser } from "./server-user.ts"

/** Only names the socket: PostgreSQL listens on no TCP port. */
export const port = 5432

/** The kernel takes 107 bytes on Linux and 103 on macOS; PostgreSQL adds ".lock" for a file beside the socket. */
const longestSocketPath = 100

/** Sixteen letters that stand for a folder, in names that must be short. */
export function hashOfFolder(folder: string): string {
  return createHash("sha256").update(folder).digest("hex").slice(0, 16)
}

/** The path of the socket that PostgreSQL makes in the folder. */
export function socketIn(folder: string): string {
  return join(folder, `.s.PGSQL.${port}`)
}

/**
 * The folder for the server's socket: the data folder itself, which is closed to everyone else, or when its path
 * is too long, a closed folder under the system's temporary one. Others find it in the server's postmaster.pid.
 */
export async function chooseSocketFolder(cluster: string, user: ServerUser): Promise<string> {
  if (fits(cluster)) return cluster
  const name = `kvit-${hashOfFolder(cluster)}`
  for (const parent of [tmpdir(), "/tmp"]) {
    // Six more letters, should the name be taken.
    if (!fits(join(parent, `${name}-xxxxxx`)) || (await findClosedFolder(parent, user)) !== null) continue
    return makeClosedFolder(join(parent, name), user)
  }
  throw new PrivatePostgresError(
    `The path of Kvit's database (${cluster}) is too long for a socket, and so is the temporary folder; ` +
      "set KVIT_DATA or TMPDIR to a shorter path.",
  )
}

function fits(folder: string): boolean {
  return Buffer.byteLength(socketIn(folder)) <= longestSocketPath
}

/** Makes or takes the folder; when somebody else took the name in the shared temporary folder, makes another one. */
async function makeClosedFolder(path: string, user: ServerUser): Promise<string> {
  let folder = path
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (findErrorCode(error) !== "EEXIST") throw error
    const there = await lstat(folder)
    if (there.isDirectory() && there.uid === user.uid && (there.mode & 0o077) === 0) return folder
    folder = await mkdtemp(`${path}-`)
  }
  await chmod(folder, 0o700)
  if (user.identity.uid !== undefined) await chown(folder, user.uid, user.gid)
  return folder
}
