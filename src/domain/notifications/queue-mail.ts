import { sql } from "kysely"
import type { Db, WorkActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import { queueJob } from "../../platform/jobs/index.ts"
import { type MailTemplate, signInDeadlineSeconds } from "./mail-templates.ts"

export interface NewMail {
  template: MailTemplate
  customerId: string
  /** Null: the customer's own address. The address is looked up when the mail is sent. */
  contactId: string | null
  documentId?: string
  paymentId?: string
  loginFlowId?: string
  linkId?: string
  tokenId?: string
  /** Written by staff for this one mail, in place of the template's. The link is added below the text. */
  subject?: string
  text?: string
  /** The PDF of the document, or of the statement, goes along. */
  attachPdf?: boolean
  /** Of a `statement`: which one. `from` is null where it goes back to the first entry. */
  statement?: { currency: string; from: string | null; to: string }
  /** One mail a key, whatever is repeated. */
  key: string
}

export const sendMailJob = "mail.send"

/**
 * Queues a mail in the transaction of its cause: there is one exactly when that commits. A key that was used
 * before queues nothing and answers the mail that has it. Links and codes are made when it is sent and never
 * stand in the row.
 */
export async function queueMail(db: Db, actor: WorkActor, mail: NewMail): Promise<{ mailId: string }> {
  const mailId = newId()
  const seconds = mail.template === "sign_in" ? signInDeadlineSeconds : null
  const inserted = await db
    .insertInto("mails")
    .values({
      business_id: actor.businessId,
      id: mailId,
      key: mail.key,
      template: mail.template,
      customer_id: mail.customerId,
      contact_id: mail.contactId,
      document_id: mail.documentId ?? null,
      payment_id: mail.paymentId ?? null,
      login_flow_id: mail.loginFlowId ?? null,
      link_id: mail.linkId ?? null,
      token_id: mail.tokenId ?? null,
      own_subject: mail.subject ?? null,
      own_text: mail.text ?? null,
      attach_pdf: mail.attachPdf ?? false,
      statement_currency: mail.statement?.currency ?? null,
      statement_from: mail.statement?.from ?? null,
      statement_to: mail.statement?.to ?? null,
      deadline_at: sql<Date | null>`now() + ${seconds}::int * interval '1 second'`,
    })
    .onConflict((conflict) => conflict.columns(["business_id", "key"]).doNothing())
    .returning("id")
    .executeTakeFirst()
  if (inserted) {
    await queueJob(db, sendMailJob, { businessId: actor.businessId, mailId })
    return { mailId }
  }
  const existing = await db
    .selectFrom("mails")
    .select("id")
    .where("business_id", "=", actor.businessId)
    .where("key", "=", mail.key)
    .executeTakeFirstOrThrow()
  return { mailId: existing.id }
}
