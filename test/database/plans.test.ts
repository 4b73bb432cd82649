import { CompiledQuery, sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { enterPortal, findPortalSession, openSessionByToken } from "../../src/domain/access/index.ts"
import {
  inIndexOrder,
  listOwnDocuments,
  ownListStatement,
  readFilter,
} from "../../src/domain/documents/index.ts"
import { asOwner, type CustomerActor } from "../../src/platform/database/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"
import { fillTable } from "./many-documents.ts"

const many = 70_000
const shown = 25
const today = "2026-11-21"
let ground: TestGround
let actor: CustomerActor
let secret: string

/** A customer with 3,500 of 70,000 documents. */
beforeAll(async () => {
  ground = await createTestGround()
  const reader = await ground.make.customer({ name: "Læser A/S" })
  const others = await Promise.all(Array.from({ length: 19 }, () => ground.make.customer()))
  await fillTable(ground, [reader.id, ...others.map((customer) => customer.id)], many)
  const token = await ground.make.token(reader)
  const session = await openSessionByToken(ground.environment, ground.businessId, token, undefined)
  const found = session && (await findPortalSession(ground.environment, ground.businessId, session.secret))
  if (!found) throw new Error("No session.")
  actor = found.actor
  secret = session.secret
}, 120_000)
afterAll(() => ground.close())

interface PlanNode {
  "Node Type": string
  "Relation Name"?: string
  "Index Name"?: string
  "Actual Rows": number
  "Actual Loops": number
  "Rows Removed by Filter"?: number
  Plans?: PlanNode[]
}

/** Every node of the plan by which the page's own statement was just run, as the customer's role. */
async function runPlan(query: Record<string, string>): Promise<PlanNode[]> {
  const { text, values } = ownListStatement(readFilter(query), { limit: shown, today })
  const result = await actor.transaction(async (db) => {
    await db.executeQuery(CompiledQuery.raw(inIndexOrder.text))
    return db.executeQuery<{ "QUERY PLAN": { Plan: PlanNode }[] }>(
      CompiledQuery.raw(`explain (analyze, format json) ${text}`, values),
    )
  })
  const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
  return (result.rows[0]?.["QUERY PLAN"] ?? []).flatMap(({ Plan }) => flatten(Plan))
}

/** The most rows one node read or threw away, over all its runs. */
function mostRows(nodes: readonly PlanNode[]): number {
  return Math.max(
    ...nodes.map(
      (node) => (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"],
    ),
  )
}

const orders = [
  { query: {}, index: "document_viewers_newest" },
  { query: { direction: "up" }, index: "document_viewers_newest" },
  { query: { kind: "quote" }, index: "document_viewers_newest_of_kind" },
  { query: { sort: "due_date" }, index: "document_viewers_by_due_date" },
  { query: { sort: "amount" }, index: "document_viewers_by_total" },
  { query: { sort: "amount", direction: "up" }, index: "document_viewers_by_total" },
  { query: { sort: "number" }, index: "document_viewers_by_number" },
] as const

describe("a page of a customer's list", () => {
  test.each(orders)("of $query reads its index and nothing but its rows", async ({ query, index }) => {
    const nodes = await runPlan(query)
    expect(nodes.map((node) => node["Index Name"])).toContain(index)
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan")
    expect(mostRows(nodes)).toBeLessThanOrEqual(4 * (shown + 1))
  })

  test.each(orders)("of $query costs the same at depth", async ({ query, index }) => {
    const start = await listOwnDocuments(actor, readFilter(query), { limit: 700, today })
    if (!start.next) throw new Error("There is no page at depth.")
    const nodes = await runPlan({ ...query, after: start.next })
    // Near the end of a list the index of all kinds may be as good as that of one.
    const indexes = nodes.map((node) => node["Index Name"] ?? "")
    expect(indexes.some((name) => index.startsWith(name) && name !== "")).toBe(true)
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan")
    expect(mostRows(nodes)).toBeLessThanOrEqual(8 * (shown + 1))
  })

  test.each(["sjælden", "service"])("found by %s reads no more documents than it shows", async (search) => {
    const nodes = await runPlan({ search })
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan")
    expect(mostRows(nodes)).toBeLessThanOrEqual(4 * (shown + 1))
  })
})

test.each(["b:", "c:"])("a search held to %s asks the index of words", async (mark) => {
  const lexeme = mark === "b:" ? ground.businessId : actor.customerIds[0]
  const plan = await asOwner(ground.owner, async (client) => {
    await client.query("select set_config('role', 'kvit_search', true)")
    const text = `explain select document_id from document_search s where s.terms @@ '''${mark}${lexeme}'' & ''sjaelden'':*'::tsquery`
    return JSON.stringify((await client.query(text)).rows)
  })
  expect(plan).toContain("document_search_terms")
  expect(plan).not.toContain("Seq Scan")
})

describe("what is read while the session is checked", () => {
  const rows = () => ownListStatement(readFilter({}), { limit: shown, today })

  test("is the customer's own, as the plain list has it", async () => {
    const { session, read } = await enterPortal(ground.environment, ground.businessId, secret, [rows()])
    const plain = await listOwnDocuments(actor, readFilter({}), { limit: shown, today })
    expect(session?.actor.customerIds).toEqual(actor.customerIds)
    expect(read[0].slice(0, shown)).toEqual(plain.documents)
  })

  test("is nothing for a secret nobody stands behind, also on a connection that just served somebody", async () => {
    await Promise.all(
      Array.from({ length: 10 }, () => enterPortal(ground.environment, ground.businessId, secret, [rows()])),
    )
    const { session, read } = await enterPortal(ground.environment, ground.businessId, "no such secret", [
      rows(),
    ])
    expect(session).toBeNull()
    expect(read).toEqual([[]])
  })

  test("cannot be read by another business's host", async () => {
    const elsewhere = await createTestGround()
    try {
      const { session, read } = await enterPortal(ground.environment, elsewhere.businessId, secret, [rows()])
      expect(session).toBeNull()
      expect(read).toEqual([[]])
    } finally {
      await elsewhere.close()
    }
  })

  test("leaves its connection usable when a statement fails", async () => {
    const broken = { name: null, text: "select 1 / 0", values: [] }
    await expect(
      enterPortal(ground.environment, ground.businessId, secret, [broken, rows()]),
    ).rejects.toThrow("division by zero")
    const seen = await ground.system.transaction((db) =>
      sql<{ role: string }>`select current_user::text as role`.execute(db),
    )
    expect(seen.rows[0]?.role).toBe("kvit_staff")
    const again = await enterPortal(ground.environment, ground.businessId, secret, [rows()])
    expect(again.read[0]).toHaveLength(shown + 1)
  })
})
