import { type Selectable, sql } from "kysely"
import type { DB, Db, SystemActor } from "../../../platform/database/index.ts"
import { leaseSeconds } from "../../../platform/jobs/index.ts"
import { isMailTemplate, type MailTemplate } from "../mail-templates.ts"

export type MailState = "queued" | "sending" | "uncertain" | "sent" | "kept" | "failed" | "dropped"

export interface MailRow extends Omit<Selectable<DB["mails"]>, "template"> {
  template: MailTemplate
  /** Some worker gave it to the mail server in the last minute and may still be talking. */
  isInHand: boolean
  /** It was given to the mail server, and no worker is left who knows the answer. */
  isOrphan: boolean
  isLate: boolean
}

/** A mail that is still to be sent; null where it is done with. Times are the database's. */
export async function findWaitingMail(db: Db, actor: SystemActor, mailId: string): Promise<MailRow | null> {
  const leased = sql<boolean>`sending_at > now() - ${leaseSeconds} * interval '1 second'`
  const row = await db
    .selectFrom("mails")
    .selectAll()
    .select([
      sql<boolean>`coalesce(${leased}, false)`.as("isInHand"),
      sql<boolean>`sending_at is not null and not ${leased}`.as("isOrphan"),
      sql<boolean>`coalesce(deadline_at < now(), false)`.as("isLate"),
    ])
    .where("business_id", "=", actor.businessId)
    .where("id", "=", mailId)
    .where("state", "in", ["queued", "sending", "uncertain"])
    .executeTakeFirst()
  if (!row) return null
  const { template } = row
  if (!isMailTemplate(template)) throw new Error(`Mail ${mailId} has an unknown template.`)
  return { ...row, template }
}
