import { createSystemActor, type SystemActor } from "../../../platform/database/index.ts"
import { type Job, RetryLater } from "../../../platform/jobs/index.ts"
import {
  type OutgoingMail,
  type Person,
  type SmtpServer,
  sendOverSmtp,
} from "../../../platform/mail/index.ts"
import { type Business, getBusiness } from "../../settings/index.ts"
import type { MailContent } from "../mail-content.ts"
import { findMailServer, type MailSettings } from "../settings/mail-settings.ts"
import { type Composed, composeMail, makeOpeners } from "./compose-mail.ts"
import { gather } from "./gather.ts"
import type { MailEnvironment } from "./mail-environment.ts"
import { findWaitingMail, type MailRow } from "./mail-row.ts"
import { type Claimed, claim, closeMail, keep, recordOutcome } from "./mail-steps.ts"

/**
 * Sends one queued mail; the handler of the job `mail.send`. May run twice at once or again after a crash: a mail
 * is claimed in a committed statement before the mail server hears of it, under a Message-ID that stays. Where a
 * worker died between the server's answer and our writing it down, the mail is sent again under that same id:
 * at most one further copy, and none lost.
 */
export async function sendQueuedMail(environment: MailEnvironment, job: Job): Promise<void> {
  const { businessId, mailId } = job.data
  if (typeof businessId !== "string" || typeof mailId !== "string") throw new Error("The job names no mail.")
  const actor = createSystemActor(environment, businessId, "job")
  const mail = await actor.transaction((db) => findWaitingMail(db, actor, mailId))
  if (!mail) return
  if (mail.isInHand) throw new RetryLater("Another worker has this mail in hand.", 15)
  if (mail.isLate) return closeMail(actor, mail, "dropped", "too_late")
  try {
    await sendMail(actor, environment, mail, job)
  } catch (error) {
    if (!(error instanceof RetryLater) && job.isLastAttempt)
      await closeMail(actor, mail, "failed", "not_made")
    throw error
  }
}

async function sendMail(
  actor: SystemActor,
  environment: MailEnvironment,
  mail: MailRow,
  job: Job,
): Promise<void> {
  const gathered = await gather(actor, {
    template: mail.template,
    customerId: mail.customer_id,
    contactId: mail.contact_id,
    documentId: mail.document_id,
    paymentId: mail.payment_id,
  })
  const { to, language } = gathered
  if (!to) return closeMail(actor, mail, "failed", "no_address")
  const openers = await makeOpeners(mail, environment.linkMakers(actor))
  if (!openers) return closeMail(actor, mail, "dropped", "no_link")
  const business = await getBusiness(actor)
  const composed = await composeMail(actor, environment, mail, gathered, business, openers)
  const found = environment.sends ? await findMailServer(actor, environment.secrets) : null
  const outgoing = address(composed, to, business, found?.settings ?? null, mail)
  const content = contentOf(outgoing)
  if (!found) return keep(actor, environment.secrets, mail, { language, content, outgoing })
  const claimed = await claim(actor, environment.secrets, mail, { language, content, outgoing })
  if (!claimed) throw new RetryLater("The mail changed meanwhile.", 5)
  await deliver(actor, found.server, outgoing, mail, claimed, job)
}

/** No transaction is open while the mail server is spoken to. */
async function deliver(
  actor: SystemActor,
  server: SmtpServer,
  outgoing: OutgoingMail,
  mail: MailRow,
  claimed: Claimed,
  job: Job,
): Promise<void> {
  const outcome = await sendOverSmtp(server, outgoing)
  const next = await recordOutcome(actor, mail, claimed, outcome, job.isLastAttempt)
  if (next === "retry") throw new RetryLater("The mail server did not take it.")
}

function address(
  composed: Composed,
  to: Person,
  business: Business,
  settings: MailSettings | null,
  mail: MailRow,
): OutgoingMail {
  const from = {
    name: settings?.fromName ?? business.name,
    address: settings?.fromAddress ?? business.email ?? "kvit@localhost",
  }
  const reply = settings?.replyTo ?? business.email
  const domain = from.address.slice(from.address.lastIndexOf("@") + 1)
  return {
    ...composed,
    from,
    to,
    replyTo: reply ? { name: business.name, address: reply } : null,
    messageId: mail.message_id ?? `<${mail.id}@${domain}>`,
  }
}

function contentOf(mail: OutgoingMail): MailContent {
  return {
    from: `${mail.from.name} <${mail.from.address}>`,
    to: `${mail.to.name} <${mail.to.address}>`,
    replyTo: mail.replyTo?.address ?? null,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(({ fileName }) => fileName),
  }
}
