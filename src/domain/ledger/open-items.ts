import { sql } from "kysely"
import type { Actor } from "../../platform/database/index.ts"
import type { DocumentKind } from "../documents/index.ts"
import type { EntrySubject } from "./subjects.ts"

/** What is not settled on an account: owed where the balance is positive, a credit where it is negative. */
export interface OpenItem {
  subject: EntrySubject
  /** `payment`: what of a payment's money is on no document. */
  kind: DocumentKind | "payment" | "opening_balance"
  customerId: string
  /** The document's number; null of money and opening balances, and where the document is not shown to the actor. */
  number: string | null
  /** When the document was issued, the money received, or the opening balance was as stated. */
  date: string
  /** From when on it is due; null of money. */
  dueDate: string | null
  /** Of money: the way it came in. */
  paymentMethod: string | null
  currency: string
  /** Minor units. */
  balance: bigint
}

interface Row extends Omit<OpenItem, "subject"> {
  documentId: string | null
  paymentId: string | null
  openingBalanceId: string | null
}

/**
 * All that is open on the accounts of `customerIds`, what is owed first, by due date, and then the credits, the
 * oldest first. Their sum is the balance. Reads what the actor may see.
 */
export async function findOpenItems(actor: Actor, customerIds: readonly string[]): Promise<OpenItem[]> {
  const ids = [...customerIds]
  const { rows } = await actor.transaction((db) =>
    sql<Row>`select * from (
      select item.document_id as "documentId", null::uuid as "paymentId", null::uuid as "openingBalanceId", item.kind,
        item.customer_id as "customerId", d.number, coalesce(d.issue_date, item.due_date) as date,
        item.due_date as "dueDate", null as "paymentMethod", item.currency, item.balance
      from open_items item left join documents d on d.business_id = item.business_id and d.id = item.document_id
      where item.business_id = ${actor.businessId} and item.customer_id = any (${ids}::uuid[])
      union all
      select null, case when loose.opening_balance_id is null then loose.payment_id end, loose.opening_balance_id,
        case when loose.opening_balance_id is null then 'payment' else 'opening_balance' end, loose.customer_id, null,
        coalesce(o.as_of, p.received_on), o.as_of, p.method, loose.currency, loose.balance
      from (
        select business_id, customer_id, currency, opening_balance_id,
          case when opening_balance_id is null then payment_id end as payment_id, sum(amount)::bigint as balance
        from ledger_entries
        where business_id = ${actor.businessId} and customer_id = any (${ids}::uuid[]) and document_id is null
        group by 1, 2, 3, 4, 5 having sum(amount) <> 0) loose
      left join opening_balances o on o.business_id = loose.business_id and o.id = loose.opening_balance_id
      left join payments p on p.business_id = loose.business_id and p.id = loose.payment_id
      ) items order by currency, balance < 0, "dueDate", date, "documentId", "openingBalanceId", "paymentId"`.execute(
      db,
    ),
  )
  return rows.map(({ documentId, paymentId, openingBalanceId, ...row }) => ({
    ...row,
    subject: documentId
      ? { documentId }
      : openingBalanceId
        ? { openingBalanceId }
        : { paymentId: paymentId ?? "" },
  }))
}
