/** Rows written with the owner's rights, whom no row security stops: for tests of what the database itself refuses. */
import type pg from "pg"
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import type { TestGround } from "../ground.ts"

export type Values = Record<string, string | bigint | number | boolean | null>

/** Tables with the rows that are put into them. */
export type Rows = [table: string, ...values: Values[]][]

export const tooMuch = /no more can be (settled|used|allocated)/

/** Puts rows into tables in one transaction, with the owner's rights, whom no row security stops. */
export async function refusal(ground: TestGround, ...rows: Rows): Promise<string> {
  try {
    await asOwner(ground.owner, async (client) => {
      await client.query("begin")
      for (const [table, ...values] of rows) await insert(ground, client, table, values)
      await client.query("commit")
    })
    return "nothing refused it"
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function insert(
  ground: TestGround,
  client: pg.Client,
  table: string,
  rows: readonly Values[],
): Promise<void> {
  const filled = rows.map((row) => ({ business_id: ground.businessId, ...row }))
  const columns = Object.keys(filled[0] ?? {})
  const values = filled.flatMap((row) => Object.values(row))
  const places = filled.map(
    (_, row) => `(${columns.map((_, at) => `$${row * columns.length + at + 1}`).join(",")})`,
  )
  await client.query(`insert into ${table} (${columns.join(",")}) values ${places.join(",")}`, values)
}

export const entry = (kind: string, customer: { id: string }, amount: bigint, more: Values): Values => ({
  id: newId(),
  customer_id: customer.id,
  kind,
  amount,
  currency: "DKK",
  entry_date: "2026-11-01",
  document_id: null,
  payment_id: null,
  opening_balance_id: null,
  ...more,
})

export const payment = (customer: { id: string }, amount: bigint, id = newId()): Values => ({
  id,
  customer_id: customer.id,
  method: "bank",
  amount,
  currency: "DKK",
  received_on: "2026-11-01",
  request_key: newId(),
})
