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
  capture: (attemptId: string) => `${attemptId}-capture-1`,
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

/** What is open on each document now; those with nothing open are not in it. */
export async function readOpen(
  db: Db,
  actor: Actor,
  documentIds: readonly string[],
): Promise<Map<string, bigint>> {
  const result = await sql<{ document_id: string; balance: bigint }>`
    select document_id, balance from open_items
    where business_id = ${actor.businessId} and document_id = any (${[...documentIds]}::uuid[])`.execute(db)
  return new Map(result.rows.map((row) => [row.document_id, row.balance]))
}
