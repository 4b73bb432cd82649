/**
 * The list of documents and its search at 1 million documents, read by a customer who has 50,000 of them.
 * `--large` compares 5 million with 10 thousand; without it 1 million is compared.
 */
import { findPortalSession } from "../src/domain/access/index.ts"
import {
  listDocuments,
  listOwnDocuments,
  ownListStatement,
  readFilter,
} from "../src/domain/documents/index.ts"
import { asOwner, type CustomerActor } from "../src/platform/database/index.ts"
import { routes } from "../src/routes.ts"
import { type Figure, figure, percentile } from "./figure.ts"
import { type Ground, openGround } from "./ground/open-ground.ts"
import { measureLoad } from "./load/load.ts"
import type { ServerProcess } from "./servers/child.ts"
import { cookieOf, startKvit } from "./servers/kvit-server.ts"
import { startBareServer } from "./servers/start-bare.ts"

const million = 1_000_000
const few = 10_000
const many = process.argv.includes("--large") ? 5 * million : million
const today = new Date().toISOString().slice(0, 10)
const rowsPerPage = 25

export async function run(): Promise<Figure[]> {
  const ground = await openGround(million)
  try {
    return [
      await compareWithBare(ground),
      ...(await compareDepths(ground)),
      await compareSizes(),
      ...(await measureSearch(ground)),
    ]
  } finally {
    await ground.close()
  }
}

interface Opened {
  server: ServerProcess
  cookie: string
}

async function withKvit<T>(ground: Ground, work: (opened: Opened) => Promise<T>): Promise<T> {
  const server = await startKvit(ground.folder)
  try {
    return await work({ server, cookie: cookieOf(await ground.enter()) })
  } finally {
    await server.stop()
  }
}

/** The two servers by turns, so that whatever else the machine does meets both. */
async function compareWithBare(ground: Ground): Promise<Figure> {
  const path = routes.portal.documents.to()
  return withKvit(ground, async ({ server, cookie }) => {
    const body = await read(server, cookie, path)
    const bare = await startBare(ground, body)
    try {
      const rates: { kvit: number[]; bare: number[] } = { kvit: [], bare: [] }
      await measureLoad({ port: server.port, cookie }, path, { seconds: 2 })
      await measureLoad({ port: bare.port, cookie }, "/", { seconds: 1 })
      for (let turn = 0; turn < 3; turn += 1) {
        rates.kvit.push((await measureLoad({ port: server.port, cookie }, path)).perSecond)
        rates.bare.push((await measureLoad({ port: bare.port, cookie }, "/")).perSecond)
      }
      const value = percentile(rates.kvit, 0.5)
      const limit = percentile(rates.bare, 0.5)
      return figure({
        bench: "list",
        figure: "portal list page, 1 million documents, against a bare server",
        value,
        unit: "requests/s",
        limit,
        goal: "at least 0.5 of it",
        ok: value >= limit * 0.5,
      })
    } finally {
      await bare.stop()
    }
  })
}

async function read(server: ServerProcess, cookie: string, path: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { cookie } })
  const body = await answer.text()
  if (answer.status !== 200 || !body.includes('class="row"')) throw new Error(`${path} shows no documents.`)
  return body
}

/** The same query, by the superuser, whom row security does not hold. */
async function startBare(ground: Ground, body: string): Promise<ServerProcess> {
  const { name, text, values } = ownListStatement(readFilter({}), { limit: rowsPerPage, today })
  const settings = `-c kvit.business=${ground.businessId} -c kvit.customers={${ground.readerId}}`
  const options = `-c search_path=kvit -c jit=off ${settings}`
  return startBareServer({
    connection: { ...ground.runtime.database.owner, options },
    query: { name: name ?? "", text, values },
    body,
    type: "text/html; charset=UTF-8",
  })
}

/** One request at a time: how long a page takes, not how many go at once. */
async function timeOf({ server, cookie }: Opened, path: string): Promise<number> {
  const target = { port: server.port, cookie }
  await measureLoad(target, path, { connections: 1, seconds: 1 })
  return (await measureLoad(target, path, { connections: 1, seconds: 3 })).p50
}

