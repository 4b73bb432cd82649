/**
 * From a change to the pages that show it, with 1,000 streams open, and the memory 5,000 of them take. A change is a
 * payment booked by another process, or a webhook of the provider's; what the machine can do is measured with each.
 */
import { setTimeout as wait } from "node:timers/promises"
import { routes } from "../src/routes.ts"
import { type Figure, figure, percentile } from "./figure.ts"
import { type Ground, openGround } from "./ground/open-ground.ts"
import type { WatchedPage } from "./load/watchers.ts"
import { cookieOf } from "./servers/kvit-server.ts"
import { residentMegabytes } from "./servers/memory.ts"
import { measureLedger } from "./streams/ledger.ts"
import { withWatchers } from "./streams/open-watchers.ts"
import { findInvoices, makeSessions, oneEach, type Session } from "./streams/sessions.ts"
import { measureWebhooks } from "./streams/webhook.ts"

const streams = { fast: 1_000, many: 5_000 }
const goalMs = 150
const goalMegabytes = 300

export async function run(): Promise<Figure[]> {
  return [...(await onGround("booked")), ...(await onGround("webhook"))]
}

/** Payments are begun at a simulator that ends with the run, so their data is made anew each time and kept apart. */
async function onGround(cause: "booked" | "webhook"): Promise<Figure[]> {
  const isWebhook = cause === "webhook"
  const ground = await openGround(10_000, isWebhook ? { anew: true, name: "payments" } : {})
  try {
    const invoices = await findInvoices(ground)
    const sessions = await makeSessions(ground, oneEach(invoices), streams.fast)
    if (isWebhook)
      return timesOf("webhook", await measureWebhooks(ground, { invoices, pages: pagesOf(sessions, false) }))
    const times = timesOf("ledger", await measureLedger(ground, { sessions, pages: pagesOf(sessions, true) }))
    return [...times, await measureMemory(ground)]
  } finally {
    await ground.close()
  }
}

function pagesOf(sessions: readonly Session[], isProduction: boolean): WatchedPage[] {
  const path = routes.portal.events.to({ age: 0 })
  const page = routes.portal.home.to()
  return sessions.map(({ secret }) => ({ path, page, cookie: cookieOf(secret, isProduction) }))
}

/** Milliseconds of one change: at the machine's limit, until the last page was told, and had been read again. */
export interface Round {
  limit: number
  told: number
  read: number
}

function timesOf(cause: "ledger" | "webhook", rounds: readonly Round[]): Figure[] {
  const of = (name: string, of: (round: Round) => number, share: number) => {
    const value = percentile(rounds.map(of), share)
    return figure({
      bench: "live",
      figure: `${cause} to ${name}, ${streams.fast.toLocaleString("en")} streams, p${share * 100}`,
      value,
      unit: "ms",
      limit: percentile(
        rounds.map(({ limit }) => limit),
        share,
      ),
      goal: share === 0.99 ? `at most ${goalMs} ms` : "-",
      ok: share < 0.99 || value <= goalMs,
    })
  }
  return [0.5, 0.99].flatMap((share) => [
    of("event in the stream", ({ told }) => told, share),
    of("page read again", ({ read }) => read, share),
  ])
}

async function measureMemory(ground: Ground): Promise<Figure> {
  const sessions = await makeSessions(ground, oneEach(await findInvoices(ground)), streams.many)
  return withWatchers(ground, pagesOf(sessions, true), async (server, _, rest) => {
    await wait(5_000)
    const value = await residentMegabytes(server.pid)
    return figure({
      bench: "live",
      figure: `memory of the server with ${streams.many.toLocaleString("en")} streams, against none`,
      value,
      unit: "MB",
      limit: rest,
      goal: `under ${goalMegabytes} MB`,
      ok: value < goalMegabytes,
    })
  })
}
