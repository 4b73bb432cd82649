/** Takes queued events to the registered addresses, as often as it needs. */
import type { Delivery } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { signWebhook } from "./sign.ts"

const second = 1_000
const hour = 3_600_000
const day = 24 * hour
/** After it, a delivery is given up. */
const giveUpAfterMs = 7 * day
/** After it, an address that never answered well is forgotten. */
const forgetAfterMs = 14 * day

export interface Deliveries {
  /** Sends what is due. Events of one payment go one after the other; a failed one holds up those behind it. */
  send(): void
  /** When the next is due; null where none waits for the clock. */
  nextMoment(): number | null
  /** Resolves when nothing is on its way and nothing is due. */
  settled(): Promise<void>
  /** Cuts what is on its way; it is sent again after a start. */
  stop(): Promise<void>
}

export function openDeliveries(world: World): Deliveries {
  const stopping = new AbortController()
  const onTheirWay = new Map<string, Promise<void>>()
  const heads = () => headsOf(world.state.deliveries).filter((each) => !onTheirWay.has(queueOf(each)))
  const due = () => heads().filter((each) => each.dueAt <= world.now())
  const send = () => {
    if (stopping.signal.aborted) return
    forgetDead(world)
    for (const delivery of due()) {
      const queue = queueOf(delivery)
      const sent = attempt(world, delivery, stopping.signal).then(() => {
        onTheirWay.delete(queue)
        if (!stopping.signal.aborted) world.commit()
      })
      onTheirWay.set(queue, sent)
    }
  }
  return {
    send,
    nextMoment: () =>
      heads().reduce<number | null>((least, { dueAt }) => Math.min(least ?? dueAt, dueAt), null),
    settled: async () => {
      while (onTheirWay.size > 0 || (due().length > 0 && !stopping.signal.aborted)) {
        send()
        await Promise.all(onTheirWay.values())
      }
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(onTheirWay.values())
    },
  }
}

const queueOf = (delivery: Delivery) => `${delivery.registrationId} ${delivery.reference}`

/** Of each registration and payment, the one that goes next. */
function headsOf(deliveries: Delivery[]): Delivery[] {
  const heads = new Map<string, Delivery>()
  for (const each of deliveries) {
    if (each.state !== "waiting") continue
    const head = heads.get(queueOf(each))
    if (!head || each.position < head.position) heads.set(queueOf(each), each)
  }
  return [...heads.values()]
}

async function attempt(world: World, delivery: Delivery, stopping: AbortSignal): Promise<void> {
  const registration = world.state.registrations.find((each) => each.id === delivery.registrationId)
  if (!registration) {
    delivery.state = "dropped"
    return
  }
  const body = Buffer.from(delivery.body)
  const headers = {
    ...signWebhook(registration.url, registration.secret, body, new Date(world.now())),
    "Content-Type": "application/json",
    "Webhook-Id": registration.id,
  }
  const timeout = AbortSignal.timeout(world.settings.webhookTimeoutMs)
  const status = await post(registration.url, headers, body, AbortSignal.any([timeout, stopping]))
  if (stopping.aborted) return
  delivery.attempts += 1
  delivery.lastStatus = status
  if (status >= 200 && status < 300) {
    registration.failingSince = null
    delivery.copies -= 1
    if (delivery.copies <= 0) delivery.state = "delivered"
    return
  }
  registration.failingSince ??= world.now()
  delivery.dueAt = world.now() + pauseAfter(delivery.attempts)
  if (delivery.dueAt > delivery.createdAt + giveUpAfterMs) delivery.state = "given_up"
}

/** The status, or 0 where there was none: refused, cut, or too late. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: Buffer,
  signal: AbortSignal,
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      redirect: "manual",
      signal,
    })
    await response.body?.cancel()
    return response.status
  } catch {
    return 0
  }
}

/** Four times about every 2 s, then a minute, two minutes, hourly up to the 29th attempt, then daily. */
export function pauseAfter(attempts: number): number {
  if (attempts <= 4) return 2 * second
  if (attempts === 5) return 60 * second
  if (attempts === 6) return 120 * second
  return attempts < 29 ? hour : day
}

function forgetDead(world: World): void {
  world.state.registrations = world.state.registrations.filter(
    ({ failingSince }) => failingSince === null || world.now() < failingSince + forgetAfterMs,
  )
}
