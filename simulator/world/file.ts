import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { createState, type State } from "./state.ts"

/** Where finished things are forgotten, so that the file stays small. */
const mostPayments = 2_000
const mostDeliveries = 1_000
const mostAnswers = 5_000

/** What the file holds; a new state where there is none. Throws where it holds something else. */
export function readState(file: string | null): State {
  if (!file || !existsSync(file)) return createState()
  const state = JSON.parse(readFileSync(file, "utf8")) as State
  if (state.version !== 1) throw new Error(`${file} is not the state of this simulator.`)
  return state
}

/** Written whole and renamed, before the answer goes out: who was answered finds it again after a crash. */
export function writeState(file: string | null, state: State): void {
  forgetOld(state)
  if (!file) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${file}.part`, file)
}

function forgetOld(state: State): void {
  if (state.payments.length > mostPayments) state.payments.splice(0, state.payments.length - mostPayments)
  if (state.deliveries.length > mostDeliveries) {
    const waiting = state.deliveries.filter((each) => each.state === "waiting")
    const finished = state.deliveries.filter((each) => each.state !== "waiting")
    state.deliveries = [...finished.slice(-mostDeliveries / 2), ...waiting]
  }
  const keys = Object.keys(state.answers)
  for (const key of keys.slice(0, Math.max(0, keys.length - mostAnswers))) delete state.answers[key]
}
