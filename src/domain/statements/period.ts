import { addDays } from "../../platform/clock/index.ts"

/** What a statement may be asked for by name. Those that are not over yet go to today. */
export const periodNames = [
  "this_month",
  "last_month",
  "this_quarter",
  "this_year",
  "last_year",
  "all",
] as const
export type PeriodName = (typeof periodNames)[number]

/** Dates `YYYY-MM-DD`, both within the period. `from` is null where it goes back to the first entry. */
export interface Period {
  name: PeriodName | "own"
  from: string | null
  to: string
}

/** As it stands in an address. */
export interface PeriodQuery {
  period?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export type PeriodProblem = "no_date" | "before_from"

export type ReadPeriod =
  | { ok: true; period: Period }
  | { ok: false; problems: Partial<Record<"from" | "to", PeriodProblem>> }

/**
 * Reads a period from an address: dates of one's own where one of them is given, else a name. This year is what is
 * shown to who asks for nothing. Dates that are none, and an end before its beginning, are told, never guessed at.
 */
export function readPeriod(query: PeriodQuery, today: string): ReadPeriod {
  const from = query.from?.trim()
  const to = query.to?.trim()
  if (!from && !to) return { ok: true, period: namedPeriod(toName(query.period), today) }
  const problems: Partial<Record<"from" | "to", PeriodProblem>> = {}
  if (from && !isDate(from)) problems.from = "no_date"
  if (to && !isDate(to)) problems.to = "no_date"
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const end = to || today
  if (from && end < from) return { ok: false, problems: { [to ? "to" : "from"]: "before_from" } }
  return { ok: true, period: { name: "own", from: from || null, to: end } }
}

function toName(text: string | undefined): PeriodName {
  return periodNames.find((name) => name === text) ?? "this_year"
}

/** The dates of a period by name, as of `today`. */
export function namedPeriod(name: PeriodName, today: string): Period {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  switch (name) {
    case "this_month":
      return { name, from: firstOf(year, month), to: today }
    case "last_month":
      return { name, from: firstOf(year, month - 1), to: addDays(firstOf(year, month), -1) }
    case "this_quarter":
      return { name, from: firstOf(year, month - ((month - 1) % 3)), to: today }
    case "this_year":
      return { name, from: firstOf(year, 1), to: today }
    case "last_year":
      return { name, from: firstOf(year - 1, 1), to: addDays(firstOf(year, 1), -1) }
    case "all":
      return { name, from: null, to: today }
  }
}

/** The first day of a month; month 0 is December of the year before. */
function firstOf(year: number, month: number): string {
  const [inYear, inMonth] = month < 1 ? [year - 1, month + 12] : [year, month]
  return `${String(inYear).padStart(4, "0")}-${String(inMonth).padStart(2, "0")}-01`
}

/** A day of the calendar that the database knows too, and that people mean: of this century or the two beside it. */
function isDate(text: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
