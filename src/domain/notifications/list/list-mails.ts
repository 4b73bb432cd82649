import { type InferResult, sql } from "kysely"
import type { Db, StaffActor, WorkActor } from "../../../platform/database/index.ts"
import { queueJob } from "../../../platform/jobs/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { type MailContent, openContent } from "../mail-content.ts"
import { isMailTemplate, type MailTemplate } from "../mail-templates.ts"
import { sendMailJob } from "../queue-mail.ts"

export const mailStates = ["queued", "sending", "uncertain", "sent", "kept", "failed", "dropped"] as const
export type MailState = (typeof mailStates)[number]

export interface MailLine {
  id: string
  state: MailState
  template: MailTemplate
  customer: { id: string; name: string }
  contactName: string | null
  /** Null until it was written. */
  recipient: string | null
  subject: string | null
  queuedAt: Date
  finishedAt: Date | null
  attempts: number
  problem: string | null
  lastError: string | null
  documentId: string | null
  messageId: string | null
  mayBeRepeated: boolean
}

export interface MailPage {
  mails: MailLine[]
  older: string | null
}

/** Mails, newest first; of one customer, of one payment, in one state. */
export async function listMails(
  actor: WorkActor,
  options: {
    state?: MailState | undefined
    customerId?: string | undefined
    paymentId?: string | undefined
    before?: string | undefined
    limit: number
  },
): Promise<MailPage> {
  const rows = await actor.transaction((db) => {
    let query = selectMails(db, actor)
      .orderBy("m.id", "desc")
      .limit(options.limit + 1)
    if (options.state) query = query.where("m.state", "=", options.state)
    if (options.customerId) query = query.where("m.customer_id", "=", options.customerId)
    if (options.paymentId) query = query.where("m.payment_id", "=", options.paymentId)
    if (options.before) query = query.where("m.id", "<", options.before)
    return query.execute()
  })
  const page = rows.slice(0, options.limit)
  return { mails: page.map(toLine), older: rows.length > options.limit ? (page.at(-1)?.id ?? null) : null }
}

/** One mail; null where there is none. */
export async function findMail(actor: WorkActor, mailId: string): Promise<MailLine | null> {
  const row = await actor.transaction((db) =>
    selectMails(db, actor).where("m.id", "=", mailId).executeTakeFirst(),
  )
  return row ? toLine(row) : null
}

/**
 * What a mail said; null where it was not written yet or is older than 30 days. A sign-in code that was sent is
 * for its receiver alone; one that was only kept can be read here, as there is nowhere else.
 */
export async function findMailContent(
  actor: WorkActor,
  secrets: Secrets,
  mailId: string,
): Promise<MailContent | null> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("mails")
      .select(["sealed_content", "template", "state"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", mailId)
      .executeTakeFirst(),
  )
  if (!row?.sealed_content || (row.template === "sign_in" && row.state !== "kept")) return null
  return openContent(secrets, actor.businessId, mailId, row.sealed_content)
}

/** Kept mails with what they say, newest first: the mailbox of the demo. */
export async function listKeptMails(
  actor: WorkActor,
  secrets: Secrets,
  limit: number,
): Promise<{ id: string; at: Date; content: MailContent }[]> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("mails")
      .select(["id", "finished_at", "queued_at", "sealed_content"])
      .where("business_id", "=", actor.businessId)
      .where("state", "=", "kept")
      .orderBy("id", "desc")
      .limit(limit)
      .execute(),
  )
  return rows.flatMap(({ id, finished_at, queued_at, sealed_content }) =>
    sealed_content
      ? [
          {
            id,
            at: finished_at ?? queued_at,
            content: openContent(secrets, actor.businessId, id, sealed_content),
          },
        ]
      : [],
  )
}

/** Sends a mail again that failed or was only kept. Refuses (false) any other, and sign-in codes, which are asked for anew. */
export async function sendMailAgain(actor: StaffActor, mailId: string): Promise<boolean> {
  return actor.transaction(async (db) => {
    const queued = await db
      .updateTable("mails")
      .set({ state: "queued", problem: null, last_error: null, finished_at: null, sending_at: null })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", mailId)
      .where("state", "in", ["failed", "kept"])
      .where("template", "<>", "sign_in")
      .returning("id")
      .executeTakeFirst()
    if (queued) await queueJob(db, sendMailJob, { businessId: actor.businessId, mailId })
    return queued !== undefined
  })
}

function selectMails(db: Db, actor: WorkActor) {
  return db
    .selectFrom("mails as m")
    .innerJoin("customers as c", (join) =>
      join.onRef("c.business_id", "=", "m.business_id").onRef("c.id", "=", "m.customer_id"),
    )
    .leftJoin("contacts as o", (join) =>
      join.onRef("o.business_id", "=", "m.business_id").onRef("o.id", "=", "m.contact_id"),
    )
    .select(["m.id", "m.state", "m.template", "m.customer_id", "m.recipient", "m.subject", "m.queued_at"])
    .select(["m.finished_at", "m.attempts", "m.problem", "m.last_error", "m.document_id", "m.message_id"])
    .select(["c.name", "o.name as contact_name"])
    .select(sql<boolean>`m.state in ('failed', 'kept') and m.template <> 'sign_in'`.as("repeatable"))
    .where("m.business_id", "=", actor.businessId)
}

function toLine(row: InferResult<ReturnType<typeof selectMails>>[number]): MailLine {
  const state = mailStates.find((one) => one === row.state)
  if (!state || !isMailTemplate(row.template)) throw new Error(`Mail ${row.id} is of an unknown sort.`)
  return {
    id: row.id,
    state,
    template: row.template,
    customer: { id: row.customer_id, name: row.name },
    contactName: row.contact_name,
    recipient: row.recipient,
    subject: row.subject,
    queuedAt: row.queued_at,
    finishedAt: row.finished_at,
    attempts: row.attempts,
    problem: row.problem,
    lastError: row.last_error,
    documentId: row.document_id,
    messageId: row.message_id,
    mayBeRepeated: row.repeatable,
  }
}
