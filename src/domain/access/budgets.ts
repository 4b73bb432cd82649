import { createHmac } from "node:crypto"

/** How much may be tried: `burst` at once, then one each `refillSeconds`. It refills by itself and never locks for good. */
export interface Budget {
  /** What is counted, and whose; stored as an HMAC. */
  of: string
  burst: number
  refillSeconds: number
}

export interface Budgets {
  /** Takes one try of each, committed before anything is compared; of none, and false, when one is used up. */
  spend(budgets: readonly Budget[]): Promise<boolean>
  /** Whether no try is left, without taking one. */
  isUsedUp(budget: Budget): Promise<boolean>
  /** Gives one try back, where it was none of those that are counted. */
  giveBack(budget: Budget): Promise<void>
  /** Makes budgets whole again, after a success. */
  restore(budgets: readonly Budget[]): Promise<void>
  /** Forgets budgets that are whole. */
  sweep(): Promise<void>
}

/** Keys, bursts and seconds, as `kvit_installation.spend` takes them. */
export function toArrays(budgets: readonly Budget[], key: Buffer): [Buffer[], number[], number[]] {
  return [
    budgets.map((budget) => keyOf(budget, key)),
    budgets.map((budget) => budget.burst),
    budgets.map((budget) => budget.refillSeconds),
  ]
}

function keyOf(budget: Budget, key: Buffer): Buffer {
  return createHmac("sha256", key).update(budget.of).digest()
}

/** Runs one statement and commits it, as a role that may use the budgets. */
export type BudgetQuery = (text: string, values: unknown[]) => Promise<readonly object[]>

/**
 * GCRA rows in the database, so that restarts, parallel tries and further servers count the same (R41). The time
 * is the database's, unless `now` gives another.
 */
export function openBudgets(query: BudgetQuery, key: Buffer, now: () => Date | null = () => null): Budgets {
  return {
    async spend(budgets) {
      const rows = await query(
        `select kvit_installation.spend($1, $2, $3, coalesce($4::timestamptz, clock_timestamp())) as spent`,
        [...toArrays(budgets, key), now()],
      )
      return isTrue(rows, "spent")
    },
    async isUsedUp(budget) {
      const rows = await query(
        `select full_at + make_interval(secs => $2) > coalesce($3::timestamptz, clock_timestamp()) + make_interval(secs => $4) as used
         from kvit_installation.budgets where key = $1`,
        [keyOf(budget, key), budget.refillSeconds, now(), budget.refillSeconds * budget.burst],
      )
      return isTrue(rows, "used")
    },
    async giveBack(budget) {
      await query(
        "update kvit_installation.budgets set full_at = full_at - make_interval(secs => $2) where key = $1",
        [keyOf(budget, key), budget.refillSeconds],
      )
    },
    async restore(budgets) {
      await query("delete from kvit_installation.budgets where key = any ($1)", [
        budgets.map((budget) => keyOf(budget, key)),
      ])
    },
    async sweep() {
      await query(
        "delete from kvit_installation.budgets where full_at < coalesce($1::timestamptz, clock_timestamp())",
        [now()],
      )
    },
  }
}

function isTrue(rows: readonly object[], name: string): boolean {
  const row = rows[0]
  return row !== undefined && Reflect.get(row, name) === true
}
