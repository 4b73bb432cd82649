import { expect, test } from "vitest"
import { openPrivatePostgres } from "./index.ts"
import { findPid, makeFolder, query, startOtherKvit, unsafe } from "./test-kvit.ts"

test("the first start makes a database with checksums that knows Danish letters, and the second finds it again", async () => {
  const folder = await makeFolder()
  const first = await openPrivatePostgres({ folder, settings: unsafe })
  expect(first.startedHere).toBe(true)
  expect(first.notices).toEqual([])
  await query(first, "create table notes as select 'ærlig' as words")
  const [facts] = await query(
    first,
    `select current_setting('data_checksums') as checksums, upper('æøå') as letters,
            current_setting('listen_addresses') as addresses, current_setting('server_encoding') as encoding`,
  )
  expect(facts).toEqual({ checksums: "on", letters: "ÆØÅ", addresses: "", encoding: "UTF8" })
  await first.release()
  expect(await findPid(first)).toBeNull()

  const second = await openPrivatePostgres({ folder, settings: unsafe })
  expect(second.startedHere).toBe(true)
  expect(await query(second, "select words from notes")).toEqual([{ words: "ærlig" }])
  await second.release()
})

test("a commit is written to the disk unless a test asks otherwise, the logs are bounded, and any role may be named", async () => {
  const folder = await makeFolder()
  const postgres = await openPrivatePostgres({ folder })
  const [settings] = await query(
    postgres,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            current_setting('full_page_writes') as pages, current_setting('autovacuum') as autovacuum,
            current_setting('max_wal_size') as wal, current_setting('log_filename') as log,
            current_setting('log_truncate_on_rotation') as truncates`,
  )
  expect(settings).toEqual({
    fsync: "on",
    commit: "on",
    pages: "on",
    autovacuum: "on",
    wal: "512MB",
    log: "postgresql-%a.log",
    truncates: "on",
  })
  await query(postgres, "create role kvit_app login")
  const [session] = await query({ ...postgres, superuser: "kvit_app" }, "select session_user as role")
  expect(session).toEqual({ role: "kvit_app" })
  await postgres.release()
})

test("a killed Kvit leaves the database running, and the next one takes it over with all that was committed", async () => {
  const folder = await makeFolder()
  const killed = await startOtherKvit(folder)
  const before = await openPrivatePostgres({ folder, settings: unsafe })
  await query(before, "create table notes as select 1 as number")
  const pid = await findPid(before)
  await before.release()
  await killed.kill()

  const began = performance.now()
  const next = await openPrivatePostgres({ folder, settings: unsafe })
  expect(performance.now() - began).toBeLessThan(1000)
  expect(next.startedHere).toBe(false)
  expect(await findPid(next)).toBe(pid)
  expect(await query(next, "select number from notes")).toEqual([{ number: 1 }])

  // The killed one counts for nothing: this was the last.
  await next.release()
  expect(await findPid(next)).toBeNull()
})

test("Kvits that start at the same instant on nothing share one database", async () => {
  const folder = await makeFolder()
  const [one, two, here] = await Promise.all([
    startOtherKvit(folder),
    startOtherKvit(folder),
    openPrivatePostgres({ folder, settings: unsafe }),
  ])
  expect([one.startedHere, two.startedHere, here.startedHere].filter(Boolean)).toHaveLength(1)
  await query(here, "select 1")
  await Promise.all([one.release(), two.release(), here.release()])
  expect(await findPid(here)).toBeNull()
})

test("the database runs on until the last Kvit has released it", async () => {
  const folder = await makeFolder()
  const first = await openPrivatePostgres({ folder, settings: unsafe })
  const second = await startOtherKvit(folder)
  const third = await openPrivatePostgres({ folder, settings: unsafe })
  const pid = await findPid(first)

  await first.release()
  await first.release()
  expect(await findPid(third)).toBe(pid)
  await third.release()
  expect(await findPid(third)).toBe(pid)
  await second.release()
  expect(await findPid(third)).toBeNull()
})

test("a Kvit that opens while the last one is stopping gets a running database", async () => {
  const folder = await makeFolder()
  const first = await openPrivatePostgres({ folder, settings: unsafe })
  const [, next] = await Promise.all([first.release(), openPrivatePostgres({ folder, settings: unsafe })])
  expect(await query(next, "select 1 as one")).toEqual([{ one: 1 }])
  await next.release()
})
