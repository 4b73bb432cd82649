/** What becomes of a mail: each step is one transaction, and only the latest attempt may write. */
import { sql } from "kysely"
import type { Db, SystemActor } from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import type { OutgoingMail, SmtpOutcome } from "../../../platform/mail/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { recordEvent } from "../../events/index.ts"
import { type MailContent, sealContent } from "../mail-content.ts"
import type { MailRow } from "./mail-row.ts"

export interface Made {
  language: Language
  content: MailContent
  outgoing: OutgoingMail
}

export interface Claimed {
  attempts: number
  isUncertain: boolean
}

const now = sql<Date>`now()`

function changeMail(db: Db, actor: SystemActor, mail: MailRow, attempts = mail.attempts) {
  return db
    .updateTable("mails")
    .where("business_id", "=", actor.businessId)
    .where("id", "=", mail.id)
    .where("attempts", "=", attempts)
    .where("state", "in", ["queued", "sending", "uncertain"])
}

function asMade(actor: SystemActor, secrets: Secrets, mail: MailRow, made: Made) {
  return {
    language: made.language,
    recipient: made.outgoing.to.address,
    subject: made.outgoing.subject,
    message_id: made.outgoing.messageId,
    sealed_content: sealContent(secrets, actor.businessId, mail.id, made.content),
  }
}

/** Takes the mail in hand, before the mail server hears of it. Null where somebody else did meanwhile. */
export async function claim(
  actor: SystemActor,
  secrets: Secrets,
  mail: MailRow,
  made: Made,
): Promise<Claimed | null> {
  const isUncertain = mail.isOrphan || mail.state === "uncertain"
  const row = await actor.transaction((db) =>
    changeMail(db, actor, mail)
      .set({
        ...asMade(actor, secrets, mail, made),
        state: isUncertain ? "uncertain" : "sending",
        attempts: mail.attempts + 1,
        sending_at: now,
      })
      .returning("attempts")
      .executeTakeFirst(),
  )
  return row ? { attempts: row.attempts, isUncertain } : null
}

/** Puts the mail away to be read: there is no mail server, or this is the demo. */
export async function keep(actor: SystemActor, secrets: Secrets, mail: MailRow, made: Made): Promise<void> {
  await actor.transaction((db) =>
    changeMail(db, actor, mail)
      .set({ ...asMade(actor, secrets, mail, made), state: "kept", finished_at: now, sending_at: null })
      .executeTakeFirst(),
  )
}

/** Ends a mail that cannot be sent, with a word for why. */
export async function closeMail(
  actor: SystemActor,
  mail: MailRow,
  state: "failed" | "dropped",
  problem: string,
): Promise<void> {
  await actor.transaction(async (db) => {
    const closed = await changeMail(db, actor, mail)
      .set({ state, problem, finished_at: now, sending_at: null })
      .returning("id")
      .executeTakeFirst()
    if (closed && state === "failed") await recordFailure(db, mail, problem)
  })
}

/** Writes down what the mail server answered, unless another attempt has begun since. */
export async function recordOutcome(
  actor: SystemActor,
  mail: MailRow,
  claimed: Claimed,
  outcome: SmtpOutcome,
  isLastAttempt: boolean,
): Promise<"done" | "retry"> {
  return actor.transaction(async (db) => {
    const change = changeMail(db, actor, mail, claimed.attempts)
    if (outcome.ok) {
      const sent = await change
        .set({ state: "sent", finished_at: now, sending_at: null, last_error: null, problem: null })
        .returning("id")
        .executeTakeFirst()
      if (!sent) return "done"
      await setMailProblem(db, actor, mail, null)
      await recordEvent(db, "mail.sent", {
        customerId: mail.customer_id,
        documentId: mail.document_id ?? undefined,
        data: { mail: mail.id, template: mail.template },
      })
      return "done"
    }
    const { problem, answer } = outcome
    const isFinal = isLastAttempt || isRefusedForGood(outcome)
    const state = outcome.isUncertain || claimed.isUncertain ? "uncertain" : "queued"
    const written = await change
      .set({
        state: isFinal ? "failed" : state,
        problem,
        last_error: answer,
        sending_at: null,
        ...(isFinal ? { finished_at: now } : {}),
      })
      .returning("id")
      .executeTakeFirst()
    if (!written) return "done"
    if (!isFinal) return "retry"
    if (problem === "recipient_refused") await setMailProblem(db, actor, mail, answer)
    await recordFailure(db, mail, problem)
    return "done"
  })
}

/** What another try cannot change. A refused password or sender is for staff to mend, and then the mail goes. */
function isRefusedForGood(outcome: SmtpOutcome & { ok: false }): boolean {
  return outcome.isPermanent && ["recipient_refused", "message_refused"].includes(outcome.problem)
}

/** Shows on the contact or customer that their address took no mail, or clears it. */
async function setMailProblem(
  db: Db,
  actor: SystemActor,
  mail: MailRow,
  problem: string | null,
): Promise<void> {
  await db
    .updateTable(mail.contact_id === null ? "customers" : "contacts")
    .set({ mail_problem: problem })
    .where("business_id", "=", actor.businessId)
    .where("id", "=", mail.contact_id ?? mail.customer_id)
    .where("mail_problem", "is distinct from", problem)
    .execute()
}

async function recordFailure(db: Db, mail: MailRow, problem: string): Promise<void> {
  await recordEvent(db, "mail.failed", {
    customerId: mail.customer_id,
    documentId: mail.document_id ?? undefined,
    data: { mail: mail.id, template: mail.template, problem },
  })
}
