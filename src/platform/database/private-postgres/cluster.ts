import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { appendFile, chown, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import type { Binaries } from "./binaries.ts"
import { explainOutput, findErrorCode, PrivatePostgresError } from "./error.ts"
import { type ServerUser, serverEnvironment } from "./server-user.ts"
import { settingsFile } from "./settings.ts"

export const superuser = "postgres"

const clusterName = "cluster"
const half = `${clusterName}.new-`

/** Where the cluster lies, or will lie, in its home. */
export function clusterIn(home: string): string {
  return join(home, clusterName)
}

/** The major version ("18") of the cluster in the folder, or null when it holds none. */
export async function findMajor(folder: string): Promise<string | null> {
  try {
    return (await readFile(join(folder, "PG_VERSION"), "utf8")).trim()
  } catch (error) {
    if (findErrorCode(error) === "ENOENT") return null
    throw error
  }
}

/** Refuses a cluster that these binaries cannot open: no PostgreSQL reads the files of another major version. */
export async function checkMajor(folder: string, binaries: Binaries): Promise<void> {
  const major = await findMajor(folder)
  if (major === null || major === binaries.major) return
  throw new PrivatePostgresError(
    `${folder} holds the data of PostgreSQL ${major}, and this Kvit comes with PostgreSQL ${binaries.major}; ` +
      "make a backup with the Kvit that wrote it and restore that here, or set KVIT_DATA to another folder.",
  )
}

/**
 * Makes a new cluster in `home`, all of it or nothing: it grows beside its place and is moved there when it is
 * complete and on the disk. Whatever a killed attempt left behind is removed.
 * `isDurable: false` leaves out waiting for the disk.
 */
export async function createCluster(
  home: string,
  binaries: Binaries,
  user: ServerUser,
  isDurable: boolean,
): Promise<void> {
  await removeHalfMade(home)
  // The attempt of a killed Kvit may still be running; in a folder of its own name it cannot disturb this one.
  const folder = join(home, half + randomBytes(4).toString("hex"))
  try {
    await mkdir(folder, { mode: 0o700 })
    if (user.identity.uid !== undefined) await chown(folder, user.uid, user.gid)
    await runInitdb(folder, binaries, user, isDurable)
    await appendFile(
      join(folder, "postgresql.conf"),
      `\n# Kvit's settings; they win over those above.\ninclude '${settingsFile}'\n`,
    )
    await rename(folder, clusterIn(home))
    if (isDurable) {
      await syncPath(join(clusterIn(home), "postgresql.conf"))
      await syncPath(home)
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Removes what killed attempts left in `home`. */
export async function removeHalfMade(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith(half)) await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

async function runInitdb(folder: string, binaries: Binaries, user: ServerUser, isDurable: boolean) {
  const args = [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    // What the C library sorts and prints; the one locale that every system has.
    "--locale=C",
    "--data-checksums",
    "--auth=peer",
    "--no-instructions",
  ]
  if (!isDurable) args.push("--no-sync")
  try {
    await promisify(execFile)(binaries.initdb, args, {
      cwd: folder,
      env: serverEnvironment(),
      ...user.identity,
    })
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : ""
    const said = output === "" && error instanceof Error ? error.message : output
    throw explainOutput(`PostgreSQL could not make its data folder in ${dirname(folder)}.`, folder, said)
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
