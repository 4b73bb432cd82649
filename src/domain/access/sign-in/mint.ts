import { randomInt } from "node:crypto"
import { sql } from "kysely"
import type { Db, SystemActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { sha256 } from "../../../platform/secrets/index.ts"
import { newToken } from "../../../platform/tokens/index.ts"
import { hashCode, type SignInEnvironment } from "./environment.ts"
import { openMails, sendWithinSeconds } from "./limits.ts"

/** What one mail carries. It exists in the mail alone; the database keeps hashes. */
export interface MintedSignIn {
  token: string
  /** Six digits, as "123456". */
  code: string
  /** Where it was asked for and the code belongs. */
  browserName: string | null
}

/**
 * Makes link and code of a mail at the moment it is sent, good for 600 s by the database's clock (R09, R22). Null
 * when the mail must not go out any more: asked for over 300 s ago, used meanwhile, no longer let in, or three of
 * the account's mails are still open. Sending again makes new ones; those of the first try stay good beside them.
 */
export async function mintSignIn(
  environment: SignInEnvironment,
  actor: SystemActor,
  flowId: string,
  mailId: string,
): Promise<MintedSignIn | null> {
  return actor.transaction(async (db) => {
    const flow = await findSendable(db, actor.businessId, flowId)
    if (!flow) return null
    if (!(await hasRoom(db, actor.businessId, flow.address_hmac))) {
      await setOutcome(db, actor.businessId, flowId, "too_many_open")
      return null
    }
    const id = newId()
    const token = newToken("kvl")
    const code = String(randomInt(0, 1_000_000)).padStart(6, "0")
    await db
      .insertInto("sign_in_secrets")
      .values({
        business_id: actor.businessId,
        id,
        flow_id: flowId,
        mail_id: mailId,
        token_sha256: sha256(token),
        code_hmac: hashCode(environment, id, code),
      })
      .execute()
    return { token, code, browserName: flow.browser_name }
  })
}

async function findSendable(db: Db, businessId: string, flowId: string) {
  const flow = await db
    .selectFrom("sign_in_flows as f")
    .select(["f.address_hmac", "f.address_sha256", "f.browser_name"])
    .select(sql<boolean>`f.created_at > now() - ${sendWithinSeconds} * interval '1 second'`.as("in_time"))
    .where("f.business_id", "=", businessId)
    .where("f.id", "=", flowId)
    .where("f.outcome", "=", "mailed")
    .executeTakeFirst()
  if (!flow?.address_sha256) return null
  if (!flow.in_time) {
    await setOutcome(db, businessId, flowId, "too_late")
    return null
  }
  const used = await db
    .selectFrom("sign_in_secrets")
    .select("id")
    .where("business_id", "=", businessId)
    .where("flow_id", "=", flowId)
    .where((where) => where.or([where("used_at", "is not", null), where("ended_at", "is not", null)]))
    .executeTakeFirst()
  const allowed =
    await sql`select from find_customers_at(${businessId}, ${flow.address_sha256}) limit 1`.execute(db)
  return used || allowed.rows.length === 0 ? null : flow
}

/** Counts the account's open mails, one sender at a time. */
async function hasRoom(db: Db, businessId: string, account: Buffer): Promise<boolean> {
  await sql`insert into sign_in_accounts (business_id, address_hmac) values (${businessId}, ${account})
    on conflict (business_id, address_hmac) do update set changed_at = now()`.execute(db)
  const open = await sql<{ count: number }>`
    select count(*)::int as count from sign_in_secrets s
    join sign_in_flows f on f.business_id = s.business_id and f.id = s.flow_id
    where f.business_id = ${businessId} and f.address_hmac = ${account} and f.created_at > now() - interval '20 minutes'
      and s.used_at is null and s.ended_at is null and s.expires_at > now()`.execute(db)
  return (open.rows[0]?.count ?? 0) < openMails
}

async function setOutcome(db: Db, businessId: string, flowId: string, outcome: string): Promise<void> {
  await db
    .updateTable("sign_in_flows")
    .set({ outcome })
    .where("business_id", "=", businessId)
    .where("id", "=", flowId)
    .execute()
}
