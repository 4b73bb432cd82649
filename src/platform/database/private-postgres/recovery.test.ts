import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import pg from "pg"
import { beforeAll, describe, expect, test } from "vitest"
import { openPrivatePostgres, type PrivatePostgres } from "./index.ts"
import { findPid, makeFolder, query, unsafe } from "./test-kvit.ts"

test("every acknowledged commit survives when the server itself is killed, again and again", async () => {
  const folder = await makeFolder()
  let postgres = await openPrivatePostgres({ folder })
  await query(postgres, "create table notes (number int primary key)")
  let acknowledged = 0
  for (const round of [1, 2, 3]) {
    acknowledged = await insertUntilKilled(postgres, acknowledged, 40 * round)
    const dead = await findPid(postgres)
    const next = await openPrivatePostgres({ folder })
    expect(next.startedHere).toBe(true)
    expect(await findPid(next)).not.toBe(dead)
    const [row] = await query(next, "select count(*)::int as count, max(number) as last from notes")
    // The last one may have been written without being acknowledged any more.
    expect([acknowledged, acknowledged + 1]).toContain((row as { last: number }).last)
    expect((row as { count: number }).count).toBe((row as { last: number }).last)
    acknowledged = (row as { last: number }).last
    await postgres.release()
    postgres = next
  }
  expect(acknowledged).toBeGreaterThan(3)
  await postgres.release()
})

describe("after a crash", () => {
  let folder: string
  let dataFolder: string
  let pidFile: string
  let left: string

  beforeAll(async () => {
    let clean = async () => {}
    folder = await makeFolder((work) => {
      clean = work
    })
    const postgres = await openPrivatePostgres({ folder, settings: unsafe })
    dataFolder = postgres.dataFolder
    pidFile = join(dataFolder, "postmaster.pid")
    left = await readFile(pidFile, "utf8")
    await postgres.release()
    return () => clean()
  })

  test("the file that the dead server left behind is no obstacle", async () => {
    await writeFile(pidFile, left)
    await expectToStart(folder)
  })

  test("its number that now belongs to another program is no obstacle, and that program is left alone", async () => {
    // This test's own parent is alive, may be signalled, and is no PostgreSQL.
    const taken = left.replace(/^\d+/, String(process.ppid))
    await writeFile(pidFile, taken)
    await writeFile(join(dataFolder, ".s.PGSQL.5432.lock"), taken)
    await expectToStart(folder)
    expect(process.kill(process.ppid, 0)).toBe(true)
  })

  test("the empty file that a power loss leaves is no obstacle", async () => {
    await writeFile(pidFile, "")
    await writeFile(join(dataFolder, ".s.PGSQL.5432.lock"), "")
    await expectToStart(folder)
  })

  test("a server that does not start says why, with the last lines of its log", async () => {
    const control = join(dataFolder, "global", "pg_control")
    await rename(control, `${control}.away`)
    const refusal = openPrivatePostgres({ folder, settings: unsafe })
    await expect(refusal).rejects.toThrow(/did not start.*pg_control/s)
    await expect(refusal).rejects.toMatchObject({ name: "PrivatePostgresError" })
    await rename(`${control}.away`, control)
    await expectToStart(folder)
  })
})

test("a first start that was killed half-way leaves nothing behind after the next", async () => {
  const folder = await makeFolder()
  await mkdir(join(folder, "cluster.new-12345678", "base"), { recursive: true })
  await writeFile(join(folder, "cluster.new-12345678", "PG_VERSION"), "18\n")
  const postgres = await openPrivatePostgres({ folder, settings: unsafe })
  expect((await readdir(folder)).sort()).toEqual(["cluster", "gate", "holders"])
  await postgres.release()
})

async function insertUntilKilled(postgres: PrivatePostgres, from: number, count: number): Promise<number> {
  const client = new pg.Client(postgres.connection(postgres.superuser, "postgres"))
  client.on("error", () => undefined)
  await client.connect()
  const pid = await findPid(postgres)
  const [row] = (await client.query("select pg_backend_pid() as backend")).rows
  let acknowledged = from
  try {
    for (;;) {
      await client.query("insert into notes values ($1)", [acknowledged + 1])
      acknowledged += 1
      if (acknowledged === from + count) {
        process.kill(Number(pid), "SIGKILL")
        process.kill(Number(row.backend), "SIGKILL")
      }
    }
  } catch {
    return acknowledged
  } finally {
    await client.end()
  }
}

async function expectToStart(folder: string): Promise<void> {
  const postgres = await openPrivatePostgres({ folder, settings: unsafe })
  expect(postgres.startedHere).toBe(true)
  expect(await query(postgres, "select 1 as one")).toEqual([{ one: 1 }])
  await postgres.release()
}
