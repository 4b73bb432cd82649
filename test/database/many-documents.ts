import { asOwner } from "../../src/platform/database/index.ts"
import type { TestGround } from "../ground.ts"

/** Documents by the ten thousand, written in one statement and dealt to 20 customers: enough that plans are as with millions. */
export async function fillTable(of: TestGround, customers: string[], many: number): Promise<void> {
  await asOwner(of.owner, async (client) => {
    await client.query("set local statement_timeout = 0")
    await client.query(
      `insert into documents (business_id, id, kind, number, state, customer_id, bill_to_id, issue_date, due_date, currency,
         total_without_vat, total_vat, total, payable, version, source, title, search_terms)
       select $1, gen_random_uuid(), (array['invoice','quote','order','credit_note'])[1 + (n / 20) % 4], 'N' || n, 'issued',
         ($2::uuid[])[1 + n % 20], ($2::uuid[])[1 + n % 20], date '2020-01-01' + n % 2500, date '2020-02-01' + n % 2500, 'DKK',
         n * 80, n * 20, n * 100, n * 100, 1, 'kvit', 'Service',
         array['n' || n, n::text, 'service', 'k:' || (array['invoice','quote','order','credit_note'])[1 + (n / 20) % 4],
           case when n % 997 = 0 then 'sjaelden' else 'almindelig' end]
       from generate_series(1, ${many}) as n`,
      [of.businessId, customers],
    )
    await client.query(
      `insert into ledger_entries (business_id, id, customer_id, kind, document_id, version, amount, currency, entry_date)
       select business_id, gen_random_uuid(), bill_to_id, 'invoice', id, 1, payable, currency, issue_date
       from documents where kind = 'invoice' and total % 700 = 0`,
    )
    await client.query("analyze")
  })
}
