import { sql } from "kysely"
import { addDays } from "../../platform/clock/index.ts"
import type { WorkActor } from "../../platform/database/index.ts"
import { firstIdAt } from "../../platform/ids/index.ts"

export interface CustomerDay {
  customer: { id: string; name: string }
  views: number
  downloads: number
  signIns: number
  /** When they were last here. */
  last: Date
}

/** What customers did on `today` in `timeZone`, who was here last first; at most `limit`. Previews by staff never count. */
export async function listCustomerDay(
  actor: WorkActor,
  options: { today: string; timeZone: string; limit: number },
): Promise<CustomerDay[]> {
  // Ids rise with time, so the day's events are the end of the index; no zone is more than a day from UTC.
  const floor = firstIdAt(Date.parse(addDays(options.today, -1)))
  const result = await actor.transaction((db) =>
    sql<{ id: string; name: string; views: number; downloads: number; signIns: number; last: Date }>`
      select c.id, c.name, e.views, e.downloads, e.sign_ins as "signIns", e.last
      from (
        select customer_id, max(at) as last,
          (count(*) filter (where kind = 'document.viewed'))::int as views,
          (count(*) filter (where kind = 'document.downloaded'))::int as downloads,
          (count(*) filter (where kind = 'customer.signed_in'))::int as sign_ins
        from events
        where business_id = ${actor.businessId} and id >= ${floor}::uuid
          and at >= (${options.today}::date::timestamp at time zone ${options.timeZone})
          and kind in ('document.viewed', 'document.downloaded', 'customer.signed_in') and way is distinct from 'preview'
          and customer_id is not null
        group by customer_id order by last desc limit ${options.limit}) e
      join customers c on c.business_id = ${actor.businessId} and c.id = e.customer_id
      order by e.last desc`.execute(db),
  )
  return result.rows.map(({ id, name, ...day }) => ({ customer: { id, name }, ...day }))
}
