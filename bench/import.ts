/**
 * How fast documents with 5 lines come in from outside, in sets of 500, two in flight. The machine's limit is writing
 * the same contents into a table without an index, in as many transactions.
 */
import { performance } from "node:perf_hooks"
import { type IncomingDocument, importSet, setSize } from "../src/domain/exchange/index.ts"
import { asOwner } from "../src/platform/database/index.ts"
import { manyLines, sampleInvoice } from "../test/sample-documents.ts"
import { type Figure, figure } from "./figure.ts"
import { type Ground, openGround } from "./ground/open-ground.ts"

const sets = 24
const warmSets = 4
const customers = 300
const goal = 3000

export async function run(): Promise<Figure[]> {
  const ground = await openGround(0, { anew: true })
  try {
    const prepared = Array.from({ length: sets + warmSets }, (_, set) => makeSet(set))
    await twoAtATime(prepared.slice(0, warmSets), (set) => importSet(ground.system, set))
    const measured = prepared.slice(warmSets)
    const value = await rateOf(() => twoAtATime(measured, (set) => importSet(ground.system, set)))
    await asOwner(ground.runtime.database.owner, (client) =>
      client.query("create table bench_rows (number text not null, data jsonb not null)"),
    )
    const limit = await rateOf(() => twoAtATime(measured, (set) => writePlain(ground, set)))
    return [
      figure({
        bench: "import",
        figure: "documents with 5 lines",
        value,
        unit: "documents/s",
        limit,
        goal: `at least ${goal}`,
        ok: value >= goal,
      }),
    ]
  } finally {
    await ground.close()
  }
}

async function rateOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (sets * setSize * 1000) / (performance.now() - start)
}

async function twoAtATime(
  all: readonly IncomingDocument[][],
  work: (set: IncomingDocument[]) => Promise<unknown>,
): Promise<void> {
  const left = all.values()
  const lane = async () => {
    for (const set of left) await work(set)
  }
  await Promise.all([lane(), lane()])
}

export function makeSet(set: number): IncomingDocument[] {
  return Array.from({ length: setSize }, (_unused, at) => {
    const n = set * setSize + at
    const name = `Kunde ${n % customers} ApS`
    const data = sampleInvoice({ lines: manyLines(5), document: { number: String(100_000 + n) } })
    const { billTo: _other, ...own } = data
    const customer = {
      ...data.customer,
      name,
      companyId: { scheme: "0184", value: String(20_000_000 + (n % customers)) },
    }
    return {
      from: `invoice ${n}`,
      data: { ...own, customer },
      files: [],
      remarks: [],
      source: "ubl",
      state: "issued",
    }
  })
}

function writePlain(ground: Ground, set: readonly IncomingDocument[]): Promise<unknown> {
  return asOwner(ground.runtime.database.owner, (client) =>
    client.query("insert into bench_rows select * from unnest($1::text[], $2::jsonb[])", [
      set.map((document) => document.data.number),
      set.map((document) =>
        JSON.stringify(document.data, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
      ),
    ]),
  )
}
