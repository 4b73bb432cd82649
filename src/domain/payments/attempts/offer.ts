import { sql } from "kysely"
import type { CustomerActor, Db } from "../../../platform/database/index.ts"
import { type MobilePaySettings, readMobilePaySettings } from "../settings/index.ts"
import { readPhoneNumber } from "./phone.ts"

/** Why an invoice cannot be paid here; each has its sentence. */
export type NoOffer = "paid" | "not_an_invoice" | "not_set_up" | "other_currency" | "over_limit" | "preview"

export type PaymentOffer =
  | {
      kind: "offer"
      /** What is open on it now, in minor units. */
      open: bigint
      currency: string
      /** The least that may be paid of it; null where it is paid whole. */
      least: bigint | null
      flow: "push" | "redirect"
      settings: MobilePaySettings
      /** `4512345678`; null where none is known. */
      phoneNumber: string | null
      /** Whose account it pays, and who pays. */
      customerId: string
      payerId: string
    }
  /** Under way already. The attempt is named only to who may see it. */
  | { kind: "pending"; attemptId: string | null }
  | { kind: "none"; reason: NoOffer }

/** The provider's own bound: 650,000.00 (Vipps MobilePay, ePayment: `amount.value` at most 65,000,000). */
export const mostPayable = 65_000_000n

interface InvoiceRow {
  kind: string
  state: string
  customer_id: string
  bill_to_id: string
  currency: string
  balance: bigint | null
  pending: boolean
  attempt_id: string | null
}

/** Whether and how the visitor can pay this invoice now. Null where there is no such document for them. */
export async function findPaymentOffer(
  actor: CustomerActor,
  documentId: string,
): Promise<PaymentOffer | null> {
  return actor.transaction((db) => readPaymentOffer(db, actor, documentId))
}

export async function readPaymentOffer(
  db: Db,
  actor: CustomerActor,
  documentId: string,
): Promise<PaymentOffer | null> {
  const invoice = await readInvoice(db, actor, documentId)
  if (!invoice) return null
  if (invoice.kind !== "invoice" || invoice.state !== "issued")
    return { kind: "none", reason: "not_an_invoice" }
  if (invoice.pending) return { kind: "pending", attemptId: invoice.attempt_id }
  const open = invoice.balance ?? 0n
  if (open <= 0n) return { kind: "none", reason: "paid" }
  const settings = await readMobilePaySettings(db, actor)
  const reason = whyNot(actor, settings, invoice.currency, open)
  if (reason || !settings) return { kind: "none", reason: reason ?? "not_set_up" }
  const least = settings.leastPartPayment
  const { bill_to_id: billTo, customer_id: recipient } = invoice
  const payerId = actor.customerIds.includes(billTo) ? billTo : recipient
  return {
    kind: "offer",
    open,
    currency: invoice.currency,
    least: settings.partPaymentAllowed && least < open ? least : null,
    flow: settings.pushAllowed ? "push" : "redirect",
    settings,
    phoneNumber: await readPayerPhone(db, actor, payerId),
    customerId: billTo,
    payerId,
  }
}

/** What stands in the way of paying `sum` in this currency, if anything. */
export function whyNot(
  actor: CustomerActor,
  settings: MobilePaySettings | null,
  currency: string,
  sum: bigint,
): NoOffer | null {
  if (!settings?.isReady) return "not_set_up"
  if (settings.currency !== currency) return "other_currency"
  if (sum > mostPayable) return "over_limit"
  return actor.way === "preview" ? "preview" : null
}

async function readInvoice(
  db: Db,
  actor: CustomerActor,
  documentId: string,
): Promise<InvoiceRow | undefined> {
  const result = await sql<InvoiceRow>`
    select d.kind, d.state, d.customer_id, d.bill_to_id, d.currency, o.balance, p.attempt_id is not null as pending, a.id as attempt_id
    from documents d
    left join open_items o on o.business_id = d.business_id and o.document_id = d.id
    left join payment_attempt_items p on p.business_id = d.business_id and p.document_id = d.id and p.is_open
    left join payment_attempts a on a.business_id = p.business_id and a.id = p.attempt_id
    where d.business_id = ${actor.businessId} and d.id = ${documentId}`.execute(db)
  return result.rows[0]
}

/** The number the payer is asked with, to begin with: the customer's, where it is one. */
export async function readPayerPhone(
  db: Db,
  actor: CustomerActor,
  customerId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom("customers")
    .select("phone")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", customerId)
    .executeTakeFirst()
  return row?.phone ? readPhoneNumber(row.phone) : null
}
