import { z } from "zod"
import {
  type Call,
  type ClientOptions,
  type Connection,
  defaultLimits,
  repeatTry,
  send,
  startDeadline,
  type Tried,
} from "./connection.ts"
import { unreachable } from "./problem.ts"
import type {
  MobilePayClient,
  MobilePayKeys,
  NewProviderPayment,
  ProviderAmount,
  ProviderAnswer,
  ProviderProblem,
} from "./provider.ts"
import {
  createdShape,
  eventsShape,
  modificationShape,
  mostProviderAmount,
  paymentShape,
  registeredShape,
  webhooksShape,
} from "./shapes.ts"
import { createTokens, type Tokens } from "./tokens.ts"

const webhooksPath = "/webhooks/v1/webhooks"

/**
 * The provider by HTTP. Keep the client: it holds the token. Throws only for what no caller should ask, such as an
 * amount over the provider's limit or a reference that it cannot have.
 */
export function openMobilePayClient(keys: MobilePayKeys, options: ClientOptions): MobilePayClient {
  const connection: Connection = { keys, options, limits: { ...defaultLimits, ...options.limits } }
  const tokens = createTokens(connection)
  const ask = <T>(call: Call, shape: z.ZodType<T>) => askProvider(connection, tokens, call, shape)
  const modify = async (reference: string, what: string, body: object, idempotencyKey: string) =>
    ask(post(`${paymentPath(reference)}/${what}`, body, idempotencyKey), modificationShape)
  return {
    createPayment: async (payment, idempotencyKey) =>
      ask(post("/epayment/v1/payments", writePayment(payment), idempotencyKey), createdShape),
    getPayment: async (reference) => ask(get(paymentPath(reference)), paymentShape),
    listEvents: async (reference) => ask(get(`${paymentPath(reference)}/events`), eventsShape),
    capturePayment: async (reference, amount, idempotencyKey) =>
      modify(reference, "capture", { modificationAmount: writeAmount(amount) }, idempotencyKey),
    refundPayment: async (reference, amount, idempotencyKey) =>
      modify(reference, "refund", { modificationAmount: writeAmount(amount) }, idempotencyKey),
    cancelPayment: (reference, { onlyIfNotApproved }, idempotencyKey) =>
      modify(reference, "cancel", { cancelTransactionOnly: onlyIfNotApproved }, idempotencyKey),
    registerWebhook: (url, events) =>
      ask(
        { method: "POST", path: webhooksPath, body: { url, events }, repeat: "if_not_done" },
        registeredShape,
      ),
    listWebhooks: () => ask(get(webhooksPath), webhooksShape),
    removeWebhook: async (id) => {
      const path = `${webhooksPath}/${encodeURIComponent(id)}`
      const answer = await ask({ method: "DELETE", path, repeat: "any" }, nothing)
      // What is not there any more is removed.
      return !answer.ok && answer.problem.status === 404 ? { ok: true, value: null } : answer
    },
    testConnection: async () => {
      // A token of its own, since the one held may be from keys that have been revoked since.
      const answer = await askProvider(connection, createTokens(connection), get(webhooksPath), webhooksShape)
      return answer.ok ? { ok: true, value: null } : answer
    },
  }
}

const nothing = z.unknown().transform(() => null)

function get(path: string): Call {
  return { method: "GET", path, repeat: "any" }
}

function post(path: string, body: object, idempotencyKey: string): Call {
  if (idempotencyKey === "" || idempotencyKey.length > 50)
    throw new RangeError("An idempotency key has 1 to 50 characters.")
  return { method: "POST", path, body, headers: { "idempotency-key": idempotencyKey }, repeat: "any" }
}

function paymentPath(reference: string): string {
  return `/epayment/v1/payments/${checkReference(reference)}`
}

function checkReference(reference: string): string {
  if (!/^[a-zA-Z0-9-]{8,64}$/.test(reference))
    throw new RangeError("A reference has 8 to 64 letters, digits and hyphens.")
  return reference
}

function writePayment(payment: NewProviderPayment): object {
  const { reference, description, flow, method, phoneNumber, returnUrl } = payment
  if (flow === "push" && (phoneNumber === null || method === "card"))
    throw new RangeError("A push goes to a telephone number, and to no card.")
  if (flow === "redirect" && returnUrl === null)
    throw new RangeError("A payer who is sent away needs an address to come back to.")
  if (description.length < 3 || description.length > 100)
    throw new RangeError("A description has 3 to 100 characters.")
  return {
    amount: writeAmount(payment.amount),
    ...(phoneNumber === null ? {} : { customer: { phoneNumber } }),
    paymentMethod: { type: method === "card" ? "CARD" : "WALLET" },
    reference: checkReference(reference),
    userFlow: flow === "push" ? "PUSH_MESSAGE" : "WEB_REDIRECT",
    // With a push the payer stays in the app.
    ...(flow === "redirect" ? { returnUrl } : {}),
    paymentDescription: description,
  }
}

function writeAmount({ currency, value }: ProviderAmount): object {
  if (value < 1n || value > mostProviderAmount)
    throw new RangeError("An amount is from 1 to 65,000,000 in the smallest unit.")
  return { value: Number(value), currency }
}

/** With a token, which is renewed once where it is refused. */
async function askProvider<T>(
  connection: Connection,
  tokens: Tokens,
  call: Call,
  shape: z.ZodType<T>,
): Promise<ProviderAnswer<T>> {
  const deadline = startDeadline(connection.limits.callMs)
  let renewed = false
  const answer = await repeatTry(connection, call.repeat, deadline, tryOnce)
  if (!answer.ok) logProblem(connection, call, answer.problem)
  return answer

  async function tryOnce(): Promise<Tried<T>> {
    const token = await within(deadline.leftMs(), tokens.get())
    if (!token.ok) return token
    const headers = { ...call.headers, authorization: `Bearer ${token.value}` }
    const tried = await send(connection, { ...call, headers }, shape, deadline)
    if (tried.ok || tried.problem.status !== 401 || renewed) return tried
    renewed = true
    tokens.forget(token.value)
    return tryOnce()
  }
}

/** The token that another call waits for too must not take longer than this call has. */
async function within<T>(ms: number, work: Promise<Tried<T>>): Promise<Tried<T>> {
  const { promise: late, resolve } = Promise.withResolvers<Tried<T>>()
  const timer = setTimeout(
    () => resolve({ ok: false, problem: unreachable("timeout", "No token in time.") }),
    ms,
  )
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function logProblem({ options }: Connection, call: Call, problem: ProviderProblem): void {
  options.log.warn(
    { method: call.method, path: call.path, ...problem },
    "MobilePay did not do what it was asked",
  )
}
