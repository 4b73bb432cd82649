import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestDatabase } from "../../../test/ground.ts"
import { withClient } from "./connection.ts"
import { copyIn, copyOut } from "./copy.ts"

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const hundredThousand =
  "copy (select n, repeat('æ', n % 50), null from generate_series(1, 100000) n) to stdout"

async function collect(blocks: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const all: Buffer[] = []
  for await (const block of blocks) all.push(block)
  return all
}

test("rows that are copied out and in again are the same, whatever the size of a block", async () => {
  await withClient(database.owner, async (client) => {
    await client.query("create table public.copied (n int, word text, nothing text)")
    const out = copyOut(client, hundredThousand, 1000)
    const blocks = await collect(out)
    expect(out.rows()).toBe(100_000)
    expect(blocks.slice(0, -1).every((block) => block.length === 1000)).toBe(true)
    const copy = copyIn(client, "copy public.copied from stdin")
    for (const block of blocks) await copy.write(block)
    expect(await copy.end()).toBe(100_000)
    const again = copyOut(client, "copy (select * from public.copied order by n) to stdout", 1_000_000)
    expect(Buffer.concat(await collect(again)).equals(Buffer.concat(blocks))).toBe(true)
  })
})

test("a row larger than a block comes in several, and an empty table in none", async () => {
  await withClient(database.owner, async (client) => {
    const large = await collect(copyOut(client, "copy (select repeat('x', 2500)) to stdout", 1000))
    expect(large.map((block) => block.length)).toEqual([1000, 1000, 501])
    const exact = await collect(copyOut(client, "copy (select repeat('x', 1999)) to stdout", 1000))
    expect(exact.map((block) => block.length)).toEqual([1000, 1000])
    expect(await collect(copyOut(client, "copy (select 1 where false) to stdout", 1000))).toEqual([])
  })
})

test("what the server refuses is said, and the connection goes on", async () => {
  await withClient(database.owner, async (client) => {
    await expect(collect(copyOut(client, "copy (select 1 / 0) to stdout", 1000))).rejects.toThrow("division")
    await client.query("create table public.numbers (n int check (n > 0))")
    const copy = copyIn(client, "copy public.numbers from stdin")
    const write = async () => {
      for (let sent = 0; sent < 20; sent += 1) await copy.write(Buffer.from("1\n".repeat(100_000)))
      await copy.write(Buffer.from("-1\n"))
      await copy.end()
    }
    await expect(write()).rejects.toThrow("numbers_n_check")
    await expect(copyIn(client, "copy public.nowhere from stdin").end()).rejects.toThrow("nowhere")
    expect((await client.query("select count(*)::int as count from public.numbers")).rows).toEqual([
      { count: 0 },
    ])
  })
})

test("a server that goes away in the middle is an error and not a wait for ever", async () => {
  await withClient(database.owner, async (client) => {
    const result = await client.query<{ pid: number }>("select pg_backend_pid() as pid")
    const out = copyOut(
      client,
      "copy (select repeat('x', 1000) from generate_series(1, 1000000)) to stdout",
      4096,
    )
    const read = async () => {
      let blocks = 0
      for await (const _ of out) {
        blocks += 1
        if (blocks === 3)
          await withClient(database.owner, (other) =>
            other.query("select pg_terminate_backend($1)", [result.rows[0]?.pid]),
          )
      }
    }
    await expect(read()).rejects.toThrow()
  })
})

test("whoever stops reading a large table is not made to read it all", async () => {
  const began = performance.now()
  await withClient(database.owner, async (client) => {
    const out = copyOut(
      client,
      "copy (select repeat('x', 1000), generate_series(1, 100000000)) to stdout",
      4096,
    )
    for await (const _ of out) break
  })
  expect(performance.now() - began).toBeLessThan(5_000)
})
