import { execFile } from "node:child_process"
import { stat } from "node:fs/promises"
import { userInfo } from "node:os"
import { dirname } from "node:path"
import { promisify } from "node:util"
import { PrivatePostgresError } from "./error.ts"

/** The operating-system user that PostgreSQL runs as. PostgreSQL refuses to run as root. */
export interface ServerUser {
  /** Null for a user id without a name, which can run an existing server but not be mapped to roles. */
  name: string | null
  uid: number
  gid: number
  /** What to hand to `spawn`: empty when PostgreSQL runs as Kvit's own user. */
  identity: { uid?: number; gid?: number }
}

const run = promisify(execFile)

/** Whether Kvit itself runs as root, and PostgreSQL therefore as somebody else. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * The user for PostgreSQL: whoever owns the data there is, else Kvit's own user, or for root `postgres`, else `nobody`.
 * Refuses data that belongs to somebody else, because PostgreSQL would.
 */
export async function getServerUser(cluster: string | null): Promise<ServerUser> {
  const owner = cluster === null ? null : await stat(cluster)
  if (!isRoot()) {
    const self = getOwnUser()
    if (owner && owner.uid !== self.uid) {
      const name = (await findUserName(owner.uid)) ?? String(owner.uid)
      throw new PrivatePostgresError(
        `Kvit's database in ${cluster} belongs to the operating-system user "${name}"; start Kvit as that user or as root.`,
      )
    }
    return self
  }
  if (owner && owner.uid !== 0) {
    return {
      name: await findUserName(owner.uid),
      uid: owner.uid,
      gid: owner.gid,
      identity: { uid: owner.uid, gid: owner.gid },
    }
  }
  const found = (await findUser("postgres")) ?? (await findUser("nobody"))
  if (found) return found
  throw new PrivatePostgresError(
    'PostgreSQL does not run as root, and this system has no user "postgres" or "nobody"; ' +
      "make one of them, or start Kvit as another user.",
  )
}

/** The name of the user Kvit runs as. Refuses a user id without a name: peer authentication needs one. */
export function getOwnName(): string {
  try {
    return userInfo().username
  } catch (cause) {
    throw new PrivatePostgresError(
      `The operating-system user with number ${process.getuid?.()} has no name, and PostgreSQL needs one; ` +
        "add it to /etc/passwd, or start Kvit as another user.",
      { cause },
    )
  }
}

/**
 * The first of the folders above `path`, or `path` itself, that the user may not pass; null when all are open.
 * Asks the operating system as that user, so that access lists count too.
 */
export async function findClosedFolder(path: string, user: ServerUser): Promise<string | null> {
  const folders = [path]
  for (let folder = path; dirname(folder) !== folder; folder = dirname(folder))
    folders.unshift(dirname(folder))
  const script = 'for folder; do [ -x "$folder" ] || { printf %s "$folder"; break; }; done'
  const { stdout } = await run("/bin/sh", ["-c", script, "sh", ...folders], {
    cwd: "/",
    env: serverEnvironment(),
    ...user.identity,
  })
  return stdout === "" ? null : stdout
}

/** The environment of PostgreSQL's programs: nothing of Kvit's own, least of all its secrets and PG… variables. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" }
}

function getOwnUser(): ServerUser {
  const uid = process.getuid?.()
  const gid = process.getgid?.()
  if (uid === undefined || gid === undefined) {
    throw new PrivatePostgresError(
      `Kvit's own PostgreSQL runs on Linux and macOS, not on ${process.platform}; set DATABASE_URL to a PostgreSQL server.`,
    )
  }
  return { name: getOwnName(), uid, gid, identity: {} }
}

async function findUser(name: string): Promise<ServerUser | null> {
  const uid = await askId(["-u", name])
  const gid = await askId(["-g", name])
  if (uid === null || gid === null || Number(uid) === 0) return null
  return { name, uid: Number(uid), gid: Number(gid), identity: { uid: Number(uid), gid: Number(gid) } }
}

async function findUserName(uid: number): Promise<string | null> {
  return askId(["-nu", String(uid)])
}

/** `id` knows the users of directory services too, which a look into /etc/passwd would miss. */
async function askId(args: string[]): Promise<string | null> {
  try {
    const { stdout } = await run("id", args)
    return stdout.trim()
  } catch (error) {
    // Exit status 1 says that there is no such user; anything else means that we could not ask.
    if (error instanceof Error && "code" in error && error.code === 1) return null
    throw error
  }
}
