import { sql } from "kysely"
import { createDoorActor } from "../../../platform/database/index.ts"
import { sha256, unseal } from "../../../platform/secrets/index.ts"
import { addressKey, type SignInEnvironment } from "./environment.ts"

/** What a browser waits for. */
export interface WaitingFor {
  /** As it was typed, written the one way. */
  address: string
  nextPath: string | null
  askedAt: Date
}

/** The latest ask of a browser, while it lives; for nobody but the browser that asked. */
export async function findWaiting(
  environment: SignInEnvironment,
  businessId: string,
  browserSecret: string,
): Promise<WaitingFor | null> {
  const flow = await createDoorActor(environment, businessId).transaction((db) =>
    db
      .selectFrom("sign_in_flows")
      .select(["id", "address_sealed", "next_path", "created_at"])
      .where("business_id", "=", businessId)
      .where("browser_sha256", "=", sha256(browserSecret))
      .where("expires_at", ">", sql<Date>`now()`)
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirst(),
  )
  if (!flow?.address_sealed) return null
  return {
    address: unseal(flow.address_sealed, addressKey(environment), flow.id),
    nextPath: flow.next_path,
    askedAt: flow.created_at,
  }
}
