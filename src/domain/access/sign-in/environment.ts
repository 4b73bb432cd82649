import { createHmac } from "node:crypto"
import { CompiledQuery } from "kysely"
import type { ActorEnvironment, Db } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { type Budgets, openBudgets } from "../budgets.ts"

/** What the verbs of signing in work with. The keys come from a secret that is not in the database. */
export interface SignInEnvironment extends ActorEnvironment {
  secrets: Secrets
}

/** What an address is counted and found again by, known or not; says nothing without the key. */
export function accountOf(environment: SignInEnvironment, businessId: string, address: string): Buffer {
  const key = environment.secrets.deriveKey("sign-in/account")
  return createHmac("sha256", key).update(`${businessId}\n${address}`).digest()
}

/** HMAC of row and code, so that the column gives nothing away to who has the database alone (R21). */
export function hashCode(environment: SignInEnvironment, secretId: string, code: string): Buffer {
  return createHmac("sha256", environment.secrets.deriveKey("sign-in/code"))
    .update(`${secretId}${code}`)
    .digest()
}

export function addressKey(environment: SignInEnvironment): Buffer {
  return environment.secrets.deriveKey("sign-in/address")
}

/** The budgets of customers, counted in the caller's transaction and by the database's clock. */
export function budgetsIn(environment: SignInEnvironment, db: Db): Budgets {
  return openBudgets(
    async (text, values) => (await db.executeQuery<object>(CompiledQuery.raw(text, values))).rows,
    budgetKey(environment),
  )
}

export function budgetKey(environment: SignInEnvironment): Buffer {
  return environment.secrets.deriveKey("sign-in/budget")
}
