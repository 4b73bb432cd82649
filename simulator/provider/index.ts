/** The provider's interfaces: access token, ePayment v1 and webhooks v1. */
import { Hono } from "hono"
import type { CallKind } from "../faults/faults.ts"
import { cancelPayment, capturePayment, readModification, refundPayment } from "../payments/change.ts"
import { createPayment } from "../payments/create.ts"
import { approvePayment, sendToApp } from "../payments/payer.ts"
import {
  findPayment,
  presentChange,
  presentEvent,
  presentPayment,
  redirectUrlOf,
} from "../payments/payment.ts"
import { type Outcome, refuse, refuseFields, refuseStatus } from "../payments/refusals.ts"
import { listRegistrations, registerWebhook, removeRegistration } from "../webhooks/registrations.ts"
import type { Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { giveToken, requireAccess } from "./access.ts"
import { type Answer, answerProblem, answerWith, respond } from "./answers.ts"
import type { ProviderContext, ProviderEnv } from "./env.ts"
import { answerOnce } from "./idempotency.ts"
import { openLimits } from "./limits.ts"
import { misbehave } from "./misbehave.ts"

const base = "/epayment/v1/payments"

export function createProvider(world: World): Hono<ProviderEnv> {
  const app = new Hono<ProviderEnv>()
  app.post("/accesstoken/get", misbehave(world, "token"), (c) => respond(giveToken(world, c)))
  mountPayments(app, world)
  mountWebhooks(app, world)
  return app
}

function mountPayments(app: Hono<ProviderEnv>, world: World): void {
  const isWithinLimit = openLimits(world)
  const access = requireAccess(world)
  /** One call: counted, its body read, answered as JSON. */
  const on =
    (call: CallKind, work: (c: ProviderContext, body: unknown, text: string) => Answer) =>
    async (c: ProviderContext) => {
      const text = await c.req.text()
      const body = parse(text)
      if (body === undefined)
        return respond(answerProblem(c, refuseFields([{ name: "body", reason: "Not JSON." }]).refusal))
      const reference = c.req.param("reference") ?? readReference(body)
      if (!isWithinLimit(call, c.var.unit.msn, reference)) {
        const tooMany = refuseStatus(429, "Too many requests").refusal
        return respond(answerProblem(c, tooMany), { "Retry-After": "60" })
      }
      const answer = work(c, body, text)
      world.commit()
      return respond(answer)
    }
  const changes = openChanges(world)
  app.post(base, misbehave(world, "create"), access, on("create", changes.create))
  app.get(
    `${base}/:reference`,
    misbehave(world, "get"),
    access,
    on("get", (c) => answerOutcome(c, findOwn(world, c), (payment) => presentPayment(world, payment))),
  )
  app.get(
    `${base}/:reference/events`,
    misbehave(world, "events"),
    access,
    on("events", (c) =>
      answerOutcome(c, findOwn(world, c), (payment) =>
        payment.events.map((event) => presentEvent(payment, event)),
      ),
    ),
  )
  app.post(`${base}/:reference/capture`, misbehave(world, "capture"), access, on("capture", changes.capture))
  app.post(`${base}/:reference/refund`, misbehave(world, "refund"), access, on("refund", changes.refund))
  app.post(`${base}/:reference/cancel`, misbehave(world, "cancel"), access, on("cancel", changes.cancel))
  app.post(
    "/epayment/v1/test/payments/:reference/approve",
    misbehave(world, "approve"),
    access,
    on("approve", (c, body) => forceApprove(world, c, body)),
  )
}

/** The calls that change something, each done once for its idempotency key. */
function openChanges(world: World) {
  type Work = (c: ProviderContext, body: unknown, key: string) => Answer
  const once =
    (operation: "create" | "capture" | "refund" | "cancel", work: Work) =>
    (c: ProviderContext, body: unknown, text: string): Answer => {
      const key = c.req.header("Idempotency-Key")
      const reference = c.req.param("reference") ?? readReference(body)
      const request = { msn: c.var.unit.msn, operation, reference, key, body: text }
      const answered = answerOnce(world, request, () => work(c, body, key ?? ""))
      return answered.ok ? answered.value : answerProblem(c, answered.refusal)
    }
  const change =
    (run: (payment: Payment, value: number, c: ProviderContext, key: string) => Outcome<Payment>): Work =>
    (c, body, key) => {
      const found = findOwn(world, c)
      if (!found.ok) return answerProblem(c, found.refusal)
      const value = readModification(found.value, body)
      if (!value.ok) return answerProblem(c, value.refusal)
      return answerOutcome(c, run(found.value, value.value, c, key), presentChange)
    }
  return {
    create: once("create", (c, body, key) =>
      answerOutcome(
        c,
        createPayment(world, c.var.unit, body, key),
        (payment) => created(world, payment),
        201,
      ),
    ),
    capture: once(
      "capture",
      change((payment, value, c, key) => capturePayment(world, c.var.unit, payment, value, key)),
    ),
    refund: once(
      "refund",
      change((payment, value, _, key) => refundPayment(world, payment, value, key)),
    ),
    cancel: once("cancel", (c, body, key) => {
      const only = readCancel(body)
      if (!only.ok) return answerProblem(c, only.refusal)
      const found = findOwn(world, c)
      if (!found.ok) return answerProblem(c, found.refusal)
      return answerOutcome(c, cancelPayment(world, found.value, only.value, key || null), presentChange)
    }),
  }
}

function created(world: World, payment: Payment) {
  const redirectUrl = redirectUrlOf(world, payment)
  return { ...(redirectUrl ? { redirectUrl } : {}), reference: payment.reference }
}

function readCancel(body: unknown): Outcome<boolean> {
  const given = (body ?? {}) as Record<string, unknown>
  const other = Object.keys(given).find((name) => name !== "cancelTransactionOnly")
  if (other) return refuseFields([{ name: other, reason: "Unknown property." }])
  const only = given.cancelTransactionOnly ?? false
  if (typeof only === "boolean") return { ok: true, value: only }
  return refuseFields([{ name: "cancelTransactionOnly", reason: "Must be a boolean." }])
}

/** The provider's expired test card, which it answers with 500. */
const expiredCard = 186

function forceApprove(world: World, c: ProviderContext, body: unknown): Answer {
  const found = findOwn(world, c)
  if (!found.ok) return answerProblem(c, found.refusal)
  const { customer } = (body ?? {}) as { customer?: { phoneNumber?: unknown } }
  const number = customer?.phoneNumber
  if (typeof number !== "string") return answerProblem(c, refuse(10020).refusal)
  if (found.value.value === expiredCard) return answerProblem(c, refuseStatus(500, "Internal error").refusal)
  const sent = sendToApp(world, found.value, number)
  return answerOutcome(c, sent.ok ? approvePayment(world, found.value) : sent, () => ({}))
}

function mountWebhooks(app: Hono<ProviderEnv>, world: World): void {
  const before = [misbehave(world, "webhooks"), requireAccess(world)] as const
  app.post("/webhooks/v1/webhooks", ...before, async (c) => {
    const registered = registerWebhook(world, c.var.unit.msn, parse(await c.req.text()))
    world.commit()
    return respond(answerOutcome(c, registered, ({ id, secret }) => ({ id, secret }), 201))
  })
  app.get("/webhooks/v1/webhooks", ...before, (c) => {
    const webhooks = listRegistrations(world, c.var.unit.msn)
    return respond(
      answerWith(200, { webhooks: webhooks.map(({ id, url, events }) => ({ id, url, events })) }),
    )
  })
  app.delete("/webhooks/v1/webhooks/:id", ...before, (c) => {
    const removed = removeRegistration(world, c.var.unit.msn, c.req.param("id") ?? "")
    world.commit()
    return respond(removed.ok ? answerWith(204, {}) : answerProblem(c, removed.refusal))
  })
}

function answerOutcome<T>(
  c: ProviderContext,
  outcome: Outcome<T>,
  present: (value: T) => object,
  status = 200,
): Answer {
  return outcome.ok ? answerWith(status, present(outcome.value)) : answerProblem(c, outcome.refusal)
}

function findOwn(world: World, c: ProviderContext): Outcome<Payment> {
  const payment = findPayment(world, c.var.unit.msn, c.req.param("reference") ?? "")
  return payment ? { ok: true, value: payment } : refuse(5090)
}

/** An empty body is nothing (null); undefined is no JSON. */
function parse(text: string): unknown {
  if (text.trim() === "") return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readReference(body: unknown): string {
  const { reference } = (body ?? {}) as { reference?: unknown }
  return typeof reference === "string" ? reference : ""
}
