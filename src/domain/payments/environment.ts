import packageFile from "../../../package.json" with { type: "json" }
import type { findPortalAddress } from "../../origins.ts"
import type { Clock } from "../../platform/clock/index.ts"
import type { Database } from "../../platform/database/index.ts"
import type { Log } from "../../platform/log/index.ts"
import type { Secrets } from "../../platform/secrets/index.ts"

/** What payments need of the running program. */
export interface PaymentEnvironment {
  database: Database
  clock: Clock
  secrets: Secrets
  log: Log
  /** Names the simulator, where that is asked in place of MobilePay, and the address payers come back to. */
  config: { readonly mobilePaySimulator: string | null } & Parameters<typeof findPortalAddress>[0]
}

/** Of this Kvit; told to the provider with every call. */
export const kvitVersion: string = packageFile.version
