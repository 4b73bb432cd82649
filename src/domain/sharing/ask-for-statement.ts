import { sql } from "kysely"
import {
  type ActorEnvironment,
  type CustomerActor,
  createSystemActor,
  type SystemActor,
} from "../../platform/database/index.ts"
import { queueJob } from "../../platform/jobs/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"
import { countStatementMail } from "../access/index.ts"
import { recordEvent } from "../events/index.ts"
import { queueMail } from "../notifications/index.ts"
import { maySeeStatement } from "../statements/index.ts"

export const mailStatementJob = "statement.mail"

/** Where mail to the person who is signed in goes. */
export interface OwnAddress {
  /** Null: the customer's own address. */
  contactId: string | null
  address: string
  /** As it is told: whoever has a portal link is not told an address they may not know. */
  shown: string
}

/**
 * The address of who is signed in: the one they signed in with, as the customer's contact or the customer's own; by a
 * portal link the customer's own. Null where there is none, and for staff who look as the customer.
 */
export async function findOwnAddress(
  environment: ActorEnvironment,
  actor: CustomerActor,
  customerId: string,
): Promise<OwnAddress | null> {
  if (actor.way === "preview" || !actor.customerIds.includes(customerId)) return null
  const system = createSystemActor(environment, actor.businessId, "page")
  const result = await system.transaction((db) =>
    sql<{ contactId: string | null; address: string | null }>`
      select known.contact_id as "contactId", coalesce(k.email, c.email) as address
      from portal_sessions s
      join customers c on c.business_id = s.business_id and c.id = ${customerId}
      left join find_customers_at(s.business_id, s.address_sha256) known on known.customer_id = c.id
      left join contacts k on k.business_id = s.business_id and k.id = known.contact_id
      where s.business_id = ${actor.businessId} and s.id = ${actor.sessionId}
        and (s.address_sha256 is null or known.customer_id is not null)`.execute(db),
  )
  const [row] = result.rows
  if (!row?.address) return null
  const { contactId, address } = row
  return { contactId, address, shown: actor.way === "token" ? maskAddress(address) : address }
}

/** `a…@vogne.example`: enough to know one's own. */
function maskAddress(address: string): string {
  const at = address.lastIndexOf("@")
  return `${[...address.slice(0, at)][0] ?? ""}…${address.slice(at)}`
}

export type AskForStatementOutcome =
  | { ok: true }
  | { ok: false; reason: "not_shown" | "no_address" | "too_often" }

/**
 * Has a statement mailed, with its PDF, to the address of who is signed in, and to no other. The same form sent again
 * sends nothing more. Refuses what is not shown to them, and more than a few in an hour.
 */
export async function askForStatement(
  environment: ActorEnvironment & { secrets: Secrets },
  actor: CustomerActor,
  wanted: { customerId: string; currency: string; from: string | null; to: string; requestKey: string },
): Promise<AskForStatementOutcome> {
  const { customerId, currency, from, to, requestKey } = wanted
  if (!maySeeStatement(actor, customerId)) return { ok: false, reason: "not_shown" }
  const own = await findOwnAddress(environment, actor, customerId)
  if (!own) return { ok: false, reason: "no_address" }
  if (!(await countStatementMail(environment, actor.businessId, own.address)))
    return { ok: false, reason: "too_often" }
  const { businessId } = actor
  await actor.transaction(async (db) => {
    await recordEvent(db, "statement.asked", { customerId, data: { currency, from, to } })
    const data = { businessId, customerId, contactId: own.contactId, currency, from, to, requestKey }
    await queueJob(db, mailStatementJob, data, { key: requestKey })
  })
  return { ok: true }
}

/** Queues the mail that was asked for; the handler of the job `statement.mail`. Safe to repeat. */
export async function mailAskedStatement(
  actor: SystemActor,
  asked: {
    customerId: string
    contactId: string | null
    currency: string
    from: string | null
    to: string
    requestKey: string
  },
): Promise<void> {
  const { customerId, contactId, currency, from, to, requestKey } = asked
  await actor.transaction((db) =>
    queueMail(db, actor, {
      template: "statement",
      customerId,
      contactId,
      statement: { currency, from, to },
      attachPdf: true,
      key: `statement:${requestKey}`,
    }),
  )
}
