/** A server that speaks as the provider does, as far as a test tells it to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { createServer as createTlsServer } from "node:https"
import type { AddressInfo } from "node:net"

export interface FakeRequest {
  method: string
  path: string
  headers: Record<string, string | undefined>
  body: unknown
}

export interface FakeAnswer {
  status: number
  body?: unknown
  /** In place of a body: sent as it is. */
  raw?: string
  headers?: Record<string, string>
}

/** What becomes of a request: an answer; `cut` ends the connection; `silence` never answers. */
export type FakeReply = FakeAnswer | "cut" | "silence"

export interface FakeMobilePay {
  origin: string
  requests: FakeRequest[]
  /** How many tokens it has given. */
  tokens(): number
  /** The next requests to anything but the token get these, in turn; after them it answers as it would. */
  next(...replies: FakeReply[]): void
  nextTokens(...replies: FakeReply[]): void
  /** The next request is done, and answered so all the same. */
  nextAfterDoing(reply: FakeReply): void
  /** Ends every connection, as a network that fails. */
  drop(): void
  /** Registered webhooks, as they can be listed. */
  webhooks: { id: string; url: string; events: string[] }[]
  calls(path?: string): FakeRequest[]
  close(): Promise<void>
}

export async function openFakeMobilePay(tls?: { key: string; cert: string }): Promise<FakeMobilePay> {
  const requests: FakeRequest[] = []
  const replies: FakeReply[] = []
  const tokenReplies: FakeReply[] = []
  const webhooks: FakeMobilePay["webhooks"] = []
  const lost: FakeReply[] = []
  let tokens = 0
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    readBody(request).then((text) => {
      const asked = toRequest(request, text)
      requests.push(asked)
      const isToken = asked.path === "/accesstoken/get"
      const reply = (isToken ? tokenReplies : replies).shift()
      if (isToken && !reply) tokens += 1
      const done = reply ?? (isToken ? giveToken(tokens) : act(asked, webhooks))
      answer(response, (!isToken && lost.shift()) || done)
    })
  }
  const server = tls ? createTlsServer(tls, listen) : createServer(listen)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    requests,
    tokens: () => tokens,
    next: (...more) => void replies.push(...more),
    nextTokens: (...more) => void tokenReplies.push(...more),
    nextAfterDoing: (reply) => void lost.push(reply),
    drop: () => server.closeAllConnections(),
    webhooks,
    calls: (path) =>
      requests.filter((one) => one.path !== "/accesstoken/get" && (!path || one.path === path)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The numbers are strings, as in the provider's specification. */
function giveToken(count: number): FakeAnswer {
  const body = {
    token_type: "Bearer",
    expires_in: "3600",
    ext_expires_in: "3600",
    expires_on: "1795305600",
    not_before: "1795302000",
    resource: "00000002-0000-0000-c000-000000000000",
    access_token: `token-${count}`,
  }
  return { status: 200, body }
}

function act(asked: FakeRequest, webhooks: FakeMobilePay["webhooks"]): FakeAnswer {
  const [, area, , what, id, verb] = asked.path.split("/")
  if (area === "webhooks") return actOnWebhooks(asked, webhooks, id)
  if (what !== "payments") return { status: 404, body: problem(404) }
  if (!id) {
    const { reference } = asked.body as { reference: string }
    return { status: 201, body: { reference, redirectUrl: "https://pay.mobilepay.dk/dwo-api?token=1" } }
  }
  const aggregate = { reference: id, pspReference: "p", state: "AUTHORIZED", ...amounts() }
  if (asked.method === "POST") return { status: 200, body: aggregate }
  if (verb === "events") return { status: 200, body: [event(id)] }
  return { status: 200, body: { ...aggregate, paymentMethod: { type: "WALLET" }, profile: {} } }
}

function actOnWebhooks(asked: FakeRequest, webhooks: FakeMobilePay["webhooks"], id?: string): FakeAnswer {
  if (asked.method === "GET") return { status: 200, body: { webhooks } }
  if (asked.method === "DELETE") {
    const at = webhooks.findIndex((one) => one.id === id)
    if (at < 0) return { status: 404, body: problem(404) }
    webhooks.splice(at, 1)
    return { status: 204 }
  }
  const made = { id: crypto.randomUUID(), ...(asked.body as { url: string; events: string[] }) }
  webhooks.push(made)
  return { status: 201, body: { id: made.id, secret: `secret-of-${made.id}` } }
}

function amounts() {
  const of = (value: number) => ({ currency: "DKK", value })
  const aggregate = {
    authorizedAmount: of(125_000),
    capturedAmount: of(0),
    refundedAmount: of(0),
    cancelledAmount: of(0),
  }
  return { amount: of(125_000), aggregate }
}

export function event(reference: string) {
  return {
    reference,
    pspReference: "fe9af7ed-fb01-4242-acf9-2571e635c841",
    name: "CREATED",
    amount: { currency: "DKK", value: 125 },
    timestamp: "2025-12-13T16:05:49.825Z",
    idempotencyKey: "c53b1f3f-73ad-4f1c-8a21-927e92224fa5",
    success: true,
  }
}

export function problem(status: number, code?: string, detail = "One or more errors occurred.") {
  return {
    type: "https://developer.vippsmobilepay.com/docs/APIs/epayment-api/",
    title: "Error",
    status,
    detail,
    traceId: "00-bb841c551513e233de8a01472013fa9f-542c71e40916a6ce-00",
    ...(code ? { extraDetails: [{ name: "ErrorCode", reason: code }] } : {}),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString("utf8")
}

function toRequest(request: IncomingMessage, text: string): FakeRequest {
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers as Record<string, string | undefined>,
    body: text === "" ? null : JSON.parse(text),
  }
}

function answer(response: ServerResponse, reply: FakeReply): void {
  if (reply === "silence") return
  if (reply === "cut") return void response.destroy()
  const type = reply.status < 400 ? "application/json" : "application/problem+json"
  response.writeHead(reply.status, { "content-type": type, ...reply.headers })
  response.end(reply.raw ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body)))
}
