import { sql } from "kysely"
import type { Actor } from "../../platform/database/index.ts"
import {
  findAgeing,
  type Ageing as LedgerAgeing,
  type StatementLine as LedgerLine,
  listStatementLines,
} from "../ledger/index.ts"
import { getBusiness, getPortalSettings } from "../settings/index.ts"

export interface StatementAsked {
  customerId: string
  currency: string
  /** Null: from the first entry on. */
  from: string | null
  to: string
  /** The date at the business. */
  today: string
}

export interface StatementCustomer {
  id: string
  number: string
  name: string
  companyId: string | null
  addressLines: string[]
  country: string | null
}

export interface StatementLine extends LedgerLine {
  /** Of an invoice: when it is to be paid. */
  dueDate: string | null
}

/** What is owed by how long it is due; with `credit` taken off, the sums add up to the balance. */
export type Ageing = Omit<LedgerAgeing, "currency" | "balance">

export interface Statement {
  customer: StatementCustomer
  currency: string
  from: string | null
  to: string
  /** The day it was made. */
  madeOn: string
  opening: bigint
  lines: StatementLine[]
  closing: bigint
  /** As of `to`. */
  ageing: Ageing
}

/** Earlier and later than any entry. What is booked with a date to come counts in the balance of today, as it does everywhere. */
const always = { from: "0001-01-01", to: "9999-12-31" }

/**
 * The statement of one account in one currency: what it stood at, what moved it, what it stands at. Opening and lines
 * add up to the closing, which up to today is the balance told everywhere. Null where the actor may not see the
 * account. `asCustomer` leaves out of it, for staff too, which documents the portal does not show; their amounts stay.
 */
export async function findStatement(
  actor: Actor,
  asked: StatementAsked,
  { asCustomer = false }: { asCustomer?: boolean } = {},
): Promise<Statement | null> {
  const { customerId, currency, from, to, today } = asked
  if (actor.kind === "door") return null
  if (actor.kind === "customer" && !maySeeStatement(actor, customerId)) return null
  const customer = await findCustomer(actor, customerId)
  if (!customer) return null
  const question = { customerId, currency, from: from ?? always.from, to: to >= today ? always.to : to }
  const [read, ageings, hidden] = await Promise.all([
    listStatementLines(actor, question),
    findAgeing(actor, { customerIds: [customerId] }, to),
    asCustomer ? findHiddenKinds(actor) : Promise.resolve<string[]>([]),
  ])
  const dueDates = await findDueDates(actor, read.lines)
  const lines = read.lines.map((line) => ({
    ...line,
    documents: line.documents.filter(({ kind }) => !hidden.includes(kind)),
    dueDate: (line.kind === "invoice" && dueDates.get(line.documents[0]?.id ?? "")) || null,
  }))
  const ageing = ageingOf(ageings, currency, read.closing)
  return {
    customer,
    currency,
    from,
    to,
    madeOn: today,
    opening: read.opening,
    lines,
    closing: read.closing,
    ageing,
  }
}

/** Of one currency, with what is booked for later: it is not due, or a credit. */
function ageingOf(ageings: readonly LedgerAgeing[], currency: string, closing: bigint): Ageing {
  const found = ageings.find((one) => one.currency === currency)
  const { notDue, days1to30, days31to60, days61to90, over90, credit } = found ?? nothing
  const later = closing - (found?.balance ?? 0n)
  return {
    notDue: later > 0n ? notDue + later : notDue,
    days1to30,
    days31to60,
    days61to90,
    over90,
    credit: later < 0n ? credit - later : credit,
  }
}

const nothing: Ageing = {
  notDue: 0n,
  days1to30: 0n,
  days31to60: 0n,
  days61to90: 0n,
  over90: 0n,
  credit: 0n,
}

/** When the invoices are to be paid, as they say now. */
async function findDueDates(actor: Actor, lines: readonly LedgerLine[]): Promise<Map<string, string | null>> {
  const ids = lines.flatMap((line) => (line.kind === "invoice" ? line.documents.map(({ id }) => id) : []))
  if (ids.length === 0) return new Map()
  const result = await actor.transaction((db) =>
    sql<{ id: string; dueDate: string | null }>`
      select id, due_date::text as "dueDate" from documents
      where business_id = ${actor.businessId} and id = any (${ids}::uuid[])`.execute(db),
  )
  return new Map(result.rows.map(({ id, dueDate }) => [id, dueDate]))
}

/** Whether a visitor is shown the statement of this customer, or, without one, of any. */
export function maySeeStatement(actor: Extract<Actor, { kind: "customer" }>, customerId?: string): boolean {
  if (!actor.showStatement || actor.documentIds !== null) return false
  return customerId === undefined ? actor.accountIds.length > 0 : actor.accountIds.includes(customerId)
}

async function findHiddenKinds(actor: Actor): Promise<string[]> {
  return (await getPortalSettings(actor)).showCreditNotes ? [] : ["credit_note"]
}

async function findCustomer(actor: Actor, customerId: string): Promise<StatementCustomer | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("customers")
      .select([
        "id",
        "number",
        "name",
        "company_id",
        "address_line1",
        "address_line2",
        "postal_code",
        "city",
        "country",
      ])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", customerId)
      .executeTakeFirst(),
  )
  if (!row) return null
  const town = [row.postal_code, row.city].filter(Boolean).join(" ")
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    companyId: row.company_id,
    addressLines: [row.address_line1, row.address_line2, town].filter((line): line is string =>
      Boolean(line),
    ),
    country: row.country,
  }
}

/** The currencies an account has entries in, the one most is owed in first; the business's own where there are none. */
export async function listStatementCurrencies(actor: Actor, customerId: string): Promise<string[]> {
  const result = await actor.transaction((db) =>
    sql<{ currency: string }>`
      select currency from ledger_entries where business_id = ${actor.businessId} and customer_id = ${customerId}
      group by currency order by abs(sum(amount)) desc, count(*) desc, currency`.execute(db),
  )
  if (result.rows.length > 0) return result.rows.map(({ currency }) => currency)
  return [(await getBusiness(actor)).currency]
}
