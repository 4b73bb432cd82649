import { z } from "zod"

const ids = z.array(z.string()).default([])

/** What the database tells once a transaction is committed; see migrations/0016_live.sql. */
const noticeSchema = z.object({
  /** Null of staff sessions, which know none. */
  business: z.string().nullable().default(null),
  customers: ids,
  documents: ids,
  attempts: ids,
  sessions: ids,
  staff: ids,
  /** What those named may see may have changed or ended. */
  access: z.boolean().default(false),
})
export type Notice = z.output<typeof noticeSchema>

/** Reads a notice. Throws on one that no trigger of ours writes. */
export function readNotice(text: string): Notice {
  return noticeSchema.parse(JSON.parse(text))
}

/** What a page that watches shows. */
export type Subject =
  /** All of the customers somebody is let in for. */
  | { kind: "customer" }
  | { kind: "document"; id: string }
  | { kind: "payment"; id: string }
  /** The whole business; or a document, a customer or an attempt to pay of it alone. */
  | { kind: "staff"; id: string | null }

/** Who watches, as found out when last asked. */
export interface Sight {
  businessId: string
  sessionId: string
  staffId: string | null
  customerIds: readonly string[]
  /** The documents they are held to, where they came in by the links of some. */
  documentIds: readonly string[]
  /** Until the session ends if it is not used any more. */
  lastsMs: number
}

/** Names nothing, and so means anything of its business. */
export function isBroad(notice: Notice): boolean {
  return namesIn(notice).length === 0
}

function namesIn({ customers, documents, attempts, sessions, staff }: Notice): string[] {
  return [...customers, ...documents, ...attempts, ...sessions, ...staff]
}

/** By which a notice is looked up: those of `reaches` are found among those that share a key with it. */
export function keysOf(notice: Notice): string[] {
  if (isBroad(notice)) return notice.business === null ? [] : [notice.business]
  return [...namesIn(notice), `staff of ${notice.business}`]
}

/** Where whoever watches is looked up. */
export function keysFor(subject: Subject, sight: Sight): string[] {
  const { businessId, sessionId, staffId, customerIds, documentIds } = sight
  const own = [businessId, sessionId, ...customerIds, ...documentIds, ...(staffId === null ? [] : [staffId])]
  if (subject.kind === "customer") return own
  return [...own, subject.id ?? `staff of ${businessId}`]
}

/** Whether a notice is for whoever watches this. */
export function reaches(notice: Notice, subject: Subject, sight: Sight): boolean {
  if (notice.business !== null && notice.business !== sight.businessId) return false
  if (notice.sessions.includes(sight.sessionId)) return true
  if (sight.staffId !== null && notice.staff.includes(sight.staffId)) return true
  if (subject.kind === "staff") {
    if (notice.access) return false
    const { id } = subject
    return (
      id === null ||
      isBroad(notice) ||
      [notice.documents, notice.customers, notice.attempts].some((named) => named.includes(id))
    )
  }
  if (isBroad(notice)) return true
  const isTheirs = notice.customers.some((customer) => sight.customerIds.includes(customer))
  if (subject.kind === "customer") return isTheirs
  if (notice.access && (isTheirs || notice.documents.some((id) => sight.documentIds.includes(id))))
    return true
  return (subject.kind === "document" ? notice.documents : notice.attempts).includes(subject.id)
}
