/** A Kvit that takes payments, with the simulator in the provider's place and a socket its webhooks come to. */
import { sampleUnit, startSimulator } from "../../simulator/index.ts"
import { findPortalSession, openSessionByToken } from "../../src/domain/access/index.ts"
import {
  findAttempt,
  type MobilePayForm,
  registerWebhook,
  type StartOutcome,
  saveMobilePaySettings,
  startPayment,
} from "../../src/domain/payments/index.ts"
import type { CustomerActor } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import type { MadeCustomer } from "../factories.ts"
import { createTestApp } from "../harness.ts"
import { listen } from "../serve.ts"
import { waitFor } from "../workshop.ts"

/** As a business sets it in the simulator's sales unit; push is asked unless a test says otherwise. */
export const paymentForm: MobilePayForm = {
  enabled: true,
  environment: "test",
  merchantSerialNumber: sampleUnit.msn,
  clientId: sampleUnit.clientId,
  clientSecret: sampleUnit.clientSecret,
  subscriptionKey: sampleUnit.subscriptionKey,
  currency: "DKK",
  brand: "mobilepay",
  pushAllowed: true,
  cardAllowed: false,
  partPaymentAllowed: true,
  leastPartPayment: "100,00",
  prepaymentCapture: "by_hand",
}

export async function openPayingApp(choices: Partial<MobilePayForm> = {}) {
  const simulator = await startSimulator()
  simulator.control.setUnit(sampleUnit.msn, { pushAllowed: true })
  const app = await createTestApp({
    environment: { MOBILEPAY_SIMULATOR: simulator.url },
    secondFactor: false,
  })
  const server = await listen(app)
  const { kvit, system, businessId } = app
  const owner = await app.makeStaff("owner")
  const saved = await saveMobilePaySettings(kvit, owner, { ...paymentForm, ...choices }, "da")
  if (!saved.ok) throw new Error(`The settings were refused: ${JSON.stringify(saved.problems)}`)
  const registered = await registerWebhook(
    kvit,
    system,
    (id) => `${server.origin}${routes.callbacks.mobilePay.to({ id })}`,
  )
  if (!registered.ok) throw new Error(`The webhook was refused: ${registered.problem}`)

  /** The customer, let in by their portal token. */
  async function enter(customer: MadeCustomer): Promise<CustomerActor> {
    const opened = await openSessionByToken(kvit, businessId, await app.make.token(customer), undefined)
    const session = opened && (await findPortalSession(kvit, businessId, opened.secret))
    if (!session) throw new Error("The token lets nobody in.")
    return session.actor
  }

  async function newInvoice(total = 125_000n, more: Parameters<typeof app.make.document>[0] | object = {}) {
    const customer = await app.make.customer({ email: "kunde@kunde.example" })
    const documentId = await app.make.document({ customer, total, ...more })
    return { customer, documentId, actor: await enter(customer) }
  }

  async function pay(
    actor: CustomerActor,
    documentId: string,
    amount = 125_000n,
    shownOpen = amount,
  ): Promise<StartOutcome> {
    const input = { documentId, amount, shownOpen, phone: "12 34 56 78", method: "wallet" } as const
    return startPayment(kvit, actor, input)
  }

  /** An invoice whose payment has been begun, and what the provider calls it. */
  async function beginPayment(total = 125_000n, more: object = {}) {
    const invoice = await newInvoice(total, more)
    const outcome = await pay(invoice.actor, invoice.documentId, total)
    if (!outcome.ok) throw new Error(`The payment was refused: ${outcome.reason}`)
    return { ...invoice, attemptId: outcome.attemptId, reference: await referenceOf(outcome.attemptId) }
  }

  async function referenceOf(attemptId: string): Promise<string> {
    const row = await system.transaction((db) =>
      db
        .selectFrom("payment_attempts")
        .select("reference")
        .where("id", "=", attemptId)
        .executeTakeFirstOrThrow(),
    )
    return row.reference
  }

  return {
    ...app,
    simulator,
    sim: simulator.control,
    server,
    staffOwner: owner,
    enter,
    newInvoice,
    pay,
    beginPayment,
    referenceOf,
    /** As the customer sees it. */
    attempt: async (actor: CustomerActor, attemptId: string) => {
      const found = await findAttempt(actor, attemptId)
      if (!found) throw new Error("The customer sees no such payment.")
      return found
    },
    /** Works off what is queued until the attempt is in the state; webhooks come by the socket. */
    until: async (actor: CustomerActor, attemptId: string, state: string) => {
      await waitFor(async () => {
        await simulator.control.settled()
        await app.runJobs()
        return (await findAttempt(actor, attemptId))?.state === state
      })
    },
    /** Makes it every open attempt's turn to be asked about. */
    dueNow: () =>
      system.transaction((db) =>
        db
          .updateTable("payment_attempts")
          .set({ next_check_at: new Date(0) })
          .where("finished_at", "is", null)
          .execute(),
      ),
    close: async () => {
      await simulator.stop()
      await server.stop()
      await app.close()
    },
  }
}

export type PayingApp = Awaited<ReturnType<typeof openPayingApp>>
