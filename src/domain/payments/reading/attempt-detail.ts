import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import type { DocumentKind } from "../../documents/index.ts"

export interface AttemptItemRow {
  /** Negative for a credit that is used. */
  amount: bigint
  document: { id: string; kind: DocumentKind; number: string } | null
  /** Money on account that is used: the payment it came with. */
  paymentId: string | null
}

/** What Kvit did or saw, or what the provider told, at a moment. */
export interface AttemptStep {
  at: Date
  /** Whose word it is. */
  by: "kvit" | "staff" | "webhook" | "poll"
  what: string
  amount: bigint | null
  /** Of the provider's events: whether it came to pass, and the provider's number for it. */
  success: boolean
  pspReference: string | null
}

export interface AttemptDetail {
  id: string
  customerId: string
  customerName: string
  payerId: string
  payerName: string
  state: string
  problem: string | null
  problemCode: string | null
  traceId: string | null
  checkProblem: string | null
  checkedAt: Date | null
  reference: string
  phoneNumber: string | null
  method: string
  flow: string
  environment: string
  merchantSerialNumber: string
  captureRule: string
  amount: bigint
  currency: string
  authorizedAmount: bigint
  capturedAmount: bigint
  refundedAmount: bigint
  cancelledAmount: bigint
  startedAt: Date
  expiresAt: Date
  authorizedAt: Date | null
  finishedAt: Date | null
  cancelAskedAt: Date | null
  captureAskedAt: Date | null
  items: AttemptItemRow[]
  payments: { id: string; amount: bigint; receivedOn: string; recordedAt: Date }[]
  /** Oldest first. */
  steps: AttemptStep[]
}

type Head = Omit<AttemptDetail, "items" | "payments" | "steps">

/** Everything of one attempt to pay: what it pays, what the provider told of it, what was booked. Null where there is none. */
export async function findAttemptDetail(actor: WorkActor, attemptId: string): Promise<AttemptDetail | null> {
  return actor.transaction(async (db) => {
    const head = await readHead(db, actor, attemptId)
    if (!head) return null
    const items = await readItems(db, actor, attemptId)
    const payments = await readPayments(db, actor, attemptId)
    const told = await readProviderSteps(db, actor, attemptId)
    const refunds = await readRefundSteps(db, actor, attemptId)
    const booked = payments.map(({ recordedAt, amount }) => ownStep("booked", recordedAt, amount))
    const steps = [...ownSteps(head), ...booked, ...refunds, ...told]
    return { ...head, items, payments, steps: steps.sort((a, b) => a.at.getTime() - b.at.getTime()) }
  })
}

async function readHead(db: Db, actor: WorkActor, attemptId: string): Promise<Head | null> {
  const result = await sql<Head>`
    select a.id, a.customer_id as "customerId", c.name as "customerName", a.payer_id as "payerId", y.name as "payerName",
      a.state, a.problem, a.problem_code as "problemCode", a.trace_id as "traceId", a.check_problem as "checkProblem",
      a.checked_at as "checkedAt", a.reference, a.phone_number as "phoneNumber", a.method, a.flow, a.environment,
      a.merchant_serial_number as "merchantSerialNumber", a.capture_rule as "captureRule", a.amount, a.currency,
      a.authorized_amount as "authorizedAmount", a.captured_amount as "capturedAmount",
      a.refunded_amount as "refundedAmount", a.cancelled_amount as "cancelledAmount", a.started_at as "startedAt",
      a.expires_at as "expiresAt", a.authorized_at as "authorizedAt", a.finished_at as "finishedAt",
      a.cancel_asked_at as "cancelAskedAt", a.capture_asked_at as "captureAskedAt"
    from payment_attempts a
    join customers c on c.business_id = a.business_id and c.id = a.customer_id
    join customers y on y.business_id = a.business_id and y.id = a.payer_id
    where a.business_id = ${actor.businessId} and a.id = ${attemptId}`.execute(db)
  return result.rows[0] ?? null
}

async function readItems(db: Db, actor: WorkActor, attemptId: string): Promise<AttemptItemRow[]> {
  const rows = await db
    .selectFrom("payment_attempt_items as i")
    .leftJoin("documents as d", (join) =>
      join.onRef("d.business_id", "=", "i.business_id").onRef("d.id", "=", "i.document_id"),
    )
    .select(["i.amount", "i.payment_id", "d.id", "d.kind", "d.number"])
    .where("i.business_id", "=", actor.businessId)
    .where("i.attempt_id", "=", attemptId)
    .orderBy("i.position")
    .execute()
  return rows.map(({ amount, payment_id, id, kind, number }) => ({
    amount,
    paymentId: payment_id,
    document: id && kind && number ? { id, kind: kind as DocumentKind, number } : null,
  }))
}

async function readPayments(db: Db, actor: WorkActor, attemptId: string): Promise<AttemptDetail["payments"]> {
  const rows = await db
    .selectFrom("payments")
    .select(["id", "amount", "received_on", "recorded_at"])
    .where("business_id", "=", actor.businessId)
    .where("attempt_id", "=", attemptId)
    .orderBy("capture_number")
    .execute()
  return rows.map((row) => ({
    id: row.id,
    amount: row.amount,
    receivedOn: row.received_on,
    recordedAt: row.recorded_at,
  }))
}

async function readProviderSteps(db: Db, actor: WorkActor, attemptId: string): Promise<AttemptStep[]> {
  const result = await sql<AttemptStep>`
    select occurred_at as at, source as by, name as what, amount, success, psp_reference as "pspReference"
    from provider_events where business_id = ${actor.businessId} and attempt_id = ${attemptId}
    order by occurred_at, id limit 500`.execute(db)
  return result.rows
}

async function readRefundSteps(db: Db, actor: WorkActor, attemptId: string): Promise<AttemptStep[]> {
  const result = await sql<{
    amount: bigint
    state: string
    origin: string
    requestedAt: Date
    finishedAt: Date | null
  }>`
    select r.amount, r.state, r.origin, r.requested_at as "requestedAt", r.finished_at as "finishedAt"
    from refunds r join payments p on p.business_id = r.business_id and p.id = r.payment_id
    where p.business_id = ${actor.businessId} and p.attempt_id = ${attemptId}`.execute(db)
  return result.rows.flatMap(({ amount, state, origin, requestedAt, finishedAt }) => [
    ...(origin === "staff"
      ? [{ ...ownStep("refund_asked", requestedAt, amount), by: "staff" as const }]
      : []),
    ...(finishedAt
      ? [ownStep(state === "failed" ? "refund_failed" : "refund_booked", finishedAt, amount)]
      : []),
  ])
}

function ownSteps(head: Head): AttemptStep[] {
  const at = (what: string, moment: Date | null, amount: bigint | null = null) =>
    moment ? [ownStep(what, moment, amount)] : []
  return [
    ...at("started", head.startedAt, head.amount),
    ...at("approval_seen", head.authorizedAt, head.authorizedAmount),
    ...at("cancel_asked", head.cancelAskedAt),
    ...at("capture_asked", head.captureAskedAt),
    // That it paid is told by what was booked.
    ...(head.state === "completed" ? [] : at("ended", head.finishedAt)),
  ]
}

function ownStep(what: string, at: Date, amount: bigint | null): AttemptStep {
  return { at, by: "kvit", what, amount, success: true, pspReference: null }
}
