import { asOwner } from "../../platform/database/index.ts"
import type { Connections } from "../../runtime.ts"
import { type Check, good, wrong } from "./check.ts"

/** What must add up, and the rows that do not. */
const sums: readonly { what: string; count: string }[] = [
  {
    what: "open items that are not the sums of their entries",
    count: `
      (select business_id, document_id, sum(amount) as balance from ledger_entries
        where document_id is not null group by business_id, document_id having sum(amount) <> 0) as sums
      full join open_items as open using (business_id, document_id)
      where sums.balance is distinct from open.balance`,
  },
  {
    what: "accounts whose open items and money are not the sums of their entries",
    count: `
      (select business_id, customer_id, currency, sum(amount) as balance from ledger_entries
        group by business_id, customer_id, currency having sum(amount) <> 0) as sums
      full join (
        select business_id, customer_id, currency, sum(balance) as balance from (
          select business_id, customer_id, currency, balance from open_items
          union all
          select business_id, customer_id, currency, amount from ledger_entries where document_id is null) as parts
        group by business_id, customer_id, currency having sum(balance) <> 0) as open
      using (business_id, customer_id, currency)
      where sums.balance is distinct from open.balance`,
  },
  {
    what: "payments whose entries are not what was paid less what was paid back",
    count: `
      payments as p
      left join (select business_id, payment_id, -sum(amount) as booked from ledger_entries
        where payment_id is not null group by business_id, payment_id) as e on e.business_id = p.business_id and e.payment_id = p.id
      left join (select business_id, payment_id, sum(amount) as back from refunds
        where state = 'completed' group by business_id, payment_id) as r on r.business_id = p.business_id and r.payment_id = p.id
      where coalesce(e.booked, 0) <> p.amount - coalesce(r.back, 0)`,
  },
  {
    what: "refunds that are not booked as what was paid back",
    count: `
      refunds as r left join (select business_id, refund_id, sum(amount) as booked from ledger_entries
        where refund_id is not null group by business_id, refund_id) as e on e.business_id = r.business_id and e.refund_id = r.id
      where coalesce(e.booked, 0) <> case r.state when 'completed' then r.amount else 0 end`,
  },
  {
    what: "opening balances that are not booked as recorded",
    count: `
      opening_balances as o left join ledger_entries as e on e.business_id = o.business_id and e.opening_balance_id = o.id
        and e.kind = 'opening_balance'
      where (e.customer_id, e.currency, e.amount) is distinct from (o.customer_id, o.currency, o.amount)`,
  },
  {
    what: "write-offs that are not booked as recorded",
    count: `
      write_offs as w left join ledger_entries as e on e.business_id = w.business_id and e.write_off_id = w.id
      where (e.document_id, e.currency, e.amount) is distinct from
        (w.document_id, w.currency, case when w.takes_back_id is null then -w.amount else w.amount end)`,
  },
]

/** The ledger against itself: documents, accounts, and all that moves money. */
export async function checkLedger({ owner }: Pick<Connections, "owner">): Promise<Check> {
  const problems = await asOwner(owner, async (client) => {
    const found: string[] = []
    for (const { what, count } of sums) {
      const result = await client.query<{ count: number }>(`select count(*)::int as count from ${count}`)
      const rows = result.rows[0]?.count ?? 0
      if (rows > 0) found.push(`${rows} ${what}`)
    }
    return found
  })
  return problems.length === 0
    ? good("Ledger", "documents, accounts, payments and opening balances are the sums of their entries")
    : wrong(
        "Ledger",
        `There are ${problems.join(", ")}.`,
        "Somebody wrote into the database by hand. Restore a backup, or tell Kvit's makers with this output.",
      )
}
