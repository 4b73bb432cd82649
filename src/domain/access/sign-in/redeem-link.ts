import { sql } from "kysely"
import { createDoorActor, type Db } from "../../../platform/database/index.ts"
import { isEqual, sha256, unseal } from "../../../platform/secrets/index.ts"
import { isToken } from "../../../platform/tokens/index.ts"
import { recordEvent } from "../../events/index.ts"
import { maskAddress } from "./address.ts"
import { addressKey, budgetsIn, type SignInEnvironment } from "./environment.ts"
import { letIn, type SignedIn, type SignInVisit, takeSecret } from "./let-in.ts"
import { deadLinksOfNetwork } from "./limits.ts"

/** What a link that still works says before anybody uses it. */
export interface OpenLink {
  maskedAddress: string | null
  /** Whether the browser that asks is the one this very mail was asked for in. */
  isAskedHere: boolean
}

/**
 * Looks at a link and uses nothing up, whoever asks and however often (R10). Null for a link that is used, over,
 * or was never made. That it was opened is kept for staff, the first time by a machine and by somebody.
 */
export async function findOpenLink(
  environment: SignInEnvironment,
  businessId: string,
  token: string,
  visit: { browserSecret: string | null; by: "machine" | "somebody" | "nobody" },
): Promise<OpenLink | null> {
  if (!isToken("kvl", token)) return null
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const found = await db
      .selectFrom("sign_in_secrets as s")
      .innerJoin("sign_in_flows as f", (join) =>
        join.onRef("f.business_id", "=", "s.business_id").onRef("f.id", "=", "s.flow_id"),
      )
      .select(["s.id", "f.id as flow_id", "f.browser_sha256", "f.address_sealed", "f.customer_id"])
      .select((row) => row("f.expires_at", ">", sql<Date>`now()`).as("flow_lives"))
      .select(["s.opened_by_machine_at", "s.opened_elsewhere_at"])
      .where("s.business_id", "=", businessId)
      .where("s.token_sha256", "=", sha256(token))
      .where("s.used_at", "is", null)
      .where("s.ended_at", "is", null)
      .where("s.expires_at", ">", sql<Date>`now()`)
      .executeTakeFirst()
    if (!found) return null
    const isAskedHere =
      found.flow_lives === true &&
      visit.browserSecret !== null &&
      isEqual(found.browser_sha256, sha256(visit.browserSecret))
    if (visit.by === "machine" || (visit.by === "somebody" && !isAskedHere)) {
      await noteOpening(db, businessId, found, visit.by)
    }
    const address =
      found.address_sealed && unseal(found.address_sealed, addressKey(environment), found.flow_id)
    return { maskedAddress: address && maskAddress(address), isAskedHere }
  })
}

interface Opened {
  id: string
  flow_id: string
  customer_id: string | null
  opened_by_machine_at: Date | null
  opened_elsewhere_at: Date | null
}

/** The first time each: that a machine opened it, that somebody did in a browser that did not ask for it. */
async function noteOpening(
  db: Db,
  businessId: string,
  secret: Opened,
  by: "machine" | "somebody",
): Promise<void> {
  const column = by === "machine" ? "opened_by_machine_at" : "opened_elsewhere_at"
  if (secret[column]) return
  await db
    .updateTable("sign_in_secrets")
    .set({ [column]: sql<Date>`now()` })
    .where("business_id", "=", businessId)
    .where("id", "=", secret.id)
    .execute()
  await recordEvent(db, "sign_in.link_opened", {
    customerId: secret.customer_id ?? undefined,
    data: { flow: secret.flow_id, by },
  })
}

/** Signs in by link: the token is taken, once. Null where there was nothing to take. No failed code ever locks it (R16). */
export async function redeemLink(
  environment: SignInEnvironment,
  businessId: string,
  token: string,
  visit: SignInVisit,
): Promise<SignedIn | null> {
  if (!isToken("kvl", token)) return null
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const taken = await takeSecret(db, businessId, { token })
    return taken && letIn(environment, db, businessId, taken, "link", visit)
  })
}

/** Counts a link that opened nothing; false when the network tried too many. Those that work are never counted. */
export async function countDeadLink(
  environment: SignInEnvironment,
  businessId: string,
  network: string,
): Promise<boolean> {
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const may = await budgetsIn(environment, db).spend([deadLinksOfNetwork(network)])
    // Beyond the budget it is not recorded either: a stranger does not fill the log.
    if (may) await recordEvent(db, "token.refused")
    return may
  })
}
