/** What every page can reach, and what the guards have found out about the request. */
import type { Context } from "hono"
import type { Config } from "../config.ts"
import type { StaffAccounts } from "../domain/access/index.ts"
import type { BusinessFace } from "../domain/settings/index.ts"
import type { Clock } from "../platform/clock/index.ts"
import type { CustomerActor, Database, StaffActor } from "../platform/database/index.ts"
import type { Language } from "../platform/language/index.ts"
import type { Live } from "../platform/live/index.ts"
import type { Log } from "../platform/log/index.ts"
import type { Secrets } from "../platform/secrets/index.ts"

/** The parts of the running program that outlive a request. */
export interface Kvit {
  config: Config
  database: Database
  secrets: Secrets
  clock: Clock
  log: Log
  staffAccounts: StaffAccounts
  live: Live
  /** Loads the sample business's data; offered at set-up. */
  loadSample: (businessId: string) => Promise<void>
}

export interface BaseVariables {
  kvit: Kvit
  /** Of this request, shown with errors and written to the log. */
  requestId: string
  /** The business whose host was asked; empty before set-up, when only set-up answers. */
  businessId: string
  business: BusinessFace
  /** The date it is at the business, `YYYY-MM-DD`. */
  today: string
  language: Language
  /** Whether this browser chose its language; else that of the customer signed in is spoken. */
  languageChosen: boolean
  /** IPv4 address or IPv6 /64 of who asks, as far as trusted proxies tell. */
  clientNetwork: string
}

/** What the guard found out besides who it is. */
export interface Visit {
  /** Whether the thing in the address is theirs to see; a page finds that out by itself. */
  sees: boolean
  /** Until the session ends if it is not used any more, in milliseconds. */
  lastsMs: number
}

export type AnyContext = Context<{ Variables: BaseVariables }>
/** A request of a member of staff, once the guard has found out who it is. */
export type StaffContext = AnyContext & { readonly var: { readonly actor: StaffActor } }
/** A request of a customer, once the guard has found out who it is. */
export type PortalContext = AnyContext & {
  readonly var: { readonly actor: CustomerActor; readonly visit: Visit }
}
