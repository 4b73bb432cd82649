/** How long the built server takes to answer, and the memory it holds at rest. The limit is a Node with nothing to do. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type Figure, figure } from "./figure.ts"
import { openGround } from "./ground/open-ground.ts"
import { buildKvit, startKvit } from "./servers/kvit-server.ts"
import { residentMegabytes } from "./servers/memory.ts"

const restMs = 3000

export async function run(): Promise<Figure[]> {
  await buildKvit()
  const empty = await startEmpty()
  const ground = await openGround(10_000)
  await ground.close()
  const existing = await startOn(ground.folder)
  const nothing = await mkdtemp(join(tmpdir(), "kvit-bench-"))
  try {
    const first = await startOn(nothing)
    return [
      seconds("start on existing data", existing.seconds, empty.seconds, 2),
      seconds("start on nothing", first.seconds, empty.seconds, 6),
      figure({
        bench: "start",
        figure: "memory at rest",
        value: existing.megabytes,
        unit: "MB",
        limit: empty.megabytes,
        goal: "at most 150 MB",
        ok: existing.megabytes <= 150,
      }),
    ]
  } finally {
    await rm(nothing, { recursive: true, force: true })
  }
}

function seconds(name: string, value: number, limit: number, most: number): Figure {
  return figure({
    bench: "start",
    figure: name,
    value,
    unit: "s",
    limit,
    goal: `at most ${most} s`,
    ok: value <= most,
  })
}

async function startOn(folder: string): Promise<{ seconds: number; megabytes: number }> {
  const began = performance.now()
  const server = await startKvit(folder)
  const taken = (performance.now() - began) / 1000
  try {
    await sleep(restMs)
    return { seconds: taken, megabytes: await residentMegabytes(server.pid) }
  } finally {
    await server.stop()
  }
}

async function startEmpty(): Promise<{ seconds: number; megabytes: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  await once(child.stdout, "data")
  const taken = (performance.now() - began) / 1000
  const megabytes = await residentMegabytes(child.pid ?? 0)
  child.kill()
  return { seconds: taken, megabytes }
}
