import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"

/** Somebody a link may be mailed to, at the address stored for them. */
export interface Recipient {
  customerId: string
  customerName: string
  /** Null: the customer's own address. */
  contactId: string | null
  name: string
  address: string
  isMain: boolean
  /** False for a contact who may see a part of the customer's documents: no portal link, which opens all. */
  maySeeAll: boolean
  /** False for a contact who may see quotes only: no statement, and nothing else of the account. */
  maySeeAccount: boolean
  /** Whether mail to the address was refused; it is not chosen by itself. */
  isRefused: boolean
}

export type RecipientsOf = { documentId: string } | { customerId: string }

/**
 * Everybody a link may be mailed to, whom it goes to unless told otherwise first: the contact the document names,
 * else the main contact, else the customer's own address; the recipient before the bill-to; refused addresses last.
 * Blocked and merged customers have nobody.
 */
export async function listRecipients(actor: WorkActor, of: RecipientsOf): Promise<Recipient[]> {
  return actor.transaction((db) => findRecipients(db, actor, of))
}

export async function findRecipients(db: Db, actor: WorkActor, of: RecipientsOf): Promise<Recipient[]> {
  const documentId = "documentId" in of ? of.documentId : null
  const customerId = "customerId" in of ? of.customerId : null
  const result = await sql<Recipient>`
    with parties as (
      select d.customer_id as id, 0 as rank, lower(v.data #>> '{customer,contact,email}') as named
        from documents d
        join document_versions v on v.business_id = d.business_id and v.document_id = d.id and v.version = d.version
        where d.business_id = ${actor.businessId} and d.id = ${documentId}::uuid
      union all
      select d.bill_to_id, 1, null from documents d
        where d.business_id = ${actor.businessId} and d.id = ${documentId}::uuid and d.bill_to_id <> d.customer_id
      union all
      select ${customerId}::uuid, 0, null where ${customerId}::uuid is not null),
    known as (
      select p.rank, c.id as customer_id, c.name as customer_name, k.id as contact_id, k.name, k.email as address,
        k.is_main, k.may_see, k.mail_problem, coalesce(lower(k.email) = p.named, false) as is_named
        from parties p
        join customers c on c.business_id = ${actor.businessId} and c.id = p.id
        join contacts k on k.business_id = c.business_id and k.customer_id = c.id and k.removed_at is null
        where c.portal_access and c.merged_into is null and k.email is not null
      union all
      select p.rank, c.id, c.name, null, c.name, c.email, false, 'everything', c.mail_problem, false
        from parties p
        join customers c on c.business_id = ${actor.businessId} and c.id = p.id
        where c.portal_access and c.merged_into is null and c.email is not null
          -- The same address is named once, as the contact's.
          and not exists (select from contacts k where k.business_id = c.business_id and k.customer_id = c.id
            and k.removed_at is null and lower(k.email) = lower(c.email)))
    select customer_id as "customerId", customer_name as "customerName", contact_id as "contactId", name, address,
      is_main as "isMain", may_see = 'everything' as "maySeeAll",
      may_see in ('everything', 'invoices') as "maySeeAccount", mail_problem is not null as "isRefused"
    from known
    order by mail_problem is not null, not is_named, rank, not is_main, contact_id is not null, name, contact_id`.execute(
    db,
  )
  return result.rows
}

/** Whom a link goes to when nobody was chosen; null where nobody can be reached. */
export function chooseRecipient(recipients: readonly Recipient[]): Recipient | null {
  return recipients.find((recipient) => !recipient.isRefused) ?? null
}
