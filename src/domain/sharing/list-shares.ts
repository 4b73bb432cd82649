import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"
import type { SharedLink, ShareWay } from "../access/index.ts"

export interface ShareRow {
  id: string
  customerId: string
  what: SharedLink
  way: ShareWay
  at: Date
  /** Null where the program did it. */
  by: string | null
  /** Whom it was mailed to; null where it was copied. */
  to: string | null
  state: "waiting" | "shared" | "undone" | "failed"
  document: { id: string; kind: "quote" | "order" | "invoice" | "credit_note"; number: string } | null
  /** The document link's row, where there is one. */
  linkId: string | null
  linkState: "active" | "expired" | "revoked"
  expiresAt: Date | null
  firstOpenedAt: Date | null
  firstOpenedByPersonAt: Date | null
}

/**
 * The last times a link of a document or customer was shared, newest first: who, to whom, by which way, whether it
 * was opened and whether it still opens something. What was undone is left out.
 */
export async function listShares(
  actor: WorkActor,
  options: { documentId?: string | undefined; customerId?: string | undefined; limit: number },
): Promise<ShareRow[]> {
  return actor.transaction(async (db) => {
    const narrow = options.documentId
      ? sql`s.document_id = ${options.documentId}`
      : sql`s.customer_id = ${options.customerId ?? null}`
    return (
      await sql<ShareRow>`${selectShares(actor)} and ${narrow} and s.state <> 'undone'
      order by s.id desc limit ${options.limit}`.execute(db)
    ).rows
  })
}

/** One share, whatever became of it; null where there is none. */
export async function findShare(actor: WorkActor, shareId: string): Promise<ShareRow | null> {
  return actor.transaction(async (db) => {
    const result = await sql<ShareRow>`${selectShares(actor)} and s.id = ${shareId}`.execute(db)
    return result.rows[0] ?? null
  })
}

function selectShares(actor: WorkActor) {
  return sql`
    select s.id, s.customer_id as "customerId", s.what, s.way, s.created_at as at, m.name as by, s.state,
      case when s.way in ('mail', 'sms') then coalesce(k.name, c.name) end as to,
      case when d.id is not null then json_build_object('id', d.id, 'kind', d.kind, 'number', d.number) end as document,
      s.document_link_id as "linkId",
      case when link.revoked_at < link.expires_at then 'revoked' when link.expires_at <= now() then 'expired' else 'active' end as "linkState",
      link.expires_at as "expiresAt", link.first_opened_at as "firstOpenedAt",
      link.first_opened_by_person_at as "firstOpenedByPersonAt"
    from link_shares s
    join customers c on c.business_id = s.business_id and c.id = s.customer_id
    left join contacts k on k.business_id = s.business_id and k.id = s.contact_id
    left join documents d on d.business_id = s.business_id and d.id = s.document_id
    left join staff_members m on m.business_id = s.business_id and m.id = s.created_by
    left join lateral (
      select l.revoked_at, l.expires_at, l.first_opened_at, l.first_opened_by_person_at
        from document_links l where l.business_id = s.business_id and l.id = s.document_link_id
      union all
      select l.revoked_at, l.expires_at, l.first_opened_at, l.first_opened_by_person_at
        from sign_in_links l where l.business_id = s.business_id and l.id = s.sign_in_link_id
      union all
      select t.revoked_at, t.expires_at, t.first_opened_at, t.first_opened_by_person_at
        from portal_tokens t where t.business_id = s.business_id and t.id = s.token_id) as link on true
    where s.business_id = ${actor.businessId}`
}
