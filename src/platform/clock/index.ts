/** The time, from one place, so that tests can set it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

const dateFormats = new Map<string, Intl.DateTimeFormat>()

/** The calendar date, `YYYY-MM-DD`, at `moment` in an IANA time zone such as `Europe/Copenhagen`. */
export function dateIn(timeZone: string, moment: Date): string {
  const known = dateFormats.get(timeZone)
  // Making a format takes longer than all else a page does with dates.
  const format = known ?? new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" })
  if (!known) dateFormats.set(timeZone, format)
  return format.format(moment)
}

/** Whole days from `from` to `to`, both `YYYY-MM-DD`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** The date `days` after `date`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}
