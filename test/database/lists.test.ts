import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findPortalSession, openSessionByToken } from "../../src/domain/access/index.ts"
import { listDocuments, listOwnDocuments, readFilter } from "../../src/domain/documents/index.ts"
import { asOwner, type CustomerActor } from "../../src/platform/database/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"
import { fillTable } from "./many-documents.ts"

const many = 60_000
let ground: TestGround
let reader: { id: string; name: string }
let actor: CustomerActor

/** A customer with 3,000 of 60,000 documents: enough that the planner chooses as it does with millions. */
beforeAll(async () => {
  ground = await createTestGround()
  reader = await ground.make.customer({ name: "Læser A/S" })
  const others = await Promise.all(Array.from({ length: 19 }, () => ground.make.customer()))
  await fillTable(ground, [reader.id, ...others.map((customer) => customer.id)], many)
  const token = await ground.make.token(reader)
  const session = await openSessionByToken(ground.environment, ground.businessId, token, undefined)
  const found = session && (await findPortalSession(ground.environment, ground.businessId, session.secret))
  if (!found) throw new Error("No session.")
  actor = found.actor
}, 120_000)
afterAll(() => ground.close())

/** The plan of the customer's own list query, as the customer's role runs it. */
async function planOf(text: ReturnType<typeof sql>): Promise<string> {
  const result = await actor.transaction((db) => sql<{ "QUERY PLAN": string }>`explain ${text}`.execute(db))
  return result.rows.map((row) => row["QUERY PLAN"]).join("\n")
}

describe("a customer's list", () => {
  test("shows the customer's documents only, newest first, page after page, none twice and none left out", async () => {
    const seen: string[] = []
    let after: string | undefined
    let last = "9999-12-31"
    for (let page = 0; page < 200; page += 1) {
      const filter = readFilter({ ...(after ? { after } : {}) })
      const result = await listOwnDocuments(actor, filter, { limit: 200, today: "2026-11-21" })
      for (const row of result.documents) {
        expect(row.issueDate <= last).toBe(true)
        expect([row.customerId, row.billToId]).toContain(reader.id)
        last = row.issueDate
        seen.push(row.id)
      }
      if (!result.next) break
      after = result.next
    }
    expect(seen.length).toBe(many / 20)
    expect(new Set(seen).size).toBe(seen.length)
  })

  test.each(["date", "due_date", "amount", "number"])("sorts by %s both ways", async (sort) => {
    const down = await listOwnDocuments(actor, readFilter({ sort }), { limit: 5000, today: "2026-11-21" })
    const up = await listOwnDocuments(actor, readFilter({ sort, direction: "up" }), {
      limit: 5000,
      today: "2026-11-21",
    })
    expect(down.documents.length).toBe(many / 20)
    expect(up.documents.map((row) => row.id)).toEqual(down.documents.map((row) => row.id).reverse())
  })

  test("is read by key: no sort, no scan of the table", async () => {
    const plan = await planOf(sql`
      select v.document_id from document_viewers v
      where v.business_id = ${actor.businessId} and v.customer_id = ${reader.id} and (v.issue_date, v.document_id) < ('2024-01-01'::date, ${reader.id}::uuid)
      order by v.issue_date desc, v.document_id desc limit 26`)
    expect(plan).toContain("document_viewers_newest")
    expect(plan).not.toMatch(/Seq Scan|Sort/)
  })

  test("narrows by kind, period and what is unpaid", async () => {
    const quotes = await listOwnDocuments(actor, readFilter({ kind: "quote" }), {
      limit: 5000,
      today: "2026-11-21",
    })
    expect(quotes.documents.every((row) => row.kind === "quote")).toBe(true)
    const period = await listOwnDocuments(actor, readFilter({ from: "2021-01-01", to: "2021-01-31" }), {
      limit: 5000,
      today: "2026-11-21",
    })
    expect(period.documents.every((row) => row.issueDate.startsWith("2021-01"))).toBe(true)
    const unpaid = await listOwnDocuments(actor, readFilter({ status: "unpaid" }), {
      limit: 5000,
      today: "2026-11-21",
    })
    expect(unpaid.documents.every((row) => row.balance > 0n)).toBe(true)
  })
})

describe("search", () => {
  test("finds a customer's own documents and nobody else's", async () => {
    const common = await listOwnDocuments(actor, readFilter({ search: "service" }), {
      limit: 100,
      today: "2026-11-21",
    })
    expect(common.documents.length).toBe(100)
    expect(common.documents.every((row) => row.customerId === reader.id)).toBe(true)
    const others = await listOwnDocuments(actor, readFilter({ search: "N7" }), {
      limit: 100,
      today: "2026-11-21",
    })
    expect(others.documents.every((row) => row.customerId === reader.id)).toBe(true)
  })

  test("uses its index although row security is on, for staff and for customers", async () => {
    const staffRows = await listDocuments(ground.system, readFilter({ search: "sjælden" }), {
      limit: 100,
      today: "2026-11-21",
    })
    expect(staffRows.documents.length).toBe(Math.floor(many / 997))
    const plan = await asOwner(ground.owner, async (client) => {
      await client.query("select set_config('role', 'kvit_search', true)")
      const result = await client.query<{ "QUERY PLAN": string }>(
        `explain select document_id from document_search s where s.terms @@ $1::tsquery`.replace(
          "$1",
          `'''b:${ground.businessId}'' & ''sjaelden'''`,
        ),
      )
      return result.rows.map((row) => row["QUERY PLAN"]).join("\n")
    })
    expect(plan).toContain("document_search_terms")
    expect(plan).not.toContain("Seq Scan")
  })

  test("goes on for as many pages as there are hits", async () => {
    const seen = new Set<string>()
    let after: string | undefined
    for (let page = 0; page < 100; page += 1) {
      const result = await listOwnDocuments(
        actor,
        readFilter({ search: "service", ...(after ? { after } : {}) }),
        { limit: 500, today: "2026-11-21" },
      )
      for (const row of result.documents) seen.add(row.id)
      if (!result.next) break
      after = result.next
    }
    expect(seen.size).toBe(many / 20)
  })

  test("cannot be called by a role it is not for", async () => {
    const call = actor.transaction((db) =>
      sql`select * from search_documents('''service'''::tsquery, 10, null, null)`.execute(db),
    )
    await expect(call).rejects.toThrow("permission denied for function search_documents")
  })
})
