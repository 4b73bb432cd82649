import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { addMoves, type Move } from "./add-moves.ts"

interface Pair {
  credit_note_id: string
  invoice_id: string
}

/** A pair with something set off between the two, as a positive amount. */
interface SetOff extends Pair {
  amount: bigint
  /** Whether the credit note names the invoice still, or somebody chose it, both on one account. */
  is_meant: boolean
}

/**
 * Sets open credit notes off against the open invoices they name, whichever of the two came last; and takes back by
 * counter entries what a further version of either no longer covers. What is left of a credit note, or names no
 * invoice we have, stays open as a credit. `touched` are documents this transaction wrote.
 */
export async function setOffCreditNotes(db: Db, actor: WorkActor, touched: readonly string[]): Promise<void> {
  await waitForOthers(db, actor, touched)
  const before = await findSetOffs(db, actor, touched)
  const pairs = await findNamed(db, actor, [...new Set([...touched, ...before.flatMap(idsOf)])])
  const ids = [...new Set([...before, ...pairs].flatMap(idsOf))]
  if (ids.length === 0) return
  await addMoves(db, actor, planMoves(before, pairs, await lockBalances(db, actor, ids)))
}

const idsOf = (pair: Pair) => [pair.credit_note_id, pair.invoice_id]

/**
 * A credit note and the invoice it names may come in two transactions at once, and neither sees the other's. So who
 * writes a credit note waits for those that book at this moment, and they for it; invoices do not wait for invoices.
 */
async function waitForOthers(db: Db, actor: WorkActor, touched: readonly string[]): Promise<void> {
  const credits = await sql`
    select from documents where business_id = ${actor.businessId} and id = any (${[...touched]}::uuid[])
      and kind = 'credit_note' limit 1`.execute(db)
  const lock = sql.raw(credits.rows.length > 0 ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared")
  await sql`select ${lock}(hashtextextended('set off ' || ${actor.businessId}, 0))`.execute(db)
}

/** What is set off on these documents. Nobody else changes it: they were written, and so locked, by us. */
async function findSetOffs(db: Db, actor: WorkActor, touched: readonly string[]): Promise<SetOff[]> {
  const result = await sql<SetOff>`
    select c.id as credit_note_id, i.id as invoice_id, sum(credit.amount)::bigint as amount,
      i.bill_to_id = c.bill_to_id and (bool_or(credit.chosen) or exists (
        select from document_references r where r.business_id = c.business_id and r.document_id = c.id
          and r.kind = 'invoice' and r.number = i.number)) as is_meant
    from ledger_entries credit
    join documents c on c.business_id = credit.business_id and c.id = credit.document_id and c.kind = 'credit_note'
    join ledger_entries debit on debit.business_id = credit.business_id and debit.allocation_id = credit.allocation_id
      and debit.id <> credit.id
    join documents i on i.business_id = debit.business_id and i.id = debit.document_id
    where credit.business_id = ${actor.businessId} and credit.kind = 'allocation'
      and credit.allocation_id in (select e.allocation_id from ledger_entries e
        where e.business_id = ${actor.businessId} and e.document_id = any (${[...touched]}::uuid[]) and e.kind = 'allocation')
    group by c.business_id, c.id, i.business_id, i.id having sum(credit.amount) > 0
    order by c.issue_date desc, c.id desc, i.issue_date desc, i.id desc`.execute(db)
  return result.rows
}

/** Credit notes and the invoices they name, where either is one of `ids`; the oldest first. */
async function findNamed(db: Db, actor: WorkActor, ids: readonly string[]): Promise<Pair[]> {
  const result = await sql<Pair>`
    select c.id as credit_note_id, i.id as invoice_id
    from document_references r
    join documents c on c.business_id = r.business_id and c.id = r.document_id and c.kind = 'credit_note' and c.state = 'issued'
    join documents i on i.business_id = r.business_id and i.kind = 'invoice' and i.number = r.number and i.state = 'issued'
      and i.seller_key = c.seller_key and i.bill_to_id = c.bill_to_id and i.currency = c.currency
    where r.business_id = ${actor.businessId} and r.kind = 'invoice'
      and (r.document_id = any (${[...ids]}::uuid[]) or i.id = any (${[...ids]}::uuid[]))
    order by c.issue_date, c.id, i.issue_date, i.id`.execute(db)
  return result.rows
}

/** The balances, read in a statement after the lock, so that they are those the lock protects. */
async function lockBalances(db: Db, actor: WorkActor, ids: readonly string[]): Promise<Map<string, bigint>> {
  await sql`select from documents where business_id = ${actor.businessId} and id = any (${[...ids]}::uuid[])
    order by id for update`.execute(db)
  const rows = await db
    .selectFrom("open_items")
    .select(["document_id", "balance"])
    .where("business_id", "=", actor.businessId)
    .where("document_id", "in", [...ids])
    .execute()
  return new Map(rows.map((row) => [row.document_id, row.balance]))
}

/** What to take back, and then what to set off, so that no side is covered by more than it has. */
function planMoves(before: readonly SetOff[], pairs: readonly Pair[], balances: Map<string, bigint>): Move[] {
  const moves: Move[] = []
  const move = ({ credit_note_id, invoice_id }: Pair, amount: bigint) => {
    if (amount === 0n) return
    balances.set(credit_note_id, (balances.get(credit_note_id) ?? 0n) + amount)
    balances.set(invoice_id, (balances.get(invoice_id) ?? 0n) - amount)
    moves.push({
      kind: "allocation",
      sides: [
        { subject: { documentId: credit_note_id }, amount },
        { subject: { documentId: invoice_id }, amount: -amount },
      ],
    })
  }
  for (const pair of before) {
    const excess = larger(balances.get(pair.credit_note_id) ?? 0n, -(balances.get(pair.invoice_id) ?? 0n))
    move(pair, -(pair.is_meant ? smaller(pair.amount, larger(excess, 0n)) : pair.amount))
  }
  for (const pair of pairs) {
    const open = smaller(balances.get(pair.invoice_id) ?? 0n, -(balances.get(pair.credit_note_id) ?? 0n))
    move(pair, larger(open, 0n))
  }
  return moves
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
