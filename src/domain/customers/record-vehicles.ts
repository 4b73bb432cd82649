import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"

export interface SeenVehicle {
  customerId: string
  /** When a document last spoke of it. */
  seenOn: string
  registration?: string | undefined
  vin?: string | undefined
  make?: string | undefined
  model?: string | undefined
  year?: number | undefined
  odometerKm?: number | undefined
}

/** Registration and VIN as they are kept: `ab12345` and `AB 12 345` are one vehicle. */
function written(code: string | undefined): string | null {
  const plain = (code ?? "").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "")
  return plain === "" ? null : plain
}

/** Keeps the customers' vehicles as documents name them; the newest document's make, model and odometer stand. */
export async function recordVehicles(
  db: Db,
  actor: WorkActor,
  vehicles: readonly SeenVehicle[],
): Promise<void> {
  const newestLast = [...vehicles].sort((a, b) => (a.seenOn < b.seenOn ? -1 : 1))
  const byIdentity = new Map<string, object>()
  for (const vehicle of newestLast) {
    const registration = written(vehicle.registration)
    const vin = written(vehicle.vin)
    if (!registration && !vin) continue
    byIdentity.set(`${vehicle.customerId} ${registration ?? `vin ${vin}`}`, {
      id: newId(),
      customer_id: vehicle.customerId,
      registration,
      vin,
      make: vehicle.make,
      model: vehicle.model,
      year: vehicle.year,
      odometer_km: vehicle.odometerKm,
      seen_on: vehicle.seenOn,
    })
  }
  const rows = [...byIdentity.values()]
  const withRegistration = rows.filter((row) => "registration" in row && row.registration !== null)
  const withVinOnly = rows.filter((row) => !withRegistration.includes(row))
  await upsert(
    db,
    actor,
    withRegistration,
    sql`(business_id, customer_id, registration) where registration is not null`,
  )
  await upsert(db, actor, withVinOnly, sql`(business_id, customer_id, vin) where registration is null`)
}

async function upsert(
  db: Db,
  actor: WorkActor,
  rows: readonly object[],
  target: ReturnType<typeof sql>,
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into vehicles as kept (business_id, id, customer_id, registration, vin, make, model, year, odometer_km, seen_on)
    select ${actor.businessId}, id, customer_id, registration, vin, make, model, year, odometer_km, seen_on
    from json_populate_recordset(null::vehicles, ${JSON.stringify(rows)}::json)
    on conflict ${target} do update
      set vin = coalesce(excluded.vin, kept.vin), make = coalesce(excluded.make, kept.make),
        model = coalesce(excluded.model, kept.model), year = coalesce(excluded.year, kept.year),
        odometer_km = coalesce(excluded.odometer_km, kept.odometer_km), seen_on = excluded.seen_on
      where excluded.seen_on >= kept.seen_on`.execute(db)
}
