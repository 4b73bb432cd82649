import { sql } from "kysely"
import type { Db, SystemActor } from "../../../platform/database/index.ts"
import { unseal } from "../../../platform/secrets/index.ts"
import { recordEvent } from "../../events/index.ts"
import { isPortalOpen } from "../../settings/index.ts"
import { hashAddress } from "./address.ts"
import { addressKey, type SignInEnvironment } from "./environment.ts"
import { sendWithinSeconds } from "./limits.ts"

/** The customer, and the contact there, whose stored address the mail goes to. */
export interface SignInRecipient {
  flowId: string
  customerId: string
  contactId: string | null
}

/**
 * The worker's part: finds who is behind the address of a flow and has the mail queued by `queue`, in the same
 * transaction. Nothing for an address that may not come in, and nothing a second time.
 */
export async function lookUpFlow(
  environment: SignInEnvironment,
  actor: SystemActor,
  flowId: string,
  queue: (db: Db, recipient: SignInRecipient) => Promise<void>,
): Promise<void> {
  const isOpen = await isPortalOpen(actor)
  await actor.transaction(async (db) => {
    await sweepFlows(db, actor.businessId)
    const flow = await db
      .selectFrom("sign_in_flows")
      .select(["id", "address_sealed"])
      .select(sql<boolean>`created_at > now() - ${sendWithinSeconds} * interval '1 second'`.as("in_time"))
      .where("business_id", "=", actor.businessId)
      .where("id", "=", flowId)
      .where("outcome", "is", null)
      .forUpdate()
      .executeTakeFirst()
    if (!flow) return
    if (!flow.in_time || !flow.address_sealed) return settle(db, actor, flowId, { outcome: "too_late" })
    const address = unseal(flow.address_sealed, addressKey(environment), flow.id)
    const found = isOpen ? await findRecipient(db, actor, address) : null
    if (!found) return settle(db, actor, flowId, { outcome: "unknown" })
    await settle(db, actor, flowId, {
      outcome: "mailed",
      customer_id: found.customerId,
      contact_id: found.contactId,
      address_sha256: found.addressSha256,
    })
    await recordEvent(db, "sign_in.requested", { customerId: found.customerId, data: { flow: flowId } })
    await queue(db, { flowId, customerId: found.customerId, contactId: found.contactId })
  })
}

async function findRecipient(
  db: Db,
  actor: SystemActor,
  address: string,
): Promise<{ customerId: string; contactId: string | null; addressSha256: Buffer } | null> {
  for (const hash of hashAddress(address)) {
    const result = await sql<{ customerId: string; contactId: string | null }>`
      select customer_id as "customerId", contact_id as "contactId"
      from find_customers_at(${actor.businessId}, ${hash}) order by contact_id nulls last, customer_id limit 1`.execute(
      db,
    )
    if (result.rows[0]) return { ...result.rows[0], addressSha256: hash }
  }
  return null
}

interface Settled {
  outcome: string
  customer_id?: string
  contact_id?: string | null
  address_sha256?: Buffer
}

async function settle(db: Db, actor: SystemActor, flowId: string, what: Settled): Promise<void> {
  await db
    .updateTable("sign_in_flows")
    .set(what)
    .where("business_id", "=", actor.businessId)
    .where("id", "=", flowId)
    .execute()
}

/** Takes away typed addresses whose flow is over, and what is older than the 30 days staff can look back. */
async function sweepFlows(db: Db, businessId: string): Promise<void> {
  await db
    .updateTable("sign_in_flows")
    .set({ address_sealed: null })
    .where("business_id", "=", businessId)
    .where("address_sealed", "is not", null)
    .where("expires_at", "<", sql<Date>`now()`)
    .execute()
  await db
    .deleteFrom("sign_in_flows")
    .where("business_id", "=", businessId)
    .where("created_at", "<", sql<Date>`now() - interval '30 days'`)
    .execute()
}
