import { createHmac } from "node:crypto"
import type pg from "pg"
import type { Clock } from "../../../platform/clock/index.ts"

/** How much may be tried: `burst` at once, then one each `refillSeconds`. It refills by itself and never locks for good. */
export interface Budget {
  /** What is counted, and whose; stored as an HMAC. */
  of: string
  burst: number
  refillSeconds: number
}

export interface Budgets {
  /** Takes one try of each, committed before anything is compared; false when one is used up. */
  spend(budgets: readonly Budget[]): Promise<boolean>
  /** Makes budgets whole again, after a success. */
  restore(budgets: readonly Budget[]): Promise<void>
  /** Forgets budgets that are whole. */
  sweep(): Promise<void>
}

/** GCRA in one statement a budget, so that restarts, parallel tries and further servers count the same (R41). */
export function openBudgets(pool: pg.Pool, key: Buffer, clock: Clock): Budgets {
  const keyOf = (budget: Budget) => createHmac("sha256", key).update(budget.of).digest()
  return {
    async spend(budgets) {
      for (const budget of budgets) {
        if (!(await spendOne(pool, keyOf(budget), budget, clock.now()))) return false
      }
      return true
    },
    async restore(budgets) {
      await pool.query("delete from budgets where key = any ($1)", [budgets.map(keyOf)])
    },
    async sweep() {
      await pool.query("delete from budgets where full_at < $1", [clock.now()])
    },
  }
}

async function spendOne(pool: pg.Pool, key: Buffer, budget: Budget, now: Date): Promise<boolean> {
  const step = budget.refillSeconds * 1000
  const oneSpent = new Date(now.getTime() + step)
  const allSpent = new Date(now.getTime() + step * budget.burst)
  // Where the clock was set back, `least` keeps the wait to that of an empty budget.
  const result = await pool.query<{ refused: boolean }>(
    `insert into budgets as b (key, full_at, refused) values ($1, $2, false)
     on conflict (key) do update set
       refused = greatest(b.full_at, $3) + make_interval(secs => $5) > $4,
       full_at = case when greatest(b.full_at, $3) + make_interval(secs => $5) > $4
         then least(b.full_at, $4) else greatest(b.full_at, $3) + make_interval(secs => $5) end
     returning refused`,
    [key, oneSpent, now, allSpent, budget.refillSeconds],
  )
  return result.rows[0]?.refused === false
}
