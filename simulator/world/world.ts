import { type FaultList, openFaults } from "../faults/faults.ts"
import { type HoldList, openHolds } from "../faults/holds.ts"
import { readState, writeState } from "./file.ts"
import type { State } from "./state.ts"

/** A call that came in, for whoever wants to know what was asked and how often. */
export interface Call {
  at: number
  call: string
  reference: string | null
  idempotencyKey: string | null
  /** 0: the connection was cut. null: not answered yet. */
  status: number | null
}

export interface Settings {
  /** Whether calls are counted and refused with 429. */
  limits: boolean
  /** How long an endpoint may take to answer a webhook, in real milliseconds. */
  webhookTimeoutMs: number
  /** Numbers without a user: error 7010. */
  unknownNumbers: string[]
}

/** Everything the simulator's parts share. */
export interface World {
  state: State
  settings: Settings
  faults: FaultList
  holds: HoldList
  calls: Call[]
  /** Where people reach the pages, without a slash at the end. */
  publicUrl: string
  now(): number
  /** Keeps what was changed, and wakes whatever waits for changes. */
  commit(): void
  onCommit(listener: () => void): void
}

const mostCalls = 1_000

/** Opens the state kept in `dataFile`, or an empty one that is kept nowhere. */
export function openWorld(dataFile: string | null): World {
  const state = readState(dataFile)
  const listeners: (() => void)[] = []
  const now = () => Date.now() + state.clockOffset
  return {
    state,
    settings: { limits: true, webhookTimeoutMs: 10_000, unknownNumbers: ["4500000000"] },
    faults: openFaults(),
    holds: openHolds(now),
    calls: [],
    publicUrl: "",
    now,
    commit: () => {
      writeState(dataFile, state)
      for (const listener of listeners) listener()
    },
    onCommit: (listener) => {
      listeners.push(listener)
    },
  }
}

export function rememberCall(world: World, call: Call): void {
  world.calls.push(call)
  if (world.calls.length > mostCalls) world.calls.shift()
}
