import { sql } from "kysely"
import type { WorkActor } from "../../platform/database/index.ts"
import type { EventKind } from "./catalogue.ts"

export interface RecordedEvent {
  id: string
  at: Date
  kind: EventKind
  actorKind: "staff" | "customer" | "door" | "system"
  way: string | null
  staffName: string | null
  customer: { id: string; name: string } | null
  document: { id: string; kind: "quote" | "order" | "invoice" | "credit_note"; number: string } | null
  data: Record<string, unknown>
}

export interface EventPage {
  events: RecordedEvent[]
  /** The key the next, older page goes on from; null at the end. */
  older: string | null
}

/** What happened, newest first: overall, or of one customer or one document. */
export async function listEvents(
  actor: WorkActor,
  options: {
    customerId?: string | undefined
    documentId?: string | undefined
    before?: string | undefined
    limit: number
  },
): Promise<EventPage> {
  const rows = await actor.transaction((db) => {
    let query = db
      .selectFrom("events as e")
      .leftJoin("staff_members as s", (join) =>
        join.onRef("s.business_id", "=", "e.business_id").onRef("s.id", "=", "e.staff_id"),
      )
      .leftJoin("customers as c", (join) =>
        join.onRef("c.business_id", "=", "e.business_id").onRef("c.id", "=", "e.customer_id"),
      )
      .leftJoin("documents as d", (join) =>
        join.onRef("d.business_id", "=", "e.business_id").onRef("d.id", "=", "e.document_id"),
      )
      .select(["e.id", "e.at", "e.kind", "e.actor_kind", "e.way", "e.data", "e.customer_id", "e.document_id"])
      .select([
        "s.name as staff_name",
        "c.name as customer_name",
        "d.kind as document_kind",
        "d.number as document_number",
      ])
      .where("e.business_id", "=", actor.businessId)
      .orderBy("e.id", "desc")
      .limit(options.limit + 1)
    if (options.customerId) query = query.where("e.customer_id", "=", options.customerId)
    if (options.documentId) query = query.where("e.document_id", "=", options.documentId)
    if (options.before) query = query.where("e.id", "<", options.before)
    return query.execute()
  })
  const page = rows.slice(0, options.limit)
  return {
    events: page.map((row) => ({
      id: row.id,
      at: row.at,
      kind: row.kind as EventKind,
      actorKind: row.actor_kind as RecordedEvent["actorKind"],
      way: row.way,
      staffName: row.staff_name,
      customer:
        row.customer_id && row.customer_name ? { id: row.customer_id, name: row.customer_name } : null,
      document:
        row.document_id && row.document_kind && row.document_number
          ? {
              id: row.document_id,
              kind: row.document_kind as NonNullable<RecordedEvent["document"]>["kind"],
              number: row.document_number,
            }
          : null,
      data: row.data as Record<string, unknown>,
    })),
    older: rows.length > options.limit ? (page.at(-1)?.id ?? null) : null,
  }
}

export interface ViewSummary {
  action: "viewed" | "downloaded"
  /** By which way in: a portal token, later a sign-in or a document link. */
  way: string
  first: Date
  last: Date
  times: number
}

/** How often customers looked at a document or took its PDF, by each way in. Staff and previews never count. */
export async function summarizeViews(actor: WorkActor, documentId: string): Promise<ViewSummary[]> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("events")
      .select((b) => [
        "kind",
        "way",
        b.fn.min("at").as("first"),
        b.fn.max("at").as("last"),
        sql<number>`count(*)::int`.as("times"),
      ])
      .where("business_id", "=", actor.businessId)
      .where("document_id", "=", documentId)
      .where("actor_kind", "=", "customer")
      .where("kind", "in", ["document.viewed", "document.downloaded"])
      .groupBy(["kind", "way"])
      .orderBy("kind", "desc")
      .execute(),
  )
  return rows.map((row) => ({
    action: row.kind === "document.viewed" ? "viewed" : "downloaded",
    way: row.way ?? "",
    first: row.first,
    last: row.last,
    times: row.times,
  }))
}
