/**
 * A payer approves at the provider, which tells Kvit by its webhook; the payer's page is open. The provider is the
 * simulator, in this process. Timed from the moment the webhook's request is sent.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { setTimeout as wait } from "node:timers/promises"
import type { Simulator } from "../../simulator/index.ts"
import { readConfig } from "../../src/config.ts"
import { findPortalSession } from "../../src/domain/access/index.ts"
import {
  findAttempt,
  type PaymentEnvironment,
  registerWebhook,
  saveMobilePaySettings,
  startPayment,
} from "../../src/domain/payments/index.ts"
import { type CustomerActor, withClient } from "../../src/platform/database/index.ts"
import { routes } from "../../src/routes.ts"
import type { Ground } from "../ground/open-ground.ts"
import type { Round } from "../live.ts"
import type { WatchedPage } from "../load/watchers.ts"
import { cookieOf } from "../servers/kvit-server.ts"
import { loadSimulator } from "../servers/load-simulator.ts"
import { startBareServer } from "../servers/start-bare.ts"
import { now, type Watchers, withWatchers } from "./open-watchers.ts"
import { makeSessions, type OpenInvoice, type Session } from "./sessions.ts"

const warmRounds = 20
const rounds = 300

type Unit = ReturnType<Simulator["control"]["units"]>[number]

interface Provider {
  ground: Ground
  environment: PaymentEnvironment
  simulator: Simulator
}

/**
 * The limit is a request to a bare server that writes one row and tells it, until one bare connection hears of it: what
 * a webhook would take of which nothing had to be verified, asked about or booked.
 */
export async function measureWebhooks(
  ground: Ground,
  { invoices, pages }: { invoices: readonly OpenInvoice[]; pages: readonly WatchedPage[] },
): Promise<Round[]> {
  const payers = await makeSessions(ground, invoices, warmRounds + rounds)
  const { sampleUnit, startSimulator } = await loadSimulator()
  const simulator = await startSimulator()
  const own = { KVIT_ENV: "development", MOBILEPAY_SIMULATOR: simulator.url }
  const config = readConfig({ KVIT_DATA: ground.folder, LOG_LEVEL: "silent", ...own })
  const provider: Provider = { ground, simulator, environment: { ...ground.runtime, config } }
  try {
    const work = async (server: { port: number }, watchers: Watchers) => {
      await setUp(provider, sampleUnit, `http://127.0.0.1:${server.port}`)
      return withLimit(ground, async (measureLimit) => {
        const measured: Round[] = []
        for (const payer of payers) {
          const limit = await measureLimit()
          measured.push({ limit, ...(await measureRound(provider, watchers, payer)) })
        }
        return measured.slice(warmRounds)
      })
    }
    return await withWatchers(ground, pages, work, own)
  } finally {
    await simulator.stop()
  }
}

/** As a business sets it up in the simulator's sales unit. */
async function setUp(
  { ground, environment, simulator }: Provider,
  unit: Unit,
  origin: string,
): Promise<void> {
  simulator.control.setUnit(unit.msn, { pushAllowed: true })
  const form = {
    enabled: true,
    environment: "test",
    merchantSerialNumber: unit.msn,
    clientId: unit.clientId,
    clientSecret: unit.clientSecret,
    subscriptionKey: unit.subscriptionKey,
    currency: "DKK",
    brand: "mobilepay",
    pushAllowed: true,
    cardAllowed: false,
    partPaymentAllowed: true,
    leastPartPayment: "1,00",
    prepaymentCapture: "by_hand",
  } as const
  const saved = await saveMobilePaySettings(environment, ground.system, form, "da")
  if (!saved.ok) throw new Error(`The settings were refused: ${JSON.stringify(saved.problems)}`)
  const registered = await registerWebhook(
    environment,
    ground.system,
    (id) => `${origin}${routes.callbacks.mobilePay.to({ id })}`,
  )
  if (!registered.ok) throw new Error(`The webhook was refused: ${registered.problem}`)
}

async function measureRound(
  provider: Provider,
  watchers: Watchers,
  payer: Session,
): Promise<Omit<Round, "limit">> {
  const { ground, environment, simulator } = provider
  const session = await findPortalSession(environment, ground.businessId, payer.secret)
  if (!session) throw new Error("The session lets nobody in.")
  const { attemptId, reference } = await begin(provider, session.actor, payer.invoice)
  const page = {
    cookie: cookieOf(payer.secret, false),
    path: routes.portal.paymentEvents.to({ id: attemptId }),
    page: routes.portal.payment.to({ id: attemptId }),
  }
  watchers.forget()
  const stream = await watchers.open(page)
  // A page that does not say how old it is is told to read itself at once.
  await watchers.firstOf("read", [stream])
  await simulator.control.settled()
  await wait(40)
  watchers.forget()
  const sent = nextRequest(routes.callbacks.mobilePay.to({ id: "" }))
  const approved = simulator.control.approve(reference)
  if (!approved.ok) throw new Error("The payment could not be approved.")
  const [read = Number.NaN] = await watchers.firstOf("read", [stream])
  const [told = Number.NaN] = await watchers.firstOf("told", [stream])
  const began = await sent
  while ((await findAttempt(session.actor, attemptId))?.state !== "completed") await wait(10)
  await simulator.control.settled()
  watchers.close(stream)
  return { told: told - began, read: read - began }
}

async function begin({ environment, simulator }: Provider, actor: CustomerActor, invoice: OpenInvoice) {
  const { documentId, balance } = invoice
  const outcome = await startPayment(environment, actor, {
    documentId,
    amount: balance,
    shownOpen: balance,
    phone: "12 34 56 78",
    method: "wallet",
  })
  if (!outcome.ok) throw new Error(`The payment was refused: ${outcome.reason}.`)
  const payment = simulator.control.payments().find(({ state }) => state === "CREATED")
  if (!payment) throw new Error("The provider has no payment.")
  return { attemptId: outcome.attemptId, reference: payment.reference }
}

/** The moment this process sends a request to an address that begins so. */
function nextRequest(path: string): Promise<number> {
  return new Promise((resolve) => {
    const channel = "undici:client:sendHeaders"
    const look = (message: unknown) => {
      const { request } = message as { request: { path: string } }
      if (!request.path.startsWith(path)) return
      unsubscribe(channel, look)
      resolve(now())
    }
    subscribe(channel, look)
  })
}

async function withLimit<T>(
  ground: Ground,
  work: (measureLimit: () => Promise<number>) => Promise<T>,
): Promise<T> {
  const { owner } = ground.runtime.database
  return withClient(owner, async (listening) => {
    await listening.query("create table bench_told (at timestamptz not null); listen bench_told")
    const bare = await startBareServer({
      connection: owner,
      query: {
        name: "tell",
        text: "with told as (insert into bench_told values (now())) select pg_notify('bench_told', '')",
        values: [],
      },
      body: "",
      type: "text/plain",
    })
    try {
      return await work(async () => {
        const heard = new Promise<number>((resolve) => listening.once("notification", () => resolve(now())))
        const began = now()
        await fetch(`http://127.0.0.1:${bare.port}/`, { method: "POST", body: "{}" })
        return (await heard) - began
      })
    } finally {
      await bare.stop()
    }
  })
}
