import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { createTestGround, type TestGround } from "../ground.ts"

let ground: TestGround
let customer: { id: string; name: string }
let invoice: string
beforeAll(async () => {
  ground = await createTestGround()
  customer = await ground.make.customer()
  invoice = await ground.make.document({ customer, total: 125_000n })
})
afterAll(() => ground.close())

/** Runs a statement with the owner's rights, whom no row security stops, and gives back what refused it. */
async function refusal(text: string, values: unknown[] = []): Promise<string> {
  try {
    await asOwner(ground.owner, (client) => client.query(text, values))
    return "nothing refused it"
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe("the database refuses", () => {
  test.each(["ledger_entries", "events", "document_versions", "payments"])(
    "to change or delete %s",
    async (table) => {
      await ground.make.payment(invoice, 100n)
      expect(await refusal(`delete from ${table}`)).toContain("never changed or deleted")
      expect(await refusal(`update ${table} set business_id = business_id`)).toContain(
        "never changed or deleted",
      )
    },
  )

  test("a document of another business's customer", async () => {
    const other = newId()
    await asOwner(ground.owner, (client) =>
      client.query("insert into businesses (business_id, name) values ($1, 'Another')", [other]),
    )
    const text = `insert into documents (business_id, id, kind, number, state, customer_id, bill_to_id, issue_date, currency,
      total_without_vat, total_vat, total, payable, version, source, search_terms)
      values ($1, $2, 'invoice', '1', 'issued', $3, $3, '2026-01-01', 'DKK', 0, 0, 0, 0, 1, 'kvit', '{}')`
    expect(await refusal(text, [other, newId(), customer.id])).toContain("foreign key")
  })

  test("a version booked twice", async () => {
    const text = `insert into ledger_entries (business_id, id, customer_id, kind, document_id, version, amount, currency, entry_date)
      values ($1, $2, $3, 'invoice', $4, 1, 100, 'DKK', '2026-01-01')`
    expect(await refusal(text, [ground.businessId, newId(), customer.id, invoice])).toContain(
      "ledger_entries_one_per_version",
    )
  })

  test("an entry on another account, in another currency, or on a draft", async () => {
    const stranger = await ground.make.customer()
    const draft = await ground.make.document({ customer, state: "draft" })
    const text = `insert into ledger_entries (business_id, id, customer_id, kind, document_id, allocation_id, amount, currency, entry_date)
      values ($1, $2, $3, 'allocation', $4, $5, 100, $6, '2026-01-01')`
    const wrong = "must be on the account and in the currency"
    expect(await refusal(text, [ground.businessId, newId(), stranger.id, invoice, newId(), "DKK"])).toContain(
      wrong,
    )
    expect(await refusal(text, [ground.businessId, newId(), customer.id, invoice, newId(), "EUR"])).toContain(
      wrong,
    )
    expect(await refusal(text, [ground.businessId, newId(), customer.id, draft, newId(), "DKK"])).toContain(
      wrong,
    )
  })

  test("an allocation that does not add up to nothing", async () => {
    const text = `insert into ledger_entries (business_id, id, customer_id, kind, document_id, allocation_id, amount, currency, entry_date)
      values ($1, $2, $3, 'allocation', $4, $5, 100, 'DKK', '2026-01-01')`
    expect(await refusal(text, [ground.businessId, newId(), customer.id, invoice, newId()])).toContain(
      "add up to nothing",
    )
  })

  test("a transfer of a document to an account that is not its payer's", async () => {
    const stranger = await ground.make.customer()
    const text = `insert into ledger_entries (business_id, id, customer_id, kind, document_id, allocation_id, amount, currency, entry_date)
      values ($1, $2, $3, 'transfer', $4, $5, -100, 'DKK', '2026-01-01'), ($1, $6, $7, 'transfer', $4, $5, 100, 'DKK', '2026-01-01')`
    const values = [ground.businessId, newId(), customer.id, invoice, newId(), newId(), stranger.id]
    expect(await refusal(text, values)).toContain("to the account of its payer")
  })

  test("a number of ours used twice, whoever owes", async () => {
    const stranger = await ground.make.customer()
    const text = `insert into documents select business_id, $1, kind, number, seller_key, state, customer_id, $3, issue_date, due_date,
      valid_until, currency, total_without_vat, total_vat, total, payable, version, title, registration, order_reference, source,
      internal_note, search_terms, created_at from documents where id = $2`
    expect(await refusal(text, [newId(), invoice, stranger.id])).toContain("documents_own_number")
  })

  test("a second active token for a customer", async () => {
    await ground.make.token(customer)
    const text = `insert into portal_tokens (business_id, id, customer_id, token_sha256, sealed, key_id, expires_at)
      values ($1, $2, $3, decode(repeat('ab', 32), 'hex'), '', 'k1', now() + interval '1 day')`
    expect(await refusal(text, [ground.businessId, newId(), customer.id])).toContain(
      "portal_tokens_one_active",
    )
  })

  test("an expiry outside 1 to 365 days, and a welcome of more than 500 characters", async () => {
    expect(await refusal("update portal_settings set token_expiry_days = 0")).toContain("check constraint")
    expect(await refusal("update portal_settings set token_expiry_days = 366")).toContain("check constraint")
    expect(await refusal("update portal_settings set welcome_da = repeat('x', 501)")).toContain(
      "check constraint",
    )
  })

  test("two documents with one number of one seller for one who owes", async () => {
    const text = `insert into documents select business_id, $1, kind, number, seller_key, state, customer_id, bill_to_id, issue_date, due_date,
      valid_until, currency, total_without_vat, total_vat, total, payable, version, title, registration, order_reference, source,
      internal_note, search_terms, created_at from documents where id = $2`
    expect(await refusal(text, [newId(), invoice])).toContain("unique")
  })
})

describe("without an actor", () => {
  test.each(["kvit_staff", "kvit_customer", "kvit_door"])("%s sees no row of any table", async (role) => {
    const tables = await asOwner(
      ground.owner,
      async (client) =>
        (
          await client.query<{ name: string }>(
            "select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'kvit' and relkind = 'r'",
          )
        ).rows,
    )
    for (const { name } of tables) {
      const seen = await ground.database
        .transaction(async (db) => {
          await sql`select set_config('role', ${role}, true)`.execute(db)
          return (await sql<{ count: bigint }>`select count(*) from ${sql.table(name)}`.execute(db)).rows[0]
            ?.count
        })
        .catch((error: Error) => error.message)
      expect([0n, `permission denied for table ${name}`], name).toContain(seen)
    }
  })
})

test("open items are the sums of the entries, whatever is booked and in whatever order", async () => {
  const payer = await ground.make.customer()
  const first = await ground.make.document({ customer: payer, total: 50_000n, number: "OI-1" })
  const second = await ground.make.document({ customer: payer, total: 70_000n, number: "OI-2" })
  await Promise.all([
    ground.make.payment(first, 20_000n),
    ground.make.payment(second, 70_000n),
    ground.make.payment(first, 30_000n),
  ])
  const difference = await ground.system.transaction((db) =>
    sql`select document_id, coalesce(o.balance, 0) as item, coalesce(e.balance, 0) as entries
      from open_items o full join (select document_id, sum(amount)::bigint as balance from ledger_entries
        where document_id is not null group by document_id having sum(amount) <> 0) e using (document_id)
      where o.balance is distinct from e.balance`.execute(db),
  )
  expect(difference.rows).toEqual([])
})
