import { sql } from "kysely"
import type { CustomerActor, Db } from "../../../platform/database/index.ts"
import { type MobilePaySettings, readMobilePaySettings } from "../settings/index.ts"
import { type NoOffer, readPayerPhone, whyNot } from "./offer.ts"

/** An invoice that is due, or a credit that is set off against the invoices. */
export interface AccountItem {
  /** Null for money on the account that came from a payment. */
  documentId: string | null
  paymentId: string | null
  kind: "invoice" | "credit_note" | "on_account"
  /** Null where the visitor may not know it, as of hidden credit notes, or there is none. */
  number: string | null
  /** Of an invoice its due date, of a credit its own. */
  date: string
  /** What is open; negative for a credit. */
  open: bigint
}

/** So many invoices are paid at once: a page to look over, and with their credits less than an attempt has room for. */
export const mostInvoicesAtOnce = 200
const mostCreditsAtOnce = 500

export interface AccountOffer {
  customerId: string
  currency: string
  /** Invoices that can be paid now, the longest due first, and no more than can be paid at once. */
  invoices: AccountItem[]
  /** How many more are open, and can be paid after these. */
  leftOut: number
  /** What of these is chosen. */
  chosen: AccountItem[]
  /** Credits as they are used for the chosen invoices, as negative amounts in `open`. */
  credits: AccountItem[]
  /** Invoices left out, since a payment of them is under way. */
  underWay: number
  /** What is to be paid: the chosen invoices less the credits. */
  sum: bigint
  flow: "push" | "redirect"
  settings: MobilePaySettings | null
  phoneNumber: string | null
  /** Why it cannot be paid here, if it cannot. `covered`: the credits are enough, and nothing is to be paid. */
  reason: NoOffer | "covered" | null
}

interface Asked {
  customerId: string
  currency: string
  /** The invoices to be paid; all that are open where it is left out. */
  documentIds?: readonly string[] | undefined
}

/**
 * What the visitor can pay at once of one account in one currency, with its open credits set off. Null where the
 * account is not theirs. Paying several needs the account itself: who sees single documents by a link pays these.
 */
export async function findAccountOffer(actor: CustomerActor, asked: Asked): Promise<AccountOffer | null> {
  return actor.transaction((db) => readAccountOffer(db, actor, asked))
}

export async function readAccountOffer(
  db: Db,
  actor: CustomerActor,
  { customerId, currency, documentIds }: Asked,
): Promise<AccountOffer | null> {
  if (actor.documentIds !== null || !actor.accountIds.includes(customerId)) return null
  const rows = await readRows(db, actor, customerId, currency)
  const open = rows.filter((row) => !row.pending)
  const payable = open.filter((row) => row.open > 0n && row.kind === "invoice").map(toItem)
  const invoices = payable.slice(0, mostInvoicesAtOnce)
  const chosen = documentIds
    ? invoices.filter((item) => item.documentId !== null && documentIds.includes(item.documentId))
    : invoices
  const due = chosen.reduce((sum, item) => sum + item.open, 0n)
  const unused = open.filter((row) => row.open < 0n).slice(0, mostCreditsAtOnce)
  const credits = takeCredits(unused.map(toItem), due)
  const sum = due + credits.reduce((total, item) => total + item.open, 0n)
  const settings = await readMobilePaySettings(db, actor)
  return {
    customerId,
    currency,
    invoices,
    leftOut: payable.length - invoices.length,
    chosen,
    credits,
    underWay: rows.filter((row) => row.pending && row.open > 0n).length,
    sum,
    flow: settings?.pushAllowed ? "push" : "redirect",
    settings,
    phoneNumber: await readPayerPhone(db, actor, customerId),
    reason: due > 0n && sum === 0n ? "covered" : due === 0n ? "paid" : whyNot(actor, settings, currency, sum),
  }
}

/** The oldest first, and no more of them than there is to pay. */
function takeCredits(credits: readonly AccountItem[], due: bigint): AccountItem[] {
  let left = due
  return credits.flatMap((credit) => {
    const used = -credit.open < left ? -credit.open : left
    if (used <= 0n) return []
    left -= used
    return [{ ...credit, open: -used }]
  })
}

interface Row {
  document_id: string | null
  payment_id: string | null
  kind: AccountItem["kind"]
  number: string | null
  date: string
  open: bigint
  pending: boolean
}

function toItem(row: Row): AccountItem {
  return {
    documentId: row.document_id,
    paymentId: row.payment_id,
    kind: row.kind,
    number: row.number,
    date: row.date,
    open: row.open,
  }
}

/** Everything open on the account by the visitor's own eyes; a credit note they may not see has no number. */
async function readRows(db: Db, actor: CustomerActor, customerId: string, currency: string): Promise<Row[]> {
  const result = await sql<Row>`
    select o.document_id, null::uuid as payment_id,
      case when o.balance < 0 then 'credit_note' else 'invoice' end as kind, d.number, o.due_date as date, o.balance as open,
      exists (select from payment_attempt_items p
        where p.business_id = o.business_id and p.document_id = o.document_id and p.is_open) as pending
    from open_items o
    left join documents d on d.business_id = o.business_id and d.id = o.document_id
    where o.business_id = ${actor.businessId} and o.customer_id = ${customerId} and o.currency = ${currency}
      and (o.kind = 'invoice' or o.balance < 0)
    union all
    select null, p.id, 'on_account', null, p.received_on, sum(e.amount)::bigint,
      exists (select from payment_attempt_items i
        where i.business_id = p.business_id and i.payment_id = p.id and i.is_open)
    from ledger_entries e
    join payments p on p.business_id = e.business_id and p.id = e.payment_id
    where e.business_id = ${actor.businessId} and e.customer_id = ${customerId} and e.currency = ${currency}
      and e.document_id is null and e.opening_balance_id is null
    group by p.business_id, p.id, p.received_on having sum(e.amount) < 0
    order by date, number nulls last`.execute(db)
  return result.rows
}
