import { sql } from "kysely"
import type { CustomerActor, Db } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { recordEvent } from "../../events/index.ts"
import type { MobilePaySettings } from "../settings/index.ts"
import type { AttemptItem } from "./attempt.ts"
import { newReference } from "./reference.ts"
import type { StartOutcome } from "./start-outcome.ts"

export interface NewAttempt {
  /** Whose account it pays, and who pays. */
  customerId: string
  payerId: string
  /** The one invoice; null for several. */
  documentId: string | null
  amount: bigint
  currency: string
  method: "wallet" | "card"
  flow: "push" | "redirect"
  phone: string | null
  settings: MobilePaySettings
  items: readonly AttemptItem[]
}

/** So often may a payment of one invoice, or of one account, be begun in ten minutes (security page, "PDF / pay / message"). */
const mostInTenMinutes = 5

/** Writes an attempt down, unless one of the same invoices is open: the database holds to that (R55). */
export async function insertAttempt(
  db: Db,
  actor: CustomerActor,
  attempt: NewAttempt,
): Promise<StartOutcome> {
  if (await isTooOften(db, actor, attempt)) return { ok: false, reason: "too_often" }
  await sql`savepoint before_attempt`.execute(db)
  const attemptId = newId()
  const reference = newReference(await nameOf(db, actor, attempt), attemptId)
  await db
    .insertInto("payment_attempts")
    .values({
      business_id: actor.businessId,
      id: attemptId,
      customer_id: attempt.customerId,
      payer_id: attempt.payerId,
      document_id: attempt.documentId,
      reference,
      amount: attempt.amount,
      currency: attempt.currency,
      method: attempt.method,
      flow: attempt.flow,
      phone_number: attempt.phone,
      environment: attempt.settings.environment,
      merchant_serial_number: attempt.settings.merchantSerialNumber,
      capture_rule: await captureRule(db, actor, attempt),
      session_id: actor.sessionId,
    })
    .execute()
  if (!(await insertItems(db, actor, attemptId, attempt.items))) {
    // Somebody was quicker; nothing of this attempt stays.
    await sql`rollback to savepoint before_attempt`.execute(db)
    return { ok: false, reason: "pending" }
  }
  await recordEvent(db, "payment.started", {
    customerId: attempt.payerId,
    documentId: attempt.documentId ?? undefined,
    data: {
      attempt: attemptId,
      amount: attempt.amount.toString(),
      currency: attempt.currency,
      flow: attempt.flow,
      documents: attempt.items.flatMap((item) =>
        item.amount > 0n && item.documentId ? [item.documentId] : [],
      ),
    },
  })
  return { ok: true, attemptId }
}

/** Answers whether all of them are this attempt's now: an invoice or a credit in another open attempt is not. */
async function insertItems(
  db: Db,
  actor: CustomerActor,
  attemptId: string,
  items: readonly AttemptItem[],
): Promise<boolean> {
  const inserted = await db
    .insertInto("payment_attempt_items")
    .values(
      items.map((item, index) => ({
        business_id: actor.businessId,
        attempt_id: attemptId,
        position: index + 1,
        document_id: item.documentId,
        payment_id: item.paymentId,
        amount: item.amount,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("position")
    .execute()
  return inserted.length === items.length
}

async function isTooOften(db: Db, actor: CustomerActor, attempt: NewAttempt): Promise<boolean> {
  const result = await sql<{ count: number }>`
    select count(*)::int as count from payment_attempts
    where business_id = ${actor.businessId} and customer_id = ${attempt.customerId}
      and document_id is not distinct from ${attempt.documentId}::uuid and started_at > now() - interval '10 minutes'
      and replaces_id is null`.execute(db)
  return (result.rows[0]?.count ?? 0) >= mostInTenMinutes
}

/** What the payment is called after: the invoice's number, or how many there are. */
async function nameOf(db: Db, actor: CustomerActor, attempt: NewAttempt): Promise<string> {
  const invoices = attempt.items.filter((item) => item.amount > 0n)
  const [first] = invoices
  if (!first?.documentId || invoices.length > 1) return `${invoices.length}-invoices`
  const row = await db
    .selectFrom("documents")
    .select("number")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", first.documentId)
    .executeTakeFirst()
  return row?.number ?? "invoice"
}

/** A prepayment invoice (386 of UNTDID 1001) bills what is not delivered yet: the business may say when it is. */
async function captureRule(
  db: Db,
  actor: CustomerActor,
  attempt: NewAttempt,
): Promise<"at_once" | "by_hand"> {
  if (attempt.settings.prepaymentCapture === "at_once") return "at_once"
  const ids = attempt.items.flatMap((item) => (item.amount > 0n && item.documentId ? [item.documentId] : []))
  const result = await sql`
    select from documents d
    join document_versions v on v.business_id = d.business_id and v.document_id = d.id and v.version = d.version
    where d.business_id = ${actor.businessId} and d.id = any (${ids}::uuid[]) and v.data->>'typeCode' = '386'
    limit 1`.execute(db)
  return result.rows.length > 0 ? "by_hand" : "at_once"
}
