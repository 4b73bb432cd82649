import { sql } from "kysely"
import type { CustomerActor, Db } from "../../../platform/database/index.ts"
import { type AttemptStage, type AttemptState, stageOf } from "./attempt.ts"

export interface AttemptItemView {
  /** Null where it is money on the account, or a document the visitor may not see. */
  documentId: string | null
  kind: "invoice" | "credit_note" | "on_account"
  number: string | null
  /** As it was asked for; negative for a credit. */
  amount: bigint
}

/** An attempt as its customer sees it. */
export interface AttemptView {
  id: string
  state: AttemptState
  stage: AttemptStage
  /** Why it came to nothing, as a word of ours. */
  problem: string | null
  amount: bigint
  currency: string
  customerId: string
  /** The one invoice it pays; null for several. */
  documentId: string | null
  method: "wallet" | "card"
  flow: "push" | "redirect"
  /** The provider's own page; only while it waits there for the payer. */
  redirectUrl: string | null
  /** What the payer typed; null where it is another's, or there is none. */
  phoneNumber: string | null
  captureRule: "at_once" | "by_hand"
  environment: "test" | "production"
  startedAt: Date
  expiresAt: Date
  finishedAt: Date | null
  /** Whether the customer asked to cancel it, and the provider has not answered. */
  isBeingCancelled: boolean
  /** The attempt begun in place of this one. */
  replacedById: string | null
  /** Taken and booked, once complete. */
  captured: bigint
  items: AttemptItemView[]
}

interface Row {
  id: string
  state: AttemptState
  problem: string | null
  amount: bigint
  currency: string
  customer_id: string
  document_id: string | null
  method: "wallet" | "card"
  flow: "push" | "redirect"
  redirect_url: string | null
  phone_number: string | null
  capture_rule: "at_once" | "by_hand"
  environment: "test" | "production"
  started_at: Date
  expires_at: Date
  finished_at: Date | null
  cancel_asked_at: Date | null
  captured_amount: bigint
  replaced_by: string | null
}

/**
 * One attempt by the visitor's own eyes; null where it is not theirs, or there is none. Nobody can tell these apart. The
 * telephone number is told only to who typed it, in that session, and to who is let in for the payer.
 */
export async function findAttempt(actor: CustomerActor, attemptId: string): Promise<AttemptView | null> {
  // Who came by the link of a document is not known to be its customer.
  const payerIds = actor.documentIds === null ? [...actor.customerIds] : []
  return actor.transaction(async (db) => {
    const result = await sql<Row>`
      select a.id, a.state, a.problem, a.amount, a.currency, a.customer_id, a.document_id, a.method, a.flow, a.redirect_url,
        case when a.session_id = ${actor.sessionId}::uuid or a.payer_id = any (${payerIds}::uuid[]) then a.phone_number end
          as phone_number, a.capture_rule, a.environment, a.started_at, a.expires_at, a.finished_at, a.cancel_asked_at,
        a.captured_amount, r.id as replaced_by
      from payment_attempts a
      left join payment_attempts r on r.business_id = a.business_id and r.replaces_id = a.id
      where a.business_id = ${actor.businessId} and a.id = ${attemptId}`.execute(db)
    const row = result.rows[0]
    return row ? toView(row, await readItems(db, actor, attemptId)) : null
  })
}

function toView(row: Row, items: AttemptItemView[]): AttemptView {
  const stage = stageOf(row.state)
  return {
    id: row.id,
    state: row.state,
    stage,
    problem: row.problem,
    amount: row.amount,
    currency: row.currency,
    customerId: row.customer_id,
    documentId: row.document_id,
    method: row.method,
    flow: row.flow,
    redirectUrl: stage === "waiting" ? row.redirect_url : null,
    phoneNumber: row.phone_number,
    captureRule: row.capture_rule,
    environment: row.environment,
    startedAt: row.started_at,
    expiresAt: row.expires_at,
    finishedAt: row.finished_at,
    isBeingCancelled: row.cancel_asked_at !== null && row.finished_at === null,
    replacedById: row.replaced_by,
    captured: row.captured_amount,
    items,
  }
}

async function readItems(db: Db, actor: CustomerActor, attemptId: string): Promise<AttemptItemView[]> {
  const result = await sql<{
    document_id: string | null
    kind: AttemptItemView["kind"]
    number: string | null
    amount: bigint
  }>`
    select d.id as document_id, d.number, i.amount,
      case when i.payment_id is not null then 'on_account' when i.amount < 0 then 'credit_note' else 'invoice' end as kind
    from payment_attempt_items i
    left join documents d on d.business_id = i.business_id and d.id = i.document_id
    where i.business_id = ${actor.businessId} and i.attempt_id = ${attemptId}
    order by i.position`.execute(db)
  return result.rows.map((row) => ({
    documentId: row.document_id,
    kind: row.kind,
    number: row.number,
    amount: row.amount,
  }))
}
