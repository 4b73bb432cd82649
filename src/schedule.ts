/** Everything that is done later or by the clock: the one list of jobs, each with the verb it calls. */
import type { Config } from "./config.ts"
import { lookUpFlow, mintSignIn, signInRequested } from "./domain/access/index.ts"
import {
  forgetOldMails,
  type LinkMakers,
  type MailEnvironment,
  queueMail,
  queueReceipt,
  sendMailJob,
  sendQueuedMail,
} from "./domain/notifications/index.ts"
import {
  checkWebhooks,
  checkWebhooksJob,
  followDuePayments,
  followJob,
  followPayment,
  receiptJob,
  reconcileJob,
  reconcilePayments,
  refundJob,
  runRefund,
} from "./domain/payments/index.ts"
import {
  createLinkMakers,
  mailAskedStatement,
  mailStatementJob,
  sendInvitationBatch,
  sendInvitationsJob,
  sendShare,
  sendShareJob,
} from "./domain/sharing/index.ts"
import { portalAddress, webhookAddress } from "./origins.ts"
import type { Clock } from "./platform/clock/index.ts"
import { createSystemActor, type Database, type SystemActor } from "./platform/database/index.ts"
import { type Job, type JobHandler, openWorker, type RunningWorker } from "./platform/jobs/index.ts"
import type { Log } from "./platform/log/index.ts"
import type { Secrets } from "./platform/secrets/index.ts"
import { routes } from "./routes.ts"

export interface Workshop {
  config: Config
  database: Database
  secrets: Secrets
  clock: Clock
  log: Log
}

const forgetMailsJob = "mail.forget_content"

/** Jobs that come by the clock, in UTC. */
const clocked = [
  { name: forgetMailsJob, cron: "17 3 * * *" },
  { name: reconcileJob, cron: "41 4 * * *" },
  { name: checkWebhooksJob, cron: "23 5 * * *" },
] as const

/** Every job by name, with what is done for it. */
export function jobHandlers(workshop: Workshop): Record<string, JobHandler> {
  const mail: MailEnvironment = {
    ...workshop,
    sends: workshop.config.env !== "demo",
    linkMakers: (actor) => makeLinkMakers(workshop, actor),
  }
  return {
    [sendMailJob]: (job) => sendQueuedMail(mail, job),
    [sendShareJob]: (job) => sendShare(workshop, workshop.secrets, idsOf(job, "businessId", "shareId")),
    [sendInvitationsJob]: (job) =>
      sendInvitationBatch(workshop, workshop.secrets, idsOf(job, "businessId", "invitationId")),
    [signInRequested]: (job) => mailSignIn(workshop, job),
    [mailStatementJob]: (job) => mailStatement(workshop, job),
    [forgetMailsJob]: () => forgetOldMails(workshop.database),
    [followJob]: (job) => {
      const { businessId, attemptId } = idsOf(job, "businessId", "attemptId")
      return followPayment(workshop, businessId, attemptId)
    },
    [receiptJob]: (job) => {
      const { businessId, paymentId } = idsOf(job, "businessId", "paymentId")
      return queueReceipt(createSystemActor(workshop, businessId, "job"), paymentId)
    },
    [refundJob]: (job) => runRefund(workshop, job),
    [reconcileJob]: () => reconcilePayments(workshop),
    [checkWebhooksJob]: () => checkWebhooks(workshop, (id) => webhookAddress(workshop.config, id)),
  }
}

/** Looks who is behind an address somebody wants to sign in with, and mails them, if anybody. */
async function mailSignIn(workshop: Workshop, job: Job): Promise<void> {
  const { businessId, flowId } = job.data
  if (typeof businessId !== "string" || typeof flowId !== "string")
    throw new Error("A sign-in was asked for without saying which.")
  const actor = createSystemActor(workshop, businessId, "job")
  await lookUpFlow(workshop, actor, flowId, async (db, { customerId, contactId }) => {
    const key = `sign_in ${flowId}`
    await queueMail(db, actor, { template: "sign_in", customerId, contactId, loginFlowId: flowId, key })
  })
}

/** A statement that a customer asked for from their page. */
async function mailStatement(workshop: Workshop, job: Job): Promise<void> {
  const { businessId, ...asked } = idsOf(job, "businessId", "customerId", "currency", "to", "requestKey")
  const { contactId, from } = job.data
  await mailAskedStatement(createSystemActor(workshop, businessId, "job"), {
    ...asked,
    contactId: typeof contactId === "string" ? contactId : null,
    from: typeof from === "string" ? from : null,
  })
}

/** Where the links in mails come from. Their origin is the configuration's, never a request's. */
function makeLinkMakers(workshop: Workshop, actor: SystemActor): LinkMakers {
  const issuer = portalAddress(workshop.config)
  return {
    signIn: async (flowId, mailId) => {
      const made = await mintSignIn(workshop, actor, flowId, mailId)
      return (
        made && {
          link: `${issuer}${routes.portal.signInLink.to({ token: made.token })}`,
          code: `${made.code.slice(0, 3)} ${made.code.slice(3)}`,
          browserHint: made.browserName ?? "",
        }
      )
    },
    ...createLinkMakers(workshop, workshop.secrets, { businessId: actor.businessId, issuer }),
  }
}

/** The ids a job names. Throws on a job that lacks one, which no verb of ours queues. */
function idsOf<Name extends string>({ name, data }: Job, ...names: Name[]): Record<Name, string> {
  const ids = names.map((key) => {
    const id = data[key]
    if (typeof id !== "string") throw new Error(`The job ${name} has no ${key}.`)
    return [key, id]
  })
  return Object.fromEntries(ids) as Record<Name, string>
}

/** How often it is looked for payments whose turn it is to be asked about. */
const paymentTickMs = 1_000

/** Works on the jobs until stopped, and follows payments under way. Every server does; `kvit worker` does nothing else. */
export async function startWorker(
  workshop: Workshop,
  options: { superviseSeconds?: number } = {},
): Promise<RunningWorker> {
  const worker = await openWorker({
    ...options,
    app: workshop.database.app,
    log: workshop.log,
    handlers: jobHandlers(workshop),
    clocked,
  })
  const stopTicking = everySoOften(paymentTickMs, async () => {
    try {
      await followDuePayments(workshop)
    } catch (error) {
      workshop.log.error({ err: error }, "Payments under way could not be looked for.")
    }
  })
  return { stop: async () => void (await Promise.all([stopTicking(), worker.stop()])) }
}

/** Does something at once and then again and again, never twice at a time; the function it answers ends that. */
function everySoOften(milliseconds: number, work: () => Promise<void>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const round = async () => {
    await work()
    if (!isStopped) timer = setTimeout(() => (running = round()), milliseconds)
  }
  let running = round()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await running
  }
}
