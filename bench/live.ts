/**
 * From a change to the pages that show it, with 1,000 streams open, and the memory 5,000 of them take. What the machine
 * can do is measured with each change: its own transaction and one bare connection that listens to the database.
 */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { recordPayment } from "../src/domain/payments/index.ts"
import { asOwner, withClient } from "../src/platform/database/index.ts"
import { newId } from "../src/platform/ids/index.ts"
import { newSecret, sha256 } from "../src/platform/secrets/index.ts"
import { routes } from "../src/routes.ts"
import { type Figure, figure, percentile } from "./figure.ts"
import { type Ground, openGround } from "./ground/open-ground.ts"
import type { WatchAnswer, WatchOrder } from "./load/watchers.ts"
import type { ServerProcess } from "./servers/child.ts"
import { cookieOf, startKvit } from "./servers/kvit-server.ts"
import { residentMegabytes } from "./servers/memory.ts"

const streams = { fast: 1_000, many: 5_000 }
const warmRounds = 20
const rounds = 300
const restMs = 6_000
const longestMs = 20_000
const goalMs = 150
const goalMegabytes = 300

/** What a change comes from. Each makes one that is seen on the page of the customer who owes the invoice. */
export interface Cause {
  name: "ledger" | "webhook"
  change(ground: Ground, invoice: OpenInvoice): Promise<void>
}

export interface OpenInvoice {
  documentId: string
  customerId: string
}

/** A payment recorded by another process than the one whose pages are open. */
const ledger: Cause = {
  name: "ledger",
  change: async ({ system }, { documentId }) => {
    const payment = { documentId, amount: 1n, method: "bank", receivedOn: "2026-01-02" } as const
    const outcome = await recordPayment(system, { ...payment, requestKey: newId() })
    if (!outcome.ok) throw new Error(`No payment was recorded: ${outcome.reason}.`)
  },
}

export async function run(): Promise<Figure[]> {
  const ground = await openGround(10_000)
  try {
    const invoices = await findInvoices(ground)
    const figures = await measureTimes(ground, invoices, ledger)
    return [...figures, await measureMemory(ground, invoices)]
  } finally {
    await ground.close()
  }
}

/** One open invoice a customer, with room for many small payments. */
async function findInvoices(ground: Ground): Promise<OpenInvoice[]> {
  const found = await asOwner(ground.runtime.database.owner, (client) =>
    client.query<OpenInvoice>(
      `select distinct on (customer_id) document_id as "documentId", customer_id as "customerId" from open_items
       where business_id = $1 and kind = 'invoice' and balance > 10000 and customer_id = recipient_id
       order by customer_id, document_id`,
      [ground.businessId],
    ),
  )
  return found.rows
}

interface Session {
  cookie: string
  invoice: OpenInvoice
}

/** Sessions of the customers in turn, each of its own portal token, as they are made by opening it. */
async function makeSessions(
  ground: Ground,
  invoices: readonly OpenInvoice[],
  count: number,
): Promise<Session[]> {
  const made = Array.from({ length: count }, (_, at) => {
    const invoice = invoices[at % invoices.length]
    if (!invoice) throw new Error("No customer owes anything.")
    return { secret: newSecret(), invoice }
  })
  const customers = [...new Set(made.map(({ invoice }) => invoice.customerId))]
  await asOwner(ground.runtime.database.owner, async (client) => {
    await client.query("update portal_tokens set revoked_at = now() where revoked_at is null")
    await client.query(
      `insert into portal_tokens (business_id, id, customer_id, token_sha256, sealed, key_id, expires_at)
       select $1, customer, customer, sha256(customer::text::bytea), '', 'k1', now() + interval '30 days'
       from unnest($2::uuid[]) as customer
       on conflict (business_id, id) do update set revoked_at = null`,
      [ground.businessId, customers],
    )
    await client.query(
      `insert into portal_sessions (business_id, id, secret_sha256, way, customer_id, token_id, expires_at)
       select $1, id, secret, 'token', customer, customer, now() + interval '1 day'
       from unnest($2::uuid[], $3::bytea[], $4::uuid[]) as made (id, secret, customer)`,
      [
        ground.businessId,
        made.map(() => newId()),
        made.map(({ secret }) => sha256(secret)),
        made.map(({ invoice }) => invoice.customerId),
      ],
    )
  })
  return made.map(({ secret, invoice }) => ({ cookie: cookieOf(secret), invoice }))
}

interface Watchers {
  process: ChildProcess
  answers: WatchAnswer[]
}

