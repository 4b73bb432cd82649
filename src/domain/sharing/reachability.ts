import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"

export const hindrances = ["blocked", "no_address", "refused_address"] as const
/** Why a customer cannot be invited: portal access is off, no address is known, or each was refused by its mail server. */
export type Hindrance = (typeof hindrances)[number]

/**
 * Every customer with the contact an invitation goes to (the main contact, else the customer's own address, else
 * another contact who may see everything) or what hinders it. A merged customer is not counted: the one it was merged into is.
 */
export function allReachability(actor: WorkActor) {
  return sql`
    select c.id as customer_id, c.name, c.number, best.contact_id,
      case when not c.portal_access then 'blocked' when known.addresses = 0 then 'no_address'
        when best.found is null then 'refused_address' end as hindrance
    from customers c
    cross join lateral (
      select count(k.email) + (c.email is not null)::int as addresses from contacts k
        where k.business_id = c.business_id and k.customer_id = c.id and k.removed_at is null and k.may_see = 'everything') as known
    left join lateral (
      select true as found, one.contact_id from (
        select k.id as contact_id, case when k.is_main then 0 else 2 end as rank, k.name from contacts k
          where k.business_id = c.business_id and k.customer_id = c.id and k.removed_at is null
            and k.email is not null and k.mail_problem is null and k.may_see = 'everything'
        union all
        select null, 1, '' where c.email is not null and c.mail_problem is null) as one
      order by one.rank, one.name, one.contact_id limit 1) as best on true
    where c.business_id = ${actor.businessId} and c.merged_into is null`
}

/** Of `allReachability`, named r. */
export function neverInvited(actor: WorkActor) {
  return sql`not exists (select from invited_customers i
    where i.business_id = ${actor.businessId} and i.customer_id = r.customer_id and i.state = 'sent')`
}

export interface Reachability {
  reachable: number
  neverInvited: number
  unreachable: Readonly<Record<Hindrance, number>>
}

/** How many customers an invitation would reach, and how many not, by cause. */
export async function countReachable(actor: WorkActor): Promise<Reachability> {
  const result = await actor.transaction((db) =>
    sql<{ hindrance: Hindrance | null; customers: number; fresh: number }>`
      select r.hindrance, count(*)::int as customers, count(*) filter (where ${neverInvited(actor)})::int as fresh
      from (${allReachability(actor)}) r group by r.hindrance`.execute(db),
  )
  const of = (hindrance: Hindrance | null) => result.rows.find((row) => row.hindrance === hindrance)
  return {
    reachable: of(null)?.customers ?? 0,
    neverInvited: of(null)?.fresh ?? 0,
    unreachable: {
      blocked: of("blocked")?.customers ?? 0,
      no_address: of("no_address")?.customers ?? 0,
      refused_address: of("refused_address")?.customers ?? 0,
    },
  }
}

export interface UnreachableCustomer {
  customerId: string
  name: string
  number: string
  hindrance: Hindrance
}

/** Those an invitation would not reach, by name, a page at a time. */
export async function listUnreachable(
  actor: WorkActor,
  options: { after?: string | undefined; limit: number },
): Promise<{ customers: UnreachableCustomer[]; next: string | null }> {
  const result = await actor.transaction((db) =>
    sql<UnreachableCustomer>`
      select r.customer_id as "customerId", r.name, r.number, r.hindrance
      from (${allReachability(actor)}) r
      where r.hindrance is not null and (${options.after ?? null}::uuid is null or (r.name, r.customer_id) >
        (select l.name, l.id from customers l where l.business_id = ${actor.businessId} and l.id = ${options.after ?? null}::uuid))
      order by r.name, r.customer_id limit ${options.limit + 1}`.execute(db),
  )
  const customers = result.rows.slice(0, options.limit)
  return {
    customers,
    next: result.rows.length > options.limit ? (customers.at(-1)?.customerId ?? null) : null,
  }
}
