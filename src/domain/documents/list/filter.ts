import { z } from "zod"
import { isId } from "../../../platform/ids/index.ts"
import { documentKinds } from "../document-data.ts"

export const sorts = ["date", "due_date", "amount", "number"] as const
export type Sort = (typeof sorts)[number]

/** A calendar date the database knows too, which has no year 0. */
const date = z.iso.date().refine((text) => text >= "0001-01-01")

/** What a list is narrowed to, all of it in the address, so that a list can be bookmarked. */
export const filterSchema = z.object({
  search: z
    .string()
    .transform(withoutControlCharacters)
    .pipe(z.string().trim().max(200))
    .optional()
    .catch(undefined),
  kind: z.enum(documentKinds).optional().catch(undefined),
  /** Unpaid means an open balance; overdue one past its due date; settled invoices paid or credited in full. */
  status: z.enum(["unpaid", "overdue", "settled", "draft"]).optional().catch(undefined),
  /** The id of one customer: documents it receives or owes. */
  customer: z.string().refine(isId).optional().catch(undefined),
  from: date.optional().catch(undefined),
  to: date.optional().catch(undefined),
  sort: z.enum(sorts).catch("date").default("date"),
  direction: z.enum(["down", "up"]).catch("down").default("down"),
  /** The key of the last row of the page before. */
  after: z.string().max(200).optional().catch(undefined),
})
export type DocumentFilter = z.output<typeof filterSchema>

/** Reads a filter from an address's query; what makes no sense in it is left out. */
export function readFilter(query: Record<string, string>): DocumentFilter {
  const filled = Object.fromEntries(Object.entries(query).filter(([, value]) => value.trim() !== ""))
  return filterSchema.parse(filled)
}

/** What no text of a document holds, and the database refuses: control characters and halves of characters. */
const controlCharacters = /\p{Cc}/gu

function withoutControlCharacters(text: string): string {
  return text.toWellFormed().replace(controlCharacters, " ")
}

function hasControlCharacter(text: string): boolean {
  return text !== withoutControlCharacters(text)
}

export interface Key {
  value: string
  id: string
}

export function writeKey(key: Key): string {
  return `${key.value}~${key.id}`
}

/** Reads a key written by `writeKey`; null for anything else. */
export function readKey(text: string | undefined, sort: Sort): Key | null {
  const at = text?.lastIndexOf("~") ?? -1
  if (text === undefined || at < 0) return null
  const key = { value: text.slice(0, at), id: text.slice(at + 1) }
  if (!isId(key.id) || hasControlCharacter(key.value)) return null
  if (sort === "amount") return /^-?\d{1,18}$/.test(key.value) ? key : null
  if (sort === "number") return key
  return date.safeParse(key.value).success ? key : null
}
