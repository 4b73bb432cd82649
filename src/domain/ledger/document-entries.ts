import type { Actor } from "../../platform/database/index.ts"

export interface LedgerEntry {
  id: string
  kind: "invoice" | "credit_note" | "payment" | "allocation"
  amount: bigint
  currency: string
  entryDate: string
  paymentMethod: string | null
}

/** The entries on one document, oldest first; their sum is its balance. */
export async function listEntries(actor: Actor, documentId: string): Promise<LedgerEntry[]> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("ledger_entries as e")
      .leftJoin("payments as p", (join) =>
        join.onRef("p.business_id", "=", "e.business_id").onRef("p.id", "=", "e.payment_id"),
      )
      .select(["e.id", "e.kind", "e.amount", "e.currency", "e.entry_date", "p.method"])
      .where("e.business_id", "=", actor.businessId)
      .where("e.document_id", "=", documentId)
      .orderBy("e.entry_date")
      .orderBy("e.id")
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as LedgerEntry["kind"],
    amount: row.amount,
    currency: row.currency,
    entryDate: row.entry_date,
    paymentMethod: row.method,
  }))
}
