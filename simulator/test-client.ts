/** A caller of the simulator in tests: asks as a shop would, and compares every answer with the official files. */
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import { onTestFinished } from "vitest"
import { type Simulator, type SimulatorOptions, sampleUnit, startSimulator } from "./index.ts"
import { openContract } from "./test-contract.ts"

const checkAnswer = openContract()
const seen = { answers: 0 }
/** How many answers were compared, and whether there was anything to compare them with. */
export const compared = () => ({ answers: seen.answers, possible: checkAnswer !== null })

interface AnsweredAmount {
  value: number
  currency: string
}

interface AnsweredEvent {
  name: string
  pspReference: string
  amount: AnsweredAmount
}

/** What answers may hold: the fields of an object, or the lines of a log. `test-contract.ts` compares them. */
interface AnsweredBody {
  access_token: string
  expires_on: string
  not_before: string
  redirectUrl: string
  state: string
  pspReference: string
  aggregate: Record<string, AnsweredAmount>
  traceId: string
  extraDetails?: { name: string; reason: string }[]
  id: string
  secret: string
  webhooks: { id: string; url: string; events: string[] }[]
  [line: number]: AnsweredEvent
  map<Mapped>(read: (line: AnsweredEvent) => Mapped): Mapped[]
}

export interface Answered {
  status: number
  body: AnsweredBody
  headers: Headers
}

export interface Shop extends Simulator {
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>
  create(reference: string, changes?: object, key?: string): Promise<Answered>
  capture(reference: string, value: number, key?: string): Promise<Answered>
  refund(reference: string, value: number, key?: string): Promise<Answered>
  cancel(reference: string, body?: unknown, key?: string): Promise<Answered>
  read(reference: string): Promise<Answered>
  codeOf(answered: Answered): string | undefined
}

export const keys = {
  client_id: sampleUnit.clientId,
  client_secret: sampleUnit.clientSecret,
  "Ocp-Apim-Subscription-Key": sampleUnit.subscriptionKey,
  "Merchant-Serial-Number": sampleUnit.msn,
}

export async function openShop(options: SimulatorOptions = {}): Promise<Shop> {
  const simulator = await startSimulator(options)
  onTestFinished(simulator.stop)
  const token = await ask(simulator.url, "POST", "/accesstoken/get", undefined, keys)
  const usual = {
    Authorization: `Bearer ${token.body.access_token}`,
    "Ocp-Apim-Subscription-Key": sampleUnit.subscriptionKey,
    "Merchant-Serial-Number": sampleUnit.msn,
    "Content-Type": "application/json",
  }
  const call: Shop["ask"] = (method, path, body, headers = {}) =>
    ask(simulator.url, method, path, body, { ...usual, ...headers })
  const payments = "/epayment/v1/payments"
  const modify = (change: string) => (reference: string, value: number, key?: string) =>
    call(
      "POST",
      `${payments}/${reference}/${change}`,
      { modificationAmount: { currency: "DKK", value } },
      { "Idempotency-Key": key ?? `${reference}-${change}` },
    )
  return {
    ...simulator,
    ask: call,
    create: (reference, changes = {}, key = `${reference}-create`) =>
      call("POST", payments, { ...newPayment(reference), ...changes }, { "Idempotency-Key": key }),
    capture: modify("capture"),
    refund: modify("refund"),
    cancel: (reference, body, key = `${reference}-cancel`) =>
      call("POST", `${payments}/${reference}/cancel`, body, { "Idempotency-Key": key }),
    read: (reference) => call("GET", `${payments}/${reference}`),
    codeOf: ({ body }) => body.extraDetails?.find((each) => each.name === "ErrorCode")?.reason,
  }
}

export function newPayment(reference: string) {
  return {
    amount: { currency: "DKK", value: 125_000 },
    paymentMethod: { type: "WALLET" },
    customer: { phoneNumber: "4512345678" },
    reference,
    userFlow: "PUSH_MESSAGE",
    paymentDescription: "Faktura 10042",
  }
}

async function ask(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answered> {
  const sent = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body)
  const response = await fetch(url + path, { method, headers, body: sent })
  const text = await response.text()
  if (checkAnswer?.(method, path, response, text)) seen.answers += 1
  return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers }
}

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  raw: Buffer
  event: { name: string; reference: string; pspReference: string; amount: { value: number } }
}

/** An address that webhooks may be sent to. `answer` is the status it gives the next ones; 200 at first. */
export async function openReceiver() {
  const received: Received[] = []
  const first = () => {
    if (received[0]) return received[0]
    throw new Error("No webhook came.")
  }
  const names = () => received.map(({ event }) => event.name)
  const receiver = { url: "", received, first, names, answer: 200 as number | "never" }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    received.push({
      path: request.url ?? "",
      headers: request.headers,
      raw,
      event: JSON.parse(raw.toString()),
    })
    if (receiver.answer !== "never") response.writeHead(receiver.answer, { Location: "/elsewhere" }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks/mobilepay/1?from=test`
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return receiver
}

export async function register(shop: Shop, url: string, names: string[] = allEvents): Promise<Answered> {
  const events = names.map((name) => `epayments.payment.${name}.v1`)
  return shop.ask("POST", "/webhooks/v1/webhooks", { url, events })
}

const allEvents = "created authorized aborted expired terminated captured cancelled refunded".split(" ")
