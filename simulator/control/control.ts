/** What tests and the pages of the simulator may do to it that the provider's interfaces do not offer. */

import { setTimeout as sleep } from "node:timers/promises"
import type { Fault, NewFault } from "../faults/faults.ts"
import { fits, type Hold, type HoldFilter, type Release } from "../faults/holds.ts"
import { cancelPayment, capturePayment, refundPayment } from "../payments/change.ts"
import { approvePayment, declinePayment, expirePayment, ignorePayment, sendToApp } from "../payments/payer.ts"
import { findUnit } from "../payments/payment.ts"
import { type Outcome, refuse } from "../payments/refusals.ts"
import type { Timekeeper } from "../time.ts"
import type { Deliveries } from "../webhooks/deliver.ts"
import { isHeld } from "../webhooks/queue.ts"
import { type Delivery, type Payment, sampleUnit, type Unit } from "../world/state.ts"
import type { Call, Settings, World } from "../world/world.ts"

export interface Control {
  now(): number
  /** Puts the clock forward, stopping at everything that falls due on the way, until its webhooks are answered. */
  advance(ms: number): Promise<void>
  /** Resolves when no webhook is on its way or due. Held, delayed and failed ones are not waited for. */
  settled(): Promise<void>

  units(): Unit[]
  /** Changes a sales unit, or adds one with the sample unit's keys for what is left out. */
  setUnit(msn: string, changes: Partial<Unit>): Unit
  settings(): Settings
  setSettings(changes: Partial<Settings>): Settings

  payments(): Payment[]
  findPayment(reference: string): Payment | null
  /** As the payer: gives a number on the landing page, approves, declines, puts it away. */
  openInApp(reference: string, phoneNumber: string): Outcome<Payment>
  approve(reference: string): Outcome<Payment>
  decline(reference: string): Outcome<Payment>
  ignore(reference: string): Outcome<Payment>
  /** As if the time to approve were over. */
  expire(reference: string): Outcome<Payment>
  /** As somebody at the business in the provider's own portal. */
  capture(reference: string, value: number): Outcome<Payment>
  refund(reference: string, value: number): Outcome<Payment>
  cancel(reference: string): Outcome<Payment>

  faults(): Fault[]
  addFault(fault: NewFault): Fault
  removeFault(id: string): void
  /** Takes away all faults and lets go everything that is held. */
  clearFaults(): void
  holds(): Hold[]
  /** The oldest hold that fits, as soon as there is one; null after `timeoutMs` real milliseconds (10,000). */
  waitForHold(filter?: HoldFilter, timeoutMs?: number): Promise<Hold | null>
  /** Lets go the held calls and webhooks that fit; `call: "delivery"` means webhooks. Says how many those were. */
  release(filter?: HoldFilter, how?: Release): number

  deliveries(): Delivery[]
  /** Sends a webhook again, delivered or not. */
  repeatDelivery(id: string): boolean
  calls(): Call[]
  clearCalls(): void
}

export function createControl(world: World, deliveries: Deliveries, time: Timekeeper): Control {
  const find = (reference: string) =>
    world.state.payments.find((payment) => payment.reference === reference) ?? null
  const change = (reference: string, run: (payment: Payment) => Outcome<Payment>) => {
    const payment = find(reference)
    if (!payment) return refuse(5090)
    const outcome = run(payment)
    world.commit()
    return outcome.ok ? { ok: true as const, value: structuredClone(outcome.value) } : outcome
  }
  return {
    now: world.now,
    advance: time.advance,
    settled: deliveries.settled,
    units: () => structuredClone(world.state.units),
    setUnit: (msn, changes) => setUnit(world, msn, changes),
    settings: () => structuredClone(world.settings),
    setSettings: (changes) => Object.assign(world.settings, changes),
    payments: () => structuredClone(world.state.payments),
    findPayment: (reference) => structuredClone(find(reference)),
    openInApp: (reference, number) => change(reference, (payment) => sendToApp(world, payment, number)),
    approve: (reference) => change(reference, (payment) => approvePayment(world, payment)),
    decline: (reference) => change(reference, (payment) => declinePayment(world, payment)),
    ignore: (reference) => change(reference, ignorePayment),
    expire: (reference) => change(reference, (payment) => expirePayment(world, payment)),
    capture: (reference, value) =>
      change(reference, (payment) => {
        const unit = findUnit(world, payment.msn)
        return unit ? capturePayment(world, unit, payment, value, null) : refuse(5090)
      }),
    refund: (reference, value) => change(reference, (payment) => refundPayment(world, payment, value, null)),
    cancel: (reference) => change(reference, (payment) => cancelPayment(world, payment, false, null)),
    ...createFaultControl(world),
    deliveries: () => structuredClone(world.state.deliveries),
    repeatDelivery: (id) => repeatDelivery(world, id),
    calls: () => structuredClone(world.calls),
    clearCalls: () => world.calls.splice(0),
  }
}

function createFaultControl(world: World) {
  const list = (): Hold[] => [...world.holds.list(), ...world.state.deliveries.filter(isHeld).map(holdOf)]
  const release = (filter: HoldFilter = {}, how: Release = "answer") =>
    world.holds.release(filter, how) + releaseDeliveries(world, filter, how)
  return {
    faults: world.faults.list,
    addFault: world.faults.add,
    removeFault: world.faults.remove,
    clearFaults: () => {
      world.faults.clear()
      release()
    },
    holds: list,
    waitForHold: (filter: HoldFilter = {}, timeoutMs = 10_000) => waitForHold(list, filter, timeoutMs),
    release,
  }
}

function holdOf({ id, reference, createdAt }: Delivery): Hold {
  return { id, call: "delivery", reference, done: false, since: createdAt }
}

const lookEveryMs = 10

async function waitForHold(list: () => Hold[], filter: HoldFilter, timeoutMs: number): Promise<Hold | null> {
  const until = performance.now() + timeoutMs
  for (;;) {
    const found = list().find((hold) => fits(hold, filter))
    if (found || performance.now() >= until) return found ?? null
    await sleep(lookEveryMs)
  }
}

function releaseDeliveries(world: World, filter: HoldFilter, how: Release): number {
  const held = world.state.deliveries.filter((each) => isHeld(each) && fits(holdOf(each), filter))
  for (const delivery of held) {
    delivery.dueAt = world.now()
    if (how === "cut") delivery.state = "dropped"
  }
  if (held.length > 0) world.commit()
  return held.length
}

function repeatDelivery(world: World, id: string): boolean {
  const delivery = world.state.deliveries.find((each) => each.id === id)
  if (!delivery) return false
  Object.assign(delivery, { state: "waiting", dueAt: world.now(), createdAt: world.now(), copies: 1 })
  world.commit()
  return true
}

function setUnit(world: World, msn: string, changes: Partial<Unit>): Unit {
  const found = findUnit(world, msn)
  const unit = { ...(found ?? sampleUnit), ...changes, msn }
  if (found) Object.assign(found, unit)
  else world.state.units.push(unit)
  world.commit()
  return { ...unit }
}
