/** Customers with a page open: their sessions, each of its own portal token, as they are made by opening it. */
import { asOwner } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { newSecret, sha256 } from "../../src/platform/secrets/index.ts"
import type { Ground } from "../ground/open-ground.ts"

export interface OpenInvoice {
  documentId: string
  customerId: string
  /** In minor units. */
  balance: bigint
}

export interface Session {
  secret: string
  invoice: OpenInvoice
}

/** Open invoices with room for many small payments, of which their payer is told. */
export async function findInvoices(ground: Ground): Promise<OpenInvoice[]> {
  const found = await asOwner(ground.runtime.database.owner, (client) =>
    client.query<{ documentId: string; customerId: string; balance: string }>(
      `select document_id as "documentId", customer_id as "customerId", balance from open_items
       where business_id = $1 and kind = 'invoice' and balance > 10000 and customer_id = recipient_id
       order by customer_id, document_id`,
      [ground.businessId],
    ),
  )
  return found.rows.map((row) => ({ ...row, balance: BigInt(row.balance) }))
}

/** The first of each customer's. */
export function oneEach(invoices: readonly OpenInvoice[]): OpenInvoice[] {
  return [
    ...new Map(invoices.toReversed().map((invoice) => [invoice.customerId, invoice])).values(),
  ].reverse()
}

/** Sessions of the invoices' customers in turn. */
export async function makeSessions(
  ground: Ground,
  invoices: readonly OpenInvoice[],
  count: number,
): Promise<Session[]> {
  const made = Array.from({ length: count }, (_, at) => {
    const invoice = invoices[at % invoices.length]
    if (!invoice) throw new Error("No customer owes anything.")
    return { secret: newSecret(), invoice }
  })
  const customers = [...new Set(made.map(({ invoice }) => invoice.customerId))]
  await asOwner(ground.runtime.database.owner, async (client) => {
    await client.query(
      `update portal_tokens set revoked_at = now() where revoked_at is null and id <> customer_id`,
    )
    await client.query(
      `insert into portal_tokens (business_id, id, customer_id, token_sha256, sealed, key_id, expires_at)
       select $1, customer, customer, sha256(customer::text::bytea), '', 'k1', now() + interval '30 days'
       from unnest($2::uuid[]) as customer
       on conflict (business_id, id) do update set revoked_at = null, expires_at = excluded.expires_at`,
      [ground.businessId, customers],
    )
    await client.query(
      `insert into portal_sessions (business_id, id, secret_sha256, way, customer_id, token_id, expires_at)
       select $1, id, secret, 'token', customer, customer, now() + interval '1 day'
       from unnest($2::uuid[], $3::bytea[], $4::uuid[]) as made (id, secret, customer)`,
      [
        ground.businessId,
        made.map(() => newId()),
        made.map(({ secret }) => sha256(secret)),
        made.map(({ invoice }) => invoice.customerId),
      ],
    )
  })
  return made
}
