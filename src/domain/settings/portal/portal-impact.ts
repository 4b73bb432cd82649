import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { isFeatureOn } from "../features.ts"
import { getPortalSettings, type PortalSettings } from "./portal-settings.ts"

type Kind = "quote" | "order" | "invoice" | "credit_note"

export type PortalImpactOf = "portal" | "showQuotes" | "showOrders" | "showCreditNotes" | "showStatement"

/** What one switch would show or hide, of customers who are let into the portal. */
export interface PortalImpact {
  of: PortalImpactOf
  /** Whether it will be seen from now on, or no longer. */
  shown: boolean
  /** Null for the statement, which is no document. */
  documents: number | null
  customers: number
}

type Visibility = Pick<
  PortalSettings,
  "enabled" | "showQuotes" | "showOrders" | "showCreditNotes" | "showStatement"
>
export type WantedPortal = Partial<Visibility> & { featureOn?: boolean }

const kindSwitches = [
  { of: "showQuotes", kind: "quote" },
  { of: "showOrders", kind: "order" },
  { of: "showCreditNotes", kind: "credit_note" },
] as const

/**
 * What customers would see that they do not see now, or no longer, if the portal were `wanted`. While the portal is
 * closed, and stays so, nothing is shown or hidden. Where it opens or closes as a whole, that is the one answer.
 */
export async function findPortalImpact(actor: WorkActor, wanted: WantedPortal): Promise<PortalImpact[]> {
  const settings = await getPortalSettings(actor)
  const featureOn = await isFeatureOn(actor, "customer_portal")
  const after = { ...settings, ...wanted }
  const opensBefore = featureOn && settings.enabled
  const opensAfter = (wanted.featureOn ?? featureOn) && after.enabled
  if (!opensBefore && !opensAfter) return []
  return actor.transaction(async (db) => {
    if (opensBefore !== opensAfter) {
      const kinds = shownKinds(opensAfter ? after : settings)
      const counts = await countVisible(db, actor, kinds)
      return counts.customers > 0 ? [{ of: "portal", shown: opensAfter, ...counts }] : []
    }
    const impacts: PortalImpact[] = []
    for (const { of, kind } of kindSwitches) {
      if (settings[of] === after[of]) continue
      impacts.push({ of, shown: after[of], ...(await countVisible(db, actor, [kind])) })
    }
    if (settings.showStatement !== after.showStatement) {
      const customers = await countStatements(db, actor)
      impacts.push({ of: "showStatement", shown: after.showStatement, documents: null, customers })
    }
    return impacts.filter((impact) => impact.customers > 0)
  })
}

function shownKinds(settings: Visibility): Kind[] {
  return ["invoice", ...kindSwitches.filter(({ of }) => settings[of]).map(({ kind }) => kind)]
}

/** Each document once, though recipient and bill-to may both see it. Customers are found by index, not by counting. */
async function countVisible(db: Db, actor: WorkActor, kinds: readonly Kind[]) {
  const result = await sql<{ documents: number; customers: number }>`
    select
      (select count(*)::int from (
        select from document_viewers v
        join customers c on c.business_id = v.business_id and c.id = v.customer_id
        where v.business_id = ${actor.businessId} and v.kind = any (${[...kinds]}::text[])
          and c.portal_access and c.merged_into is null
        group by v.document_id) as seen) as documents,
      (select count(*)::int from customers c
        where c.business_id = ${actor.businessId} and c.portal_access and c.merged_into is null
          and exists (select from document_viewers v
            where v.business_id = c.business_id and v.customer_id = c.id and v.kind = any (${[...kinds]}::text[])))
        as customers`.execute(db)
  return result.rows[0] ?? { documents: 0, customers: 0 }
}

async function countStatements(db: Db, actor: WorkActor): Promise<number> {
  const result = await sql<{ customers: number }>`
    select count(*)::int as customers from customers c
    where c.business_id = ${actor.businessId} and c.portal_access and c.merged_into is null
      and exists (select from ledger_entries e where e.business_id = c.business_id and e.customer_id = c.id)`.execute(
    db,
  )
  return result.rows[0]?.customers ?? 0
}
