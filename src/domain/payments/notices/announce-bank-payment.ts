import { sql } from "kysely"
import { z } from "zod"
import type { CustomerActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { recordEvent } from "../../events/index.ts"

export interface BankPaymentNotice {
  /** When they say the money left, `YYYY-MM-DD`. */
  paidOn: string
  /** When they said so. */
  notedAt: Date
}

export type AnnounceOutcome =
  | { ok: true }
  | { ok: false; reason: "nothing_open" | "no_date" | "in_future" | "before_issue" | "preview" }

/**
 * A customer says that an invoice is paid by bank. Nothing is booked: the bank says when the money is there. Said again
 * before staff have dealt with it, it is the newer date. Refuses what is no invoice of theirs with something open, and
 * a date before the invoice or after `today`, the business's date.
 */
export async function announceBankPayment(
  actor: CustomerActor,
  { documentId, paidOn, today }: { documentId: string; paidOn: string; today: string },
): Promise<AnnounceOutcome> {
  if (actor.way === "preview") return { ok: false, reason: "preview" }
  if (!z.iso.date().safeParse(paidOn).success) return { ok: false, reason: "no_date" }
  if (paidOn > today) return { ok: false, reason: "in_future" }
  return actor.transaction(async (db) => {
    const invoice = await db
      .selectFrom("documents as d")
      .innerJoin("open_items as o", (join) =>
        join.onRef("o.business_id", "=", "d.business_id").onRef("o.document_id", "=", "d.id"),
      )
      .select(["d.customer_id", "d.bill_to_id", "d.issue_date"])
      .where("d.business_id", "=", actor.businessId)
      .where("d.id", "=", documentId)
      .where("d.kind", "=", "invoice")
      .where("d.state", "=", "issued")
      .where("o.balance", ">", 0n)
      .executeTakeFirst()
    if (!invoice) return { ok: false, reason: "nothing_open" }
    if (paidOn < invoice.issue_date) return { ok: false, reason: "before_issue" }
    const isBillTo = actor.customerIds.includes(invoice.bill_to_id)
    const customerId = isBillTo ? invoice.bill_to_id : invoice.customer_id
    const notedAt = actor.now()
    const said = await db
      .insertInto("payment_notices")
      .values({
        business_id: actor.businessId,
        id: newId(),
        document_id: documentId,
        customer_id: customerId,
        paid_on: paidOn,
        noted_at: notedAt,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["business_id", "document_id"])
          .where("done_at", "is", null)
          .doUpdateSet({ paid_on: sql`excluded.paid_on`, noted_at: sql`excluded.noted_at` })
          .whereRef("payment_notices.paid_on", "<>", sql`excluded.paid_on`),
      )
      .returning("id")
      .executeTakeFirst()
    // The same said twice, as by a button pressed twice, is said once.
    if (!said) return { ok: true }
    await recordEvent(db, "payment.announced", { customerId, documentId, data: { paidOn } })
    return { ok: true }
  })
}

/** What was said of a document and not yet dealt with, by the actor's own eyes; null for nothing. */
export async function findBankPaymentNotice(
  actor: CustomerActor,
  documentId: string,
): Promise<BankPaymentNotice | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("payment_notices")
      .select(["paid_on", "noted_at"])
      .where("business_id", "=", actor.businessId)
      .where("document_id", "=", documentId)
      .where("done_at", "is", null)
      .executeTakeFirst(),
  )
  return row ? { paidOn: row.paid_on, notedAt: row.noted_at } : null
}
