import { sql } from "kysely"
import { createDoorActor, type Db } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { queueJob } from "../../../platform/jobs/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { newSecret, seal, sha256 } from "../../../platform/secrets/index.ts"
import { accountOf, addressKey, type SignInEnvironment } from "./environment.ts"
import { sendWithinSeconds } from "./limits.ts"
import { spendMail } from "./spend-mail.ts"

export interface Ask {
  /** As `normalizeAddress` wrote it. */
  address: string
  /** IPv4 address or IPv6 /64 of who asks. */
  network: string
  /** What the browser holds of an earlier ask; kept where that still lives. */
  browserSecret: string | null
  deviceCookie: string | null
  /** The browser in a word or two of ours, such as "Firefox, Windows"; never what it says of itself. */
  browserName: string | null
  language: Language
  /** A page of ours to go to afterwards. */
  nextPath: string | null
}

export interface Asked {
  /** For the browser that asked, and no other. */
  browserSecret: string
  /** The visitor's own network asked for too many; says nothing of the address. */
  isNetworkBusy: boolean
}

/** The job that looks who is behind the address. */
export const signInRequested = "sign_in.requested"

/**
 * Notes that somebody wants to sign in with an address, and has the worker look. Known, unknown and blocked
 * addresses do exactly the same here, in the same time (R18). Where a limit is reached no mail follows, and what
 * was mailed before stays good (R17).
 */
export async function askToSignIn(
  environment: SignInEnvironment,
  businessId: string,
  ask: Ask,
): Promise<Asked> {
  const account = accountOf(environment, businessId, ask.address)
  const allowed = await spendMail(environment, ask, account)
  return createDoorActor(environment, businessId).transaction(async (db) => {
    const browserSecret = await keepBrowser(db, businessId, ask.browserSecret)
    if (allowed === "network_busy") return { browserSecret, isNetworkBusy: true }
    const flowId = newId()
    await db
      .insertInto("sign_in_flows")
      .values({
        business_id: businessId,
        id: flowId,
        browser_sha256: sha256(browserSecret),
        address_hmac: account,
        address_sealed: seal(ask.address, addressKey(environment), flowId),
        language: ask.language,
        browser_name: ask.browserName,
        next_path: ask.nextPath,
        outcome: allowed === "yes" ? null : "limited",
      })
      .execute()
    if (allowed === "yes")
      await queueJob(db, signInRequested, { businessId, flowId }, { keepSeconds: sendWithinSeconds })
    return { browserSecret, isNetworkBusy: false }
  })
}

/** A browser keeps its secret while one of its asks lives, so that every mail it waits for works in it. */
async function keepBrowser(db: Db, businessId: string, held: string | null): Promise<string> {
  if (held === null) return newSecret()
  const living = await db
    .selectFrom("sign_in_flows")
    .select("id")
    .where("business_id", "=", businessId)
    .where("browser_sha256", "=", sha256(held))
    .where("expires_at", ">", sql<Date>`now()`)
    .limit(1)
    .executeTakeFirst()
  return living ? held : newSecret()
}
