/** A server and, in a process of their own, the pages that are open at it. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import type { Ground } from "../ground/open-ground.ts"
import type { WatchAnswer, WatchedPage, WatchOrder } from "../load/watchers.ts"
import type { ServerProcess } from "../servers/child.ts"
import { startKvit } from "../servers/kvit-server.ts"
import { residentMegabytes } from "../servers/memory.ts"

const restMs = 6_000
const longestMs = 20_000

export interface Watchers {
  /** Opens one more page; answers its number once it is open. */
  open(page: WatchedPage): Promise<number>
  /** Closes a page, which is told nothing any more. */
  close(stream: number): void
  /** What the pages answer is kept from now on, and what they answered before is forgotten. */
  forget(): void
  /** The first moment each of these pages was told, or had been read again. Throws where one is not in time. */
  firstOf(kind: "told" | "read", streams: readonly number[]): Promise<number[]>
}

export const now = () => performance.timeOrigin + performance.now()

async function openWatchers(
  pages: readonly WatchedPage[],
  port: number,
): Promise<{ process: ChildProcess; watchers: Watchers }> {
  const child = fork(join(import.meta.dirname, "../load/watchers.ts"))
  let answers: WatchAnswer[] = []
  child.on("message", (answer: WatchAnswer) => answers.push(answer))
  const order = (words: WatchOrder) => child.send(words)
  const untilOpen = async (count: number, ms: number) => {
    const until = now() + ms
    while (answers.filter(({ kind }) => kind === "opened").length < count) {
      const broken = answers.find((answer) => answer.kind === "broken")
      if (broken) throw new Error(broken.why)
      if (now() > until) throw new Error("A stream was not open in time.")
      await wait(5)
    }
  }
  let last = -1
  const open = async (more: readonly WatchedPage[]) => {
    answers = []
    for (const page of more) order({ kind: "open", port, stream: ++last, page })
    await untilOpen(more.length, longestMs * 10)
    return last
  }
  await open(pages)
  const watchers: Watchers = {
    open: (page) => open([page]),
    close: (stream) => order({ kind: "close", stream }),
    forget: () => {
      answers = []
    },
    firstOf: async (kind, streams) => {
      const until = now() + longestMs
      for (;;) {
        const found = streams.map((stream) => firstMoment(answers, kind, stream))
        if (!found.includes(undefined)) return found.filter((at) => at !== undefined)
        if (now() > until) throw new Error("A page was not read again in time.")
        await wait(1)
      }
    },
  }
  return { process: child, watchers }
}

function firstMoment(
  answers: readonly WatchAnswer[],
  kind: "told" | "read",
  stream: number,
): number | undefined {
  for (const answer of answers) {
    if (answer.kind === kind && answer.stream === stream) return answer.at
  }
}

/** Kvit on the data of a ground, with these pages open, and what memory it held when none was. */
export async function withWatchers<T>(
  ground: Ground,
  pages: readonly WatchedPage[],
  work: (server: ServerProcess, watchers: Watchers, restMegabytes: number) => Promise<T>,
  environment: Record<string, string> = {},
): Promise<T> {
  const server = await startKvit(ground.folder, { TRUSTED_PROXIES: "1", ...environment })
  try {
    // By then a page that was read just now is not told anything when it begins to watch.
    await wait(restMs)
    const rest = await residentMegabytes(server.pid)
    const { process: child, watchers } = await openWatchers(pages, server.port)
    try {
      return await work(server, watchers, rest)
    } finally {
      child.disconnect()
      await once(child, "exit")
    }
  } finally {
    await server.stop()
  }
}
