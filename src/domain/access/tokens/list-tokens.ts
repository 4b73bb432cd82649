import { type InferResult, sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"

export const tokenStates = ["active", "expired", "revoked"] as const
export type TokenState = (typeof tokenStates)[number]

export interface TokenRow {
  id: string
  customer: { id: string; number: string; name: string }
  state: TokenState
  createdAt: Date
  /** Null where the program made it. */
  createdBy: string | null
  expiresAt: Date
  lastUsedAt: Date | null
  uses: number
}

export interface TokenPage {
  tokens: TokenRow[]
  older: string | null
}

/** A token whose row was closed after its end, to make room for the next, has expired; nobody revoked it. */
const state = sql<TokenState>`case when t.revoked_at < t.expires_at then 'revoked' when t.expires_at <= now() then 'expired' else 'active' end`

/** Portal tokens, newest first; of one customer, in one state, or of customers found by `customerIds`. */
export async function listTokens(
  actor: WorkActor,
  options: {
    customerIds?: readonly string[] | undefined
    state?: TokenState | undefined
    before?: string | undefined
    limit: number
  },
): Promise<TokenPage> {
  const rows = await actor.transaction((db) => {
    let query = selectTokens(db, actor)
      .orderBy("t.id", "desc")
      .limit(options.limit + 1)
    if (options.customerIds)
      query = query.where("t.customer_id", "=", sql<string>`any(${[...options.customerIds]}::uuid[])`)
    if (options.state) query = query.where(state, "=", options.state)
    if (options.before) query = query.where("t.id", "<", options.before)
    return query.execute()
  })
  const page = rows.slice(0, options.limit)
  return {
    tokens: page.map(toToken),
    older: rows.length > options.limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** One token; null where there is none with this id. */
export async function findToken(actor: WorkActor, tokenId: string): Promise<TokenRow | null> {
  const row = await actor.transaction((db) =>
    selectTokens(db, actor).where("t.id", "=", tokenId).executeTakeFirst(),
  )
  return row ? toToken(row) : null
}

function selectTokens(db: Db, actor: WorkActor) {
  return db
    .selectFrom("portal_tokens as t")
    .innerJoin("customers as c", (join) =>
      join.onRef("c.business_id", "=", "t.business_id").onRef("c.id", "=", "t.customer_id"),
    )
    .leftJoin("staff_members as s", (join) =>
      join.onRef("s.business_id", "=", "t.business_id").onRef("s.id", "=", "t.created_by"),
    )
    .select(["t.id", "t.customer_id", "t.created_at", "t.expires_at", "t.last_used_at", "t.uses"])
    .select(["c.number", "c.name", "s.name as created_by", state.as("state")])
    .where("t.business_id", "=", actor.businessId)
}

type SelectedRow = InferResult<ReturnType<typeof selectTokens>>[number]

function toToken(row: SelectedRow): TokenRow {
  return {
    id: row.id,
    customer: { id: row.customer_id, number: row.number, name: row.name },
    state: row.state,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    uses: Number(row.uses),
  }
}

/** How many tokens are active now. */
export async function countActiveTokens(actor: WorkActor): Promise<number> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("portal_tokens")
      .select(sql<number>`count(*)::int`.as("count"))
      .where("business_id", "=", actor.businessId)
      .where("revoked_at", "is", null)
      .where("expires_at", ">", sql<Date>`now()`)
      .executeTakeFirstOrThrow(),
  )
  return row.count
}
