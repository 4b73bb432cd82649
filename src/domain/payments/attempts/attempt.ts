import { type Selectable, sql } from "kysely"
import type { Actor, DB, Db } from "../../../platform/database/index.ts"

/** The life of an attempt to pay; `docs/mobilepay.md` says what each state means. */
export const attemptStates = [
  "starting",
  "pending",
  "authorized",
  "completed",
  "declined",
  "expired",
  "cancelled",
  "failed",
] as const
export type AttemptState = (typeof attemptStates)[number]

export type AttemptRow = Selectable<DB["payment_attempts"]> & { state: AttemptState }

/** What a person is told of an attempt: it waits for them, is approved, has paid, or came to nothing. */
export type AttemptStage = "waiting" | "approved" | "complete" | "failed"

export function stageOf(state: AttemptState): AttemptStage {
  if (state === "starting" || state === "pending") return "waiting"
  if (state === "authorized") return "approved"
  return state === "completed" ? "complete" : "failed"
}

/** The keys under which the provider is asked; the same however often, so that nothing is done twice (R52). */
export const attemptKeys = {
  create: (attemptId: string) => `${attemptId}-create`,
  /** The first, second … part that is taken of it. */
  capture: (attemptId: string, captureNumber: number) => `${attemptId}-capture-${captureNumber}`,
  cancel: (attemptId: string) => `${attemptId}-cancel`,
  release: (attemptId: string) => `${attemptId}-release`,
} as const

/** The attempt as it is now, or null. */
export async function readAttempt(db: Db, actor: Actor, attemptId: string): Promise<AttemptRow | null> {
  const row = await db
    .selectFrom("payment_attempts")
    .selectAll()
    .where("business_id", "=", actor.businessId)
    .where("id", "=", attemptId)
    .executeTakeFirst()
  return (row as AttemptRow | undefined) ?? null
}

/** The same, and nobody else changes it before this transaction ends. */
export async function lockAttempt(db: Db, actor: Actor, attemptId: string): Promise<AttemptRow | null> {
  const row = await db
    .selectFrom("payment_attempts")
    .selectAll()
    .where("business_id", "=", actor.businessId)
    .where("id", "=", attemptId)
    .forUpdate()
    .executeTakeFirst()
  return (row as AttemptRow | undefined) ?? null
}

/** What an attempt pays, as it was asked for. */
export interface AttemptItem {
  documentId: string | null
  paymentId: string | null
  /** Negative for a credit that is used. */
  amount: bigint
}

export async function readAttemptItems(db: Db, actor: Actor, attemptId: string): Promise<AttemptItem[]> {
  const rows = await db
    .selectFrom("payment_attempt_items")
    .select(["document_id", "payment_id", "amount"])
    .where("business_id", "=", actor.businessId)
    .where("attempt_id", "=", attemptId)
    .orderBy("position")
    .execute()
  return rows.map((row) => ({
    documentId: row.document_id,
    paymentId: row.payment_id,
    amount: row.amount,
  }))
}

export interface OpenItem {
  document_id: string
  customer_id: string
  balance: bigint
}

/** What is open now on each document of `items`, and on whose account; those with nothing open are not in it. */
export async function readOpen(
  db: Db,
  actor: Actor,
  items: readonly AttemptItem[],
): Promise<Map<string, OpenItem>> {
  const ids = items.flatMap((item) => item.documentId ?? [])
  const result = await sql<OpenItem>`
    select document_id, customer_id, balance from open_items
    where business_id = ${actor.businessId} and document_id = any (${ids}::uuid[])`.execute(db)
  return new Map(result.rows.map((row) => [row.document_id, row]))
}

/** How old an attempt is, by the database's clock (R66). */
export async function readAge(
  db: Db,
  actor: Actor,
  attemptId: string,
): Promise<{ isPastItsTime: boolean; isLongAgo: boolean }> {
  const result = await sql<{ is_past: boolean; is_long_ago: boolean }>`
    select expires_at < now() as is_past, started_at < now() - ${giveUpMinutes} * interval '1 minute' as is_long_ago
    from payment_attempts where business_id = ${actor.businessId} and id = ${attemptId}`.execute(db)
  const [row] = result.rows
  return { isPastItsTime: row?.is_past ?? false, isLongAgo: row?.is_long_ago ?? false }
}

/** A payer has ten minutes; the provider is asked about an unknown payment for a while longer before it is given up. */
const giveUpMinutes = 15
