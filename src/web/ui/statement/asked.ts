import {
  type Period,
  type PeriodQuery,
  type ReadPeriod,
  readPeriod,
} from "../../../domain/statements/index.ts"

/** What of a statement stands in an address or a form: whose, in which currency, for which period. */
export interface StatementQuery extends PeriodQuery {
  customer?: string | undefined
  currency?: string | undefined
}

/** Reads it from an address or a form; what is no text is not there. */
export function toStatementQuery(given: Record<string, unknown>): StatementQuery {
  const text = (name: string) => {
    const value = given[name]
    // Nothing in it is longer than an id; control characters are nobody's.
    return typeof value === "string" && /^[^\p{Cc}]{1,60}$/u.test(value.trim()) ? value.trim() : undefined
  }
  return {
    customer: text("customer"),
    currency: text("currency"),
    period: text("period"),
    from: text("from"),
    to: text("to"),
  }
}

/** What is asked for, once it is known whose account it is. */
export interface StatementChoice {
  /** Null where the visitor has but one. */
  customer: string | null
  currency: string
  currencies: readonly string[]
  /** As it stands in the address. */
  typed: PeriodQuery
  period: ReadPeriod
}

/** The choice of currency and period; null for a currency the account has nothing in. */
export function chooseStatement(
  query: StatementQuery,
  given: { customer: string | null; currencies: readonly string[]; today: string },
): StatementChoice | null {
  const { customer, currencies, today } = given
  const currency = query.currency ?? currencies[0]
  if (currency === undefined || !currencies.includes(currency)) return null
  const { period, from, to } = query
  return {
    customer,
    currency,
    currencies,
    typed: { period, from, to },
    period: readPeriod({ period, from, to }, today),
  }
}

/** The address's query of a choice, with something else chosen; what goes without saying is left out. */
export function queryOf(
  choice: StatementChoice,
  changed: { customer?: string | null; currency?: string; period?: Period | PeriodQuery } = {},
): Record<string, string | undefined> {
  const customer = changed.customer ?? choice.customer
  const currency = changed.currency ?? choice.currency
  const isOther = changed.customer !== undefined && changed.customer !== choice.customer
  return {
    customer: customer ?? undefined,
    // Another account has currencies of its own.
    currency: isOther || currency === choice.currencies[0] ? undefined : currency,
    ...periodQuery(changed.period ?? (choice.period.ok ? choice.period.period : choice.typed)),
  }
}

function periodQuery(period: Period | PeriodQuery): PeriodQuery {
  if (!("name" in period)) return period
  if (period.name === "own") return { from: period.from ?? undefined, to: period.to }
  return { period: period.name === "this_year" ? undefined : period.name }
}