async function openWatchers(server: ServerProcess, sessions: readonly Session[]): Promise<Watchers> {
  const child = fork(join(import.meta.dirname, "load/watchers.ts"))
  const answers: WatchAnswer[] = []
  child.on("message", (answer: WatchAnswer) => answers.push(answer))
  const order: WatchOrder = {
    port: server.port,
    path: routes.portal.events.to({ age: 0 }),
    page: routes.portal.home.to(),
    cookies: sessions.map(({ cookie }) => cookie),
    isForwarded: true,
  }
  child.send(order)
  while (!answers.some(({ kind }) => kind === "opened")) {
    const broken = answers.find((answer) => answer.kind === "broken")
    if (broken) throw new Error(broken.why)
    await wait(50)
  }
  return { process: child, answers }
}

async function withWatchers<T>(
  ground: Ground,
  sessions: readonly Session[],
  work: (server: ServerProcess, watchers: Watchers, restMegabytes: number) => Promise<T>,
): Promise<T> {
  const server = await startKvit(ground.folder, { TRUSTED_PROXIES: "1" })
  try {
    // By then a page that was read just now is not told anything when it begins to watch.
    await wait(restMs)
    const rest = await residentMegabytes(server.pid)
    const watchers = await openWatchers(server, sessions)
    try {
      return await work(server, watchers, rest)
    } finally {
      watchers.process.disconnect()
      await once(watchers.process, "exit")
    }
  } finally {
    await server.stop()
  }
}

const now = () => performance.timeOrigin + performance.now()

/** Milliseconds from before the change until the last of the pages that show it was told, and was there anew. */
interface Round {
  heard: number
  told: number
  read: number
}

async function measureTimes(
  ground: Ground,
  invoices: readonly OpenInvoice[],
  cause: Cause,
): Promise<Figure[]> {
  const sessions = await makeSessions(ground, invoices, streams.fast)
  const times = await withWatchers(ground, sessions, (_, watchers) =>
    withClient(ground.runtime.database.app, async (listening) => {
      const heard: number[] = []
      listening.on("notification", () => heard.push(now()))
      await listening.query("listen kvit_live")
      const measured: Round[] = []
      for (let at = 0; at < warmRounds + rounds; at += 1) {
        const invoice = invoices[(at * 7) % invoices.length]
        if (!invoice) throw new Error("No customer owes anything.")
        const concerned = sessions.flatMap((session, stream) => (session.invoice === invoice ? [stream] : []))
        measured.push(await measureRound(ground, { cause, invoice, concerned, watchers, heard }))
      }
      return measured.slice(warmRounds)
    }),
  )
  const limits = times.map(({ heard }) => heard)
  const of = (name: string, samples: number[], share: number) =>
    figure({
      bench: "live",
      figure: `${cause.name}: change to ${name}, ${streams.fast.toLocaleString("en")} streams, p${share * 100}`,
      value: percentile(samples, share),
      unit: "ms",
      limit: percentile(limits, share),
      goal: share === 0.99 ? `at most ${goalMs} ms` : "-",
      ok: share < 0.99 || percentile(samples, share) <= goalMs,
    })
  return [0.5, 0.99].flatMap((share) => [
    of(
      "event in the stream",
      times.map(({ told }) => told),
      share,
    ),
    of(
      "page read again",
      times.map(({ read }) => read),
      share,
    ),
  ])
}

async function measureRound(
  ground: Ground,
  round: {
    cause: Cause
    invoice: OpenInvoice
    concerned: readonly number[]
    watchers: Watchers
    heard: number[]
  },
): Promise<Round> {
  const { cause, invoice, concerned, watchers, heard } = round
  await wait(40)
  watchers.answers.length = 0
  heard.length = 0
  const began = now()
  await cause.change(ground, invoice)
  const came = (kind: "told" | "read") =>
    concerned.map((stream) => watchers.answers.find((one) => one.kind === kind && one.stream === stream))
  const until = began + longestMs
  while (came("read").includes(undefined)) {
    if (now() > until) throw new Error("A page was not read again in time.")
    await wait(1)
  }
  const last = (kind: "told" | "read") =>
    Math.max(...came(kind).map((answer) => (answer && "at" in answer ? answer.at : Number.NaN)))
  return { heard: (heard[0] ?? Number.NaN) - began, told: last("told") - began, read: last("read") - began }
}

async function measureMemory(ground: Ground, invoices: readonly OpenInvoice[]): Promise<Figure> {
  const sessions = await makeSessions(ground, invoices, streams.many)
  return withWatchers(ground, sessions, async (server, _, rest) => {
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
