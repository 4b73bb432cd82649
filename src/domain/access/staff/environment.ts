import type pg from "pg"
import type { Clock } from "../../../platform/clock/index.ts"
import { type Database, openPool } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { type Budgets, openBudgets } from "../budgets.ts"
import { type CookieNames, nameCookies } from "./cookies.ts"
import { type Library, loadLibrary } from "./library.ts"

export interface StaffAccountOptions {
  database: Database
  secrets: Secrets
  clock: Clock
  /** False only over plain http outside production. */
  secureCookies: boolean
  /** Off in the demo alone. */
  requireSecondFactor: boolean
}

/** What every verb of the staff accounts works with. */
export interface StaffEnvironment extends StaffAccountOptions {
  cookies: CookieNames
  /** Runs as the role `kvit_auth`, which sees the schema of the same name and nothing else. */
  pool: pg.Pool
  budgets: Budgets
  deviceKey: Buffer
  codeKey: Buffer
  /** Loads the library at the first call. */
  library(): Promise<Library>
}

export function createStaffEnvironment(options: StaffAccountOptions): StaffEnvironment {
  const { database, secrets, clock, secureCookies } = options
  const cookies = nameCookies(secureCookies)
  const pool = openPool(database.app, {
    max: 3,
    name: "kvit staff",
    as: { role: "kvit_auth", schema: "kvit_auth" },
  })
  let loading: Promise<Library> | null = null
  return {
    ...options,
    cookies,
    pool,
    budgets: openBudgets(
      async (text, values) => (await pool.query<object>(text, values)).rows,
      secrets.deriveKey("staff-accounts/budget"),
      () => clock.now(),
    ),
    deviceKey: secrets.deriveKey("staff-accounts/device"),
    codeKey: secrets.deriveKey("staff-accounts/code"),
    library() {
      loading ??= loadLibrary({ pool, secrets, clock, cookies, secureCookies })
      return loading
    },
  }
}
