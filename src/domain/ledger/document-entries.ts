import type { Actor, WorkActor } from "../../platform/database/index.ts"
import type { DocumentKind } from "../documents/index.ts"

export interface LedgerEntry {
  id: string
  kind:
    | "invoice"
    | "credit_note"
    | "payment"
    | "allocation"
    | "transfer"
    | "refund"
    | "write_off"
    | "opening_balance"
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

export interface Booking extends LedgerEntry {
  /** Of money: the payment it came with. */
  paymentId: string | null
  /** What the payment said of itself. */
  reference: string | null
  /** The version an invoice or credit note was booked with. */
  version: number | null
  /** Of a set-off: the document on its other side. */
  counterpart: { id: string; kind: DocumentKind; number: string } | null
  /** Of a write-off that was not taken back: its id, and the reason staff gave. */
  writeOffId: string | null
  writeOffReason: string | null
}

/** The entries on one document as staff see them, with reference and the other side of what was set off. */
export async function listBookings(actor: WorkActor, documentId: string): Promise<Booking[]> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("ledger_entries as e")
      .leftJoin("payments as p", (join) =>
        join.onRef("p.business_id", "=", "e.business_id").onRef("p.id", "=", "e.payment_id"),
      )
      .leftJoin("ledger_entries as o", (join) =>
        join
          .onRef("o.business_id", "=", "e.business_id")
          .onRef("o.allocation_id", "=", "e.allocation_id")
          .onRef("o.document_id", "<>", "e.document_id"),
      )
      .leftJoin("documents as d", (join) =>
        join.onRef("d.business_id", "=", "o.business_id").onRef("d.id", "=", "o.document_id"),
      )
      .leftJoin("write_offs as w", (join) =>
        join.onRef("w.business_id", "=", "e.business_id").onRef("w.id", "=", "e.write_off_id"),
      )
      .leftJoin("write_offs as b", (join) =>
        join.onRef("b.business_id", "=", "w.business_id").onRef("b.takes_back_id", "=", "w.id"),
      )
      .select(["w.id as write_off_id", "w.reason", "w.takes_back_id", "b.id as taken_back_by"])
      .select(["e.id", "e.kind", "e.amount", "e.currency", "e.entry_date", "e.version", "e.payment_id"])
      .select("p.method")
      .select(["p.reference", "d.id as other_id", "d.kind as other_kind", "d.number as other_number"])
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
    paymentId: row.payment_id,
    reference: row.reference,
    version: row.version,
    counterpart:
      row.other_id && row.other_kind && row.other_number
        ? { id: row.other_id, kind: row.other_kind as DocumentKind, number: row.other_number }
        : null,
    writeOffId: row.takes_back_id || row.taken_back_by ? null : row.write_off_id,
    writeOffReason: row.reason,
  }))
}
