import { sql } from "kysely"
import { findPortalAddress } from "../../../origins.ts"
import type { Db, SystemActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { routes } from "../../../routes.ts"
import { type AttemptRow, attemptKeys, lockAttempt, readAttempt } from "../attempts/attempt.ts"
import { newReference } from "../attempts/reference.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient, ProviderProblem } from "../mobilepay/provider.ts"
import { isPaymentPage, rememberPushRefused } from "../settings/index.ts"
import { applyAggregate, failAttempt } from "./apply.ts"
import { noteCheck } from "./note-check.ts"
import { isPassing, problemWord } from "./problems.ts"
import { isSamePayment } from "./same-payment.ts"

/** The attempt where it can be gone on with, or the one that is begun in its place. */
export interface Created {
  attempt?: AttemptRow
  replacedBy?: string
}

/**
 * Makes an attempt known to the provider under the key it was written down with, so that a second call after a crash or
 * a lost answer makes no second payment. Answers neither where it cannot go on now.
 */
export async function createAtProvider(
  environment: PaymentEnvironment,
  actor: SystemActor,
  client: MobilePayClient,
  attempt: AttemptRow,
): Promise<Created> {
  const description = await describe(actor, attempt)
  const answer = await client.createPayment(
    {
      reference: attempt.reference,
      amount: { currency: attempt.currency, value: attempt.amount },
      description,
      flow: attempt.flow === "push" ? "push" : "redirect",
      method: attempt.method === "card" ? "card" : "wallet",
      phoneNumber: attempt.phone_number,
      returnUrl: `${await findPortalAddress(environment.config, actor)}${routes.portal.paymentReturn.to({ id: attempt.id })}`,
    },
    attemptKeys.create(attempt.id),
  )
  if (answer.ok) return { attempt: await writeCreated(environment, actor, attempt, answer.value.redirectUrl) }
  const { problem } = answer
  environment.log.warn({ attempt: attempt.id, ...problem }, "A payment could not be begun.")
  if (isPassing(problem)) {
    await noteCheck(actor, attempt, problemWord(problem))
    return {}
  }
  // A conflict of key or reference: the payment is there from an earlier call, and how it stands says the rest.
  if (problem.status === 409 || ["4010", "4020", "4150"].includes(problem.code ?? "")) {
    const told = await client.getPayment(attempt.reference)
    if (told.ok && isSamePayment(attempt, told.value)) {
      await writeCreated(environment, actor, attempt, told.value.redirectUrl)
      return { attempt: await applyAggregate(actor, attempt.id, told.value) }
    }
  }
  const replacedBy = await refuse(actor, attempt, problem)
  return replacedBy === null ? {} : { replacedBy }
}

async function writeCreated(
  environment: PaymentEnvironment,
  actor: SystemActor,
  attempt: AttemptRow,
  redirectUrl: string | null,
): Promise<AttemptRow> {
  const safeUrl =
    redirectUrl !== null && isPaymentPage(redirectUrl, environment.config.mobilePaySimulator)
      ? redirectUrl
      : null
  if (redirectUrl !== null && safeUrl === null) {
    environment.log.error(
      { attempt: attempt.id, host: URL.canParse(redirectUrl) ? new URL(redirectUrl).host : "" },
      "The provider sends the payer to a page that is not known as its own.",
    )
  }
  return actor.transaction(async (db) => {
    await db
      .updateTable("payment_attempts")
      .set({ state: "pending", redirect_url: safeUrl, checked_at: sql<Date>`now()`, check_problem: null })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", attempt.id)
      .where("state", "=", "starting")
      .execute()
    return (await readAttempt(db, actor, attempt.id)) ?? attempt
  })
}

/** Ends what was refused for good; where only the push was, the same is begun anew by the landing page. */
async function refuse(
  actor: SystemActor,
  attempt: AttemptRow,
  problem: ProviderProblem,
): Promise<string | null> {
  const { code, traceId } = problem
  return actor.transaction(async (db) => {
    const current = await lockAttempt(db, actor, attempt.id)
    if (current?.state !== "starting") return null
    const word = problemWord(problem)
    if (word === "push_not_allowed") await rememberPushRefused(db, actor)
    await failAttempt(db, actor, attempt.id, { problem: word, code, traceId })
    const goesOn = word === "push_not_allowed" && current.flow === "push" && !current.cancel_asked_at
    return goesOn ? beginByLandingPage(db, actor, current) : null
  })
}

/** The same attempt once more, under a reference and keys of its own: a refused key stays refused. */
async function beginByLandingPage(db: Db, actor: SystemActor, refused: AttemptRow): Promise<string> {
  const attemptId = newId()
  await sql`
    insert into payment_attempts (business_id, id, customer_id, payer_id, document_id, reference, amount, currency, method, flow,
      phone_number, environment, merchant_serial_number, capture_rule, session_id, replaces_id, next_check_at)
    select business_id, ${attemptId}, customer_id, payer_id, document_id, ${newReference(refused.reference, attemptId)}, amount,
      currency, method, 'redirect', phone_number, environment, merchant_serial_number, capture_rule, session_id, id, now()
    from payment_attempts where business_id = ${actor.businessId} and id = ${refused.id}`.execute(db)
  await sql`
    insert into payment_attempt_items (business_id, attempt_id, position, document_id, payment_id, amount)
    select business_id, ${attemptId}, position, document_id, payment_id, amount
    from payment_attempt_items where business_id = ${actor.businessId} and attempt_id = ${refused.id}`.execute(
    db,
  )
  return attemptId
}

/** What the payer reads in the app and the business in its settlement: 3 to 100 characters. */
async function describe(actor: SystemActor, attempt: AttemptRow): Promise<string> {
  return actor.transaction(async (db) => {
    const rows = await sql<{ number: string; name: string }>`
      select d.number, b.name from payment_attempt_items i
      join documents d on d.business_id = i.business_id and d.id = i.document_id and i.amount > 0
      join businesses b on b.business_id = i.business_id
      where i.business_id = ${actor.businessId} and i.attempt_id = ${attempt.id} order by i.position`.execute(
      db,
    )
    const numbers = rows.rows.map((row) => row.number).join(", ")
    const text = `${rows.rows[0]?.name ?? "Kvit"}: ${numbers}`
    return text.length <= 100 ? text : `${text.slice(0, 99)}…`
  })
}
