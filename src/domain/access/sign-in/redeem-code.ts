import { sql } from "kysely"
import { createDoorActor, type Db, type DoorActor } from "../../../platform/database/index.ts"
import { isEqual, sha256 } from "../../../platform/secrets/index.ts"
import { recordEvent, recordEvents } from "../../events/index.ts"
import { findDevice } from "./device.ts"
import { budgetsIn, hashCode, type SignInEnvironment } from "./environment.ts"
import { letIn, type SignedIn, type SignInVisit, takeSecret } from "./let-in.ts"
import {
  codesOfAccount,
  codesOfNetwork,
  codesPaused,
  failuresInARow,
  triesPerCode,
  wrongCodesOfAll,
} from "./limits.ts"

export type CodeOutcome =
  | { outcome: "signed_in"; signedIn: SignedIn }
  /** Not the code of a mail this browser waits for. The same for known and unknown addresses. */
  | { outcome: "wrong" }
  /** The tries of this code are used up, or nothing is waited for here any more: a new mail is needed. */
  | { outcome: "over" }
  /** Codes are not taken for now; the link of the mail works as ever. */
  | { outcome: "link_only" }
  | { outcome: "network_busy" }

interface CountedFlow {
  id: string
  tries: number
  address_hmac: Buffer
  customer_id: string | null
}

/** Six digits however they were typed or pasted ("123 456", full-width, with a dash), or null. */
export function readCode(typed: string): string | null {
  const code = typed.normalize("NFKC").replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff.-]/g, "")
  return /^[0-9]{6}$/.test(code) ? code : null
}

/**
 * Signs in by code, in the browser that asked for it (R13). The try is counted in a transaction of its own before
 * anything is compared, so that of any number of tries at once at most five are looked at (R14). The code is
 * compared with each mail this browser waits for, in constant time, and counts as a try of each.
 */
export async function redeemCode(
  environment: SignInEnvironment,
  businessId: string,
  code: string,
  visit: SignInVisit,
): Promise<CodeOutcome> {
  const door = createDoorActor(environment, businessId)
  if (visit.browserSecret === null) return { outcome: "over" }
  const counted = await countTry(environment, door, visit)
  if ("outcome" in counted) return counted
  const matching = await findMatching(environment, door, counted.flows, code)
  const signedIn =
    matching &&
    (await door.transaction(async (db) => {
      const taken = await takeSecret(db, businessId, { id: matching })
      if (!taken) return null
      const result = await letIn(environment, db, businessId, taken, "code", visit)
      const budgets = budgetsIn(environment, db)
      await budgets.giveBack(codesOfNetwork(visit.network))
      await budgets.restore([
        codesOfAccount(taken.address_hmac, findDevice(environment, visit.deviceCookie, taken.address_hmac)),
      ])
      return result
    }))
  if (signedIn) return { outcome: "signed_in", signedIn }
  await noteFailure(environment, door, counted.flows)
  return { outcome: "wrong" }
}

/** Takes a try of the network, the account and the code, and commits it. */
async function countTry(
  environment: SignInEnvironment,
  door: DoorActor,
  visit: SignInVisit,
): Promise<{ flows: CountedFlow[] } | CodeOutcome> {
  return door.transaction<{ flows: CountedFlow[] } | CodeOutcome>(async (db) => {
    const budgets = budgetsIn(environment, db)
    if (!(await budgets.spend([codesOfNetwork(visit.network)]))) return { outcome: "network_busy" }
    const flows = await takeTries(db, door.businessId, visit.browserSecret ?? "")
    if (flows.length === 0) return { outcome: "over" }
    for (const account of accountsOf(flows)) {
      const device = findDevice(environment, visit.deviceCookie, account)
      if (device === null && (await budgets.isUsedUp(codesPaused))) return { outcome: "link_only" }
      if (!(await budgets.spend([codesOfAccount(account, device)]))) return { outcome: "link_only" }
      if ((await countInARow(db, door.businessId, account)) > failuresInARow) return { outcome: "link_only" }
    }
    return { flows }
  })
}

/** The flows this browser waits for, each with one try more; those whose tries are used up are not among them. */
async function takeTries(db: Db, businessId: string, browserSecret: string): Promise<CountedFlow[]> {
  const result = await sql<CountedFlow>`
    update sign_in_flows set tries = tries + 1
    where business_id = ${businessId} and browser_sha256 = ${sha256(browserSecret)}
      and expires_at > now() and tries < ${triesPerCode}
    returning id, tries, address_hmac, customer_id`.execute(db)
  return result.rows
}

/** Failures in a row, this try among them until it proves right. A new mail or code changes nothing here (R15). */
async function countInARow(db: Db, businessId: string, account: Buffer): Promise<number> {
  const result = await sql<{ failed: number }>`
    insert into sign_in_accounts (business_id, address_hmac, failed_in_a_row) values (${businessId}, ${account}, 1)
    on conflict (business_id, address_hmac) do update
      set failed_in_a_row = sign_in_accounts.failed_in_a_row + 1, changed_at = now()
    returning failed_in_a_row as failed`.execute(db)
  return result.rows[0]?.failed ?? 1
}

function accountsOf(flows: readonly CountedFlow[]): Buffer[] {
  return [...new Map(flows.map((flow) => [flow.address_hmac.toString("hex"), flow.address_hmac])).values()]
}

async function findMatching(
  environment: SignInEnvironment,
  door: DoorActor,
  flows: readonly CountedFlow[],
  code: string,
): Promise<string | null> {
  const secrets = await door.transaction((db) =>
    db
      .selectFrom("sign_in_secrets")
      .select(["id", "code_hmac"])
      .where("business_id", "=", door.businessId)
      .where("flow_id", "=", sql<string>`any(${flows.map((flow) => flow.id)}::uuid[])`)
      .where("used_at", "is", null)
      .where("ended_at", "is", null)
      .where("expires_at", ">", sql<Date>`now()`)
      .execute(),
  )
  let matching: string | null = null
  for (const secret of secrets) {
    if (isEqual(secret.code_hmac, hashCode(environment, secret.id, code))) matching = secret.id
  }
  return matching
}

/** Tells staff of a wrong code, and stops taking codes from strangers when there are too many everywhere. */
async function noteFailure(
  environment: SignInEnvironment,
  door: DoorActor,
  flows: readonly CountedFlow[],
): Promise<void> {
  await door.transaction(async (db) => {
    // Of known and unknown addresses alike: what is done for one only would tell them apart by the time it takes.
    await recordEvents(
      db,
      "sign_in.code_failed",
      flows.map((flow) => ({
        customerId: flow.customer_id ?? undefined,
        data: { flow: flow.id, left: triesPerCode - flow.tries },
      })),
    )
    const budgets = budgetsIn(environment, db)
    if (await budgets.spend([wrongCodesOfAll])) return
    if (await budgets.spend([codesPaused])) await recordEvent(db, "sign_in.codes_paused")
  })
}
