import { z } from "zod"
import { isId } from "../../../platform/ids/index.ts"

/** The lists of money: what came in, attempts that have not ended, those that came to nothing, what was paid back, and what customers say they paid. */
export const paymentLists = ["received", "under_way", "failed", "refunds", "notices"] as const
export type PaymentList = (typeof paymentLists)[number]

/** A calendar date the database knows too, which has no year 0. */
const date = z.iso.date().refine((text) => text >= "0001-01-01")

const filterSchema = z.object({
  list: z.enum(paymentLists).catch("received").default("received"),
  search: z
    .string()
    .transform((text) => text.toWellFormed().replace(/\p{Cc}/gu, " "))
    .pipe(z.string().trim().max(200))
    .optional()
    .catch(undefined),
  customer: z.string().refine(isId).optional().catch(undefined),
  from: date.optional().catch(undefined),
  to: date.optional().catch(undefined),
  /** The key of the last row of the page before. */
  after: z.string().max(200).optional().catch(undefined),
})

/** What a list of payments is narrowed to; all of it stands in the address. */
export type PaymentFilter = z.output<typeof filterSchema>

/** Reads a filter from an address's query; what makes no sense in it is left out. */
export function readPaymentFilter(query: Record<string, string>): PaymentFilter {
  const filled = Object.fromEntries(Object.entries(query).filter(([, value]) => value.trim() !== ""))
  return filterSchema.parse(filled)
}

export interface PageKey {
  value: string
  id: string
}

export function writePageKey({ value, id }: PageKey): string {
  return `${value}~${id}`
}

/** Reads a key written by `writePageKey`, whose value is a date or a moment; null for anything else. */
export function readPageKey(text: string | undefined, kind: "date" | "moment"): PageKey | null {
  const at = text?.lastIndexOf("~") ?? -1
  if (text === undefined || at < 0) return null
  const key = { value: text.slice(0, at), id: text.slice(at + 1) }
  if (!isId(key.id)) return null
  const isValue = kind === "date" ? date.safeParse(key.value).success : isMoment(key.value)
  return isValue ? key : null
}

/** As the lists write them: UTC with microseconds, as exact as the database keeps it. */
function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) && !Number.isNaN(Date.parse(text))
}

/** A page of rows read with one more than are shown. */
export function cutPage<T>(rows: readonly T[], limit: number, keyOf: (row: T) => PageKey): PageOf<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? writePageKey(keyOf(last)) : null }
}

export interface PageOf<T> {
  rows: T[]
  /** Goes into `after` for the next page; null at the end. */
  next: string | null
}
