import { type RawBuilder, sql } from "kysely"
import type { WorkActor } from "../../../platform/database/index.ts"

export const paymentWarningKinds = [
  /** Approved more than 10 minutes ago, to be taken at once, and not taken. */
  "not_captured",
  /** Approved, and waits for staff to take it by hand; the reservation ends after 14 days. */
  "to_capture",
  /** MobilePay could not be asked about an attempt that has not ended. */
  "check_failed",
  /** A refund was refused in the last 14 days, and no other of that payment has gone through since. */
  "refund_failed",
  /** A refund was asked for more than an hour ago, and nobody knows what became of it. */
  "refund_open",
  /** More was paid in the last 30 days than was open, and the rest is on no document. */
  "surplus",
  /** The provider no longer knows the webhook, or none is there. */
  "webhook_gone",
  /** A payment was approved and no webhook told of it. */
  "webhook_silent",
] as const
export type PaymentWarningKind = (typeof paymentWarningKinds)[number]

/** Something about payments that a person should look at. */
export interface PaymentWarning {
  kind: PaymentWarningKind
  attemptId: string | null
  paymentId: string | null
  customerName: string | null
  amount: bigint | null
  currency: string | null
  since: Date | null
}

/** How many of a kind are named; a page says where all of them are. */
const mostOfAKind = 5
/** Of payments that were not booked whole on documents, the newest are looked at. */
const mostLookedAt = 200

/** What about payments wants a person's eye now, the most pressing kind first, at most 5 of each. */
export async function findPaymentWarnings(actor: WorkActor): Promise<PaymentWarning[]> {
  const kinds = [
    ...attemptWarnings(actor),
    ...refundWarnings(actor),
    surplus(actor),
    ...webhookWarnings(actor),
  ]
  const result = await actor.transaction((db) =>
    sql<PaymentWarning>`
      select kind, "attemptId", "paymentId", "customerName", amount, currency, since
      from (${sql.join(
        kinds.map((one) => sql`(${one} limit ${mostOfAKind})`),
        sql` union all `,
      )}) found
      order by array_position(${[...paymentWarningKinds]}::text[], kind), since`.execute(db),
  )
  return result.rows
}

/** Attempts that have not ended are few, and an index holds only them. */
function attemptWarnings(actor: WorkActor): RawBuilder<unknown>[] {
  const attempts = (
    kind: PaymentWarningKind,
    condition: RawBuilder<unknown>,
    since: RawBuilder<unknown>,
  ) => sql`
    select ${kind} as kind, a.id as "attemptId", null::uuid as "paymentId", c.name as "customerName", a.amount, a.currency,
      ${since} as since
    from payment_attempts a join customers c on c.business_id = a.business_id and c.id = a.customer_id
    where a.business_id = ${actor.businessId} and a.finished_at is null and ${condition} order by ${since}`
  const isTaken = sql`(a.capture_rule = 'at_once' or a.capture_asked_at is not null)`
  const wantedAt = sql`greatest(a.authorized_at, a.capture_asked_at)`
  return [
    attempts(
      "not_captured",
      sql`a.state = 'authorized' and ${isTaken} and ${wantedAt} < now() - interval '10 minutes'`,
      wantedAt,
    ),
    attempts("to_capture", sql`a.state = 'authorized' and not ${isTaken}`, sql`a.authorized_at`),
    // One that should have been taken is told of as that.
    attempts(
      "check_failed",
      sql`a.check_problem is not null and not (a.state = 'authorized' and ${isTaken}
        and ${wantedAt} < now() - interval '10 minutes')`,
      sql`coalesce(a.checked_at, a.started_at)`,
    ),
  ]
}

function refundWarnings(actor: WorkActor): RawBuilder<unknown>[] {
  const refunds = (kind: PaymentWarningKind, condition: RawBuilder<unknown>) => sql`
    select ${kind}, null::uuid, p.id, c.name, r.amount, r.currency, r.requested_at as since
    from refunds r
    join payments p on p.business_id = r.business_id and p.id = r.payment_id
    join customers c on c.business_id = p.business_id and c.id = p.customer_id
    where r.business_id = ${actor.businessId} and ${condition} order by since`
  return [
    refunds(
      "refund_failed",
      sql`r.state = 'failed' and r.requested_at > now() - interval '14 days' and not exists (
        select from refunds later where later.business_id = r.business_id and later.payment_id = r.payment_id
          and later.requested_at > r.requested_at and later.state <> 'failed')`,
    ),
    refunds(
      "refund_open",
      sql`r.state = 'pending' and r.requested_at between now() - interval '400 days' and now() - interval '1 hour'`,
    ),
  ]
}

/** Entries on no document are few, and an index holds only them. */
function surplus(actor: WorkActor): RawBuilder<unknown> {
  return sql`
    select 'surplus', p.attempt_id, p.id, c.name, loose.amount, p.currency, p.recorded_at as since
    from (select payment_id from ledger_entries
      where business_id = ${actor.businessId} and document_id is null and opening_balance_id is null
        and kind = 'payment' and recorded_at > now() - interval '30 days'
      order by recorded_at desc limit ${mostLookedAt}) recent
    cross join lateral (select -sum(e.amount)::bigint as amount from ledger_entries e
      where e.business_id = ${actor.businessId} and e.payment_id = recent.payment_id
        and e.document_id is null and e.opening_balance_id is null) loose
    join payments p on p.business_id = ${actor.businessId} and p.id = recent.payment_id
    join customers c on c.business_id = p.business_id and c.id = p.customer_id
    where loose.amount > 0 order by since desc`
}

/** Of a business that takes MobilePay: whether the provider can still tell it of payments, and does. */
function webhookWarnings(actor: WorkActor): RawBuilder<unknown>[] {
  const webhook = (
    kind: PaymentWarningKind,
    condition: RawBuilder<unknown>,
    since: RawBuilder<unknown>,
  ) => sql`
    select ${kind}, null::uuid, null::uuid, null::text, null::bigint, null::text, ${since} as since
    from mobilepay_settings s
    left join mobilepay_webhooks w on w.business_id = s.business_id and w.state = 'active'
    left join lateral (
      select a.authorized_at from payment_attempts a
      where a.business_id = s.business_id and a.started_at > now() - interval '7 days' and a.authorized_at is not null
      order by a.started_at desc limit 1) last on true
    where s.business_id = ${actor.businessId} and s.enabled and ${condition}`
  return [
    webhook("webhook_gone", sql`(w.id is null or w.problem is not null)`, sql`w.checked_at`),
    webhook(
      "webhook_silent",
      sql`w.problem is null and last.authorized_at < now() - interval '10 minutes'
        and last.authorized_at > greatest(w.registered_at, w.last_received_at) + interval '10 minutes'`,
      sql`greatest(w.registered_at, w.last_received_at)`,
    ),
  ]
}