async function compareDepths(ground: Ground): Promise<Figure[]> {
  const actor = await openReader(ground)
  const asked = [
    { name: "newest first", query: {} },
    { name: "by amount", query: { sort: "amount" } },
    { name: "invoices only", query: { kind: "invoice" } },
  ]
  return withKvit(ground, async (opened) => {
    const figures: Figure[] = []
    for (const { name, query } of asked) {
      const start = await listOwnDocuments(actor, readFilter(query), { limit: 999 * rowsPerPage, today })
      if (!start.next) throw new Error("The reader has fewer than 1,000 pages.")
      const first = await timeOf(opened, routes.portal.documents.to(query))
      const deep = await timeOf(opened, routes.portal.documents.to({ ...query, after: start.next }))
      figures.push(atMost(`page 1000 against page 1, ${name}`, deep, first, 1.3))
    }
    return figures
  })
}

async function compareSizes(): Promise<Figure> {
  const times: number[] = []
  for (const size of [many, few]) {
    const ground = await openGround(size)
    try {
      times.push(await withKvit(ground, (opened) => timeOf(opened, routes.portal.documents.to())))
    } finally {
      await ground.close()
    }
  }
  const [large = 0, small = 0] = times
  return atMost(
    `page 1, ${many.toLocaleString("en")} documents against ${few.toLocaleString("en")}`,
    large,
    small,
    1.3,
  )
}

function atMost(name: string, value: number, limit: number, times: number): Figure {
  return figure({
    bench: "list",
    figure: name,
    value,
    unit: "ms",
    limit,
    goal: `at most ${times} times`,
    ok: value <= limit * times,
  })
}

async function openReader(ground: Ground): Promise<CustomerActor> {
  const session = await findPortalSession(ground.runtime, ground.businessId, await ground.enter())
  if (!session) throw new Error("There is no session.")
  return session.actor
}

const rounds = 60

/** Words as people type them, beside the same list without a search as the limit. */
async function measureSearch(ground: Ground): Promise<Figure[]> {
  const words = await chooseWords(ground)
  const actor = await openReader(ground)
  const options = { limit: rowsPerPage, today }
  const sides = [
    {
      side: "customer",
      goal: 30,
      list: (search: string) => listOwnDocuments(actor, readFilter({ search }), options),
    },
    {
      side: "staff",
      goal: 100,
      list: (search: string) => listDocuments(ground.system, readFilter({ search }), options),
    },
  ]
  const figures: Figure[] = []
  for (const { side, goal, list } of sides) {
    const limits = await repeat(() => list(""))
    for (const [kind, word] of Object.entries(words)) {
      const found = await list(word)
      if (found.documents.length === 0) throw new Error(`A search for "${word}" found nothing.`)
      const times = await repeat(() => list(word))
      for (const share of [0.5, 0.95]) {
        const value = percentile(times, share)
        figures.push(
          figure({
            bench: "list",
            figure: `search by ${side}, ${kind}, p${share * 100}`,
            value,
            unit: "ms",
            limit: percentile(limits, share),
            goal: `at most ${goal} ms`,
            ok: value <= goal,
          }),
        )
      }
    }
  }
  return figures
}

async function repeat(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds + 5; round += 1) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times.slice(5)
}

/** Of a document of the reader's, so that both sides find something. */
async function chooseWords(ground: Ground): Promise<Record<string, string>> {
  const found = await asOwner(ground.runtime.database.owner, (client) =>
    client.query<{ number: string; registration: string; total: string }>(
      `select number, registration, total::text from documents
       where business_id = $1 and customer_id = $2 order by issue_date, id offset 20000 limit 1`,
      [ground.businessId, ground.readerId],
    ),
  )
  const document = found.rows[0]
  if (!document) throw new Error("The reader has no documents.")
  return {
    "rare word": "sjælden",
    "common word": "service",
    "number part": document.number.slice(2),
    registration: document.registration,
    amount: `${document.total.slice(0, -2)},${document.total.slice(-2)}`,
  }
}
