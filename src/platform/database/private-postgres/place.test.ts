import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { copyBinaries, getBinaries } from "./binaries.ts"
import { explainOutput } from "./error.ts"
import { openPrivatePostgres } from "./index.ts"
import { isRoot } from "./server-user.ts"
import { findPid, makeFolder, query, unsafe } from "./test-kvit.ts"

test("the socket lies in the data folder, closed to every other user", async () => {
  const folder = await makeFolder()
  const postgres = await openPrivatePostgres({ folder, settings: unsafe })
  const { host } = postgres.connection("postgres", "postgres")
  expect(host).toBe(postgres.dataFolder)
  expect((await stat(host)).mode & 0o077).toBe(0)
  await postgres.release()
})

test("a path too long for a socket gets a closed folder under the temporary one, and everybody finds it", async () => {
  const folder = join(dirname(await makeFolder()), "ø".repeat(40), "postgres")
  const first = await openPrivatePostgres({ folder, settings: unsafe })
  const { host } = first.connection("postgres", "postgres")
  expect(host).toMatch(/\/kvit-[0-9a-f]{16}$/)
  expect((await stat(host)).mode & 0o077).toBe(0)
  const second = await openPrivatePostgres({ folder, settings: unsafe })
  expect(second.startedHere).toBe(false)
  expect(await query(second, "select 1 as one")).toEqual([{ one: 1 }])
  await first.release()
  await second.release()
  await rm(host, { recursive: true })
})

test.each(["postgres", "postgres/cluster"])(
  "data of another major version in %s is refused and left as it is",
  async (path) => {
    const folder = await makeFolder()
    const data = join(dirname(folder), path)
    await mkdir(data, { recursive: true })
    await writeFile(join(data, "PG_VERSION"), "17\n")
    const refusal = openPrivatePostgres({ folder, settings: unsafe })
    await expect(refusal).rejects.toThrow(
      /holds the data of PostgreSQL 17, and this Kvit comes with PostgreSQL 18/,
    )
    await expect(refusal).rejects.toMatchObject({ name: "PrivatePostgresError" })
    expect(await readFile(join(data, "PG_VERSION"), "utf8")).toBe("17\n")
  },
)

test("a file in the folder's place is refused in a sentence and left as it is", async () => {
  const folder = join(dirname(await makeFolder()), "taken")
  await writeFile(folder, "mine")
  const refusal = openPrivatePostgres({ folder })
  await expect(refusal).rejects.toThrow(/a file lies where a folder is needed/)
  await expect(refusal).rejects.toMatchObject({ name: "PrivatePostgresError" })
  expect(await readFile(folder, "utf8")).toBe("mine")
})

test("a folder that Kvit may not write in is refused in a sentence", async () => {
  const closed = dirname(await makeFolder())
  await chmod(closed, 0o500)
  // No folder is closed to root, but the kernel's own takes no folders from anybody.
  const folder = isRoot() ? "/sys/kvit" : join(closed, "postgres")
  const refusal = openPrivatePostgres({ folder })
  await expect(refusal).rejects.toThrow(/may not write in/)
  await expect(refusal).rejects.toMatchObject({ name: "PrivatePostgresError" })
})

test("a full disk is named, without PostgreSQL's own lines", () => {
  const problem = explainOutput(
    "It did not start.",
    "/data",
    "FATAL:  could not write: No space left on device",
  )
  expect(problem.message).toMatch(/^The disk that holds \/data is full/)
  expect(problem.message).not.toMatch(/FATAL/)
})

test("a platform without binaries is named, with the way out", () => {
  expect(() => getBinaries("plan9-mips")).toThrow(/plan9-mips.*DATABASE_URL/)
})

test("a copy of the binaries has the library links that an install without scripts lacks", async () => {
  const into = await makeFolder()
  await mkdir(into)
  const bare = join(into, "bare")
  const binaries = getBinaries()
  await mkdir(join(bare, "lib"), { recursive: true })
  await symlink(join(binaries.folder, "pg-symlinks.json"), join(bare, "pg-symlinks.json"))
  await writeFile(join(bare, "lib", "libpq.so.5.18"), "library")
  const copy = await copyBinaries({ ...binaries, folder: bare }, into)
  expect(await readFile(join(copy.folder, "lib", "libpq.so.5"), "utf8")).toBe("library")
})

// Nobody but root has another user's PostgreSQL to care for.
test.runIf(isRoot())(
  "root's data goes where PostgreSQL's user can reach it, and says so at every start",
  async () => {
    const folder = await makeFolder()
    await chmod(dirname(folder), 0o700)
    const first = await openPrivatePostgres({ folder, settings: unsafe })
    const home = dirname(first.dataFolder)
    onTestFinished(() => rm(home, { recursive: true, force: true }))
    expect(home).toMatch(/^\/var\/lib\/kvit\/[0-9a-f]{16}$/)
    expect(first.notices).toEqual([
      expect.stringMatching(
        new RegExp(`^Data moved to ${home}, because .*may not enter ${dirname(folder)}\\.$`),
      ),
    ])
    await query(first, "create table notes as select 1 as number")
    await first.release()

    const second = await openPrivatePostgres({ folder, settings: unsafe })
    expect(second.dataFolder).toBe(first.dataFolder)
    expect(second.notices).toEqual(first.notices)
    expect(await query(second, "select number from notes")).toEqual([{ number: 1 }])
    await second.release()
    expect(await findPid(second)).toBeNull()
  },
)
