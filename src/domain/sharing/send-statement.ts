import type { StaffActor, WorkActor } from "../../platform/database/index.ts"
import { queueMail } from "../notifications/index.ts"
import { findRecipients, listRecipients, type Recipient } from "./recipients.ts"
import { recipientKey } from "./send-document.ts"

export type SendStatementOutcome =
  | { ok: true; recipient: Recipient }
  | { ok: false; reason: "not_a_recipient" }

/** Everybody at the customer a statement may be mailed to, whom it goes to unless told otherwise first. */
export async function listStatementRecipients(actor: WorkActor, customerId: string): Promise<Recipient[]> {
  return (await listRecipients(actor, { customerId })).filter((one) => one.maySeeAccount)
}

/**
 * Mails a statement, with its PDF, to somebody of the customer who may see the account. The same form sent again
 * sends nothing more. Refuses everybody else.
 */
export async function sendStatement(
  actor: StaffActor,
  wanted: {
    customerId: string
    currency: string
    from: string | null
    to: string
    /** By `recipientKey`. */
    recipient: string
    requestKey: string
  },
): Promise<SendStatementOutcome> {
  const { customerId, currency, from, to } = wanted
  return actor.transaction(async (db) => {
    const known = (await findRecipients(db, actor, { customerId })).filter((one) => one.maySeeAccount)
    const recipient = known.find((one) => recipientKey(one) === wanted.recipient)
    if (!recipient) return { ok: false, reason: "not_a_recipient" }
    await queueMail(db, actor, {
      template: "statement",
      customerId,
      contactId: recipient.contactId,
      statement: { currency, from, to },
      attachPdf: true,
      key: `statement:${wanted.requestKey}`,
    })
    return { ok: true, recipient }
  })
}
