import { sql } from "kysely"
import type { Actor } from "../../platform/database/index.ts"
import type { DocumentKind } from "../documents/index.ts"

export interface StatementQuestion {
  customerId: string
  currency: string
  /** Both days are in the period. */
  from: string
  to: string
}

/** What happened once: one invoice, one payment, however many documents it is for. */
export interface StatementLine {
  /** The same for as long as the line is there. */
  id: string
  /**
   * `transfer`: a document moved to or from the account because its payer was corrected. `allocation` is a line only
   * where one was taken back across accounts after that.
   */
  kind:
    | "invoice"
    | "credit_note"
    | "payment"
    | "refund"
    | "write_off"
    | "opening_balance"
    | "transfer"
    | "allocation"
  date: string
  /** Minor units; positive is owed to the business. */
  amount: bigint
  /** How the account stands after this line. */
  balance: bigint
  /** What it is booked on, with how much of the amount, as far as the actor may see them. */
  documents: { id: string; kind: DocumentKind; number: string; amount: bigint }[]
  /** Of an invoice or credit note: the version it was booked with; later ones book the difference. */
  version: number | null
  /** Of a payment, and of a refund the payment it pays back. */
  paymentId: string | null
  paymentMethod: string | null
}

export interface StatementLines {
  opening: bigint
  /** By date, and of one day as they were recorded. */
  lines: StatementLine[]
  closing: bigint
}

interface Row extends Omit<StatementLine, "balance" | "documents"> {
  opening: bigint
  id: string
  documents: { id: string; kind: DocumentKind; number: string; amount: string }[]
}

/**
 * The running account of a customer in one currency: opening + lines = closing, for any period. What only moves money
 * between documents of the account adds up to nothing and is no line. One statement, so that it is of one moment.
 */
export async function listStatementLines(
  actor: Actor,
  { customerId, currency, from, to }: StatementQuestion,
): Promise<StatementLines> {
  const { rows } = await actor.transaction((db) =>
    sql<Row | { opening: bigint; id: null }>`
      with before as (
        select coalesce(sum(amount), 0)::bigint as opening from ledger_entries
        where business_id = ${actor.businessId} and customer_id = ${customerId} and currency = ${currency} and entry_date < ${from}),
      lines as (
        select kind, entry_date, min(recorded_at) as recorded_at, (array_agg(id order by id))[1] as id,
          sum(amount)::bigint as amount, (array_agg(version))[1] as version, (array_agg(payment_id))[1] as payment_id,
          (array_agg(refund_id))[1] as refund_id, array_agg(document_id order by id) as document_ids,
          array_agg(amount order by id) as amounts
        from ledger_entries
        where business_id = ${actor.businessId} and customer_id = ${customerId} and currency = ${currency}
          and entry_date between ${from} and ${to}
        group by kind, entry_date, coalesce(refund_id, write_off_id, allocation_id,
          case kind when 'payment' then payment_id when 'opening_balance' then opening_balance_id else id end)
        having sum(amount) <> 0)
      select before.opening, l.id, l.kind, l.entry_date as date, l.amount, l.version,
        l.payment_id as "paymentId", coalesce(r.method, p.method) as "paymentMethod",
        (select coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind, 'number', d.number,
            'amount', part.amount::text) order by part.at), '[]')
          from unnest(l.document_ids, l.amounts) with ordinality as part (id, amount, at)
          join documents d on d.business_id = ${actor.businessId} and d.id = part.id) as documents
      from before left join lines l on true
      left join payments p on p.business_id = ${actor.businessId} and p.id = l.payment_id
      left join refunds r on r.business_id = ${actor.businessId} and r.id = l.refund_id
      order by l.entry_date, l.recorded_at, l.id`.execute(db),
  )
  const opening = rows[0]?.opening ?? 0n
  let balance = opening
  const lines = rows.flatMap((row) => {
    if (row.id === null) return []
    const { opening: _, documents, ...line } = row as Row
    balance += line.amount
    return {
      ...line,
      balance,
      documents: documents.map((document) => ({ ...document, amount: BigInt(document.amount) })),
    }
  })
  return { opening, lines, closing: balance }
}
