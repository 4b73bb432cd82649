import { sql } from "kysely"
import type { Db } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import type { EventKind } from "./catalogue.ts"

export interface EventSubject {
  customerId?: string | undefined
  documentId?: string | undefined
  /** Ids, counts and words of our own; never a name, an address or a secret. */
  data?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>
}

/**
 * Records what happened, in the transaction of its cause, so that both are there or neither. Who did it,
 * for which business and by which way is signed by the actor's transaction (column defaults), not said here.
 */
export async function recordEvent(db: Db, kind: EventKind, subject: EventSubject = {}): Promise<void> {
  await db
    .insertInto("events")
    .values({
      business_id: sql<string>`business()`,
      id: newId(),
      kind,
      customer_id: subject.customerId ?? null,
      document_id: subject.documentId ?? null,
      data: JSON.stringify(subject.data ?? {}),
    })
    .execute()
}

/** Records the same of many subjects, as a set. Nothing for none. */
export async function recordEvents(
  db: Db,
  kind: EventKind,
  subjects: readonly EventSubject[],
): Promise<void> {
  const rows = subjects.map((subject) => ({
    id: newId(),
    customer_id: subject.customerId ?? null,
    document_id: subject.documentId ?? null,
    data: subject.data ?? {},
  }))
  for (let from = 0; from < rows.length; from += setSize) {
    await sql`
      insert into events (business_id, id, kind, customer_id, document_id, data)
      select business(), id, ${kind}, customer_id, document_id, data
      from json_to_recordset(${JSON.stringify(rows.slice(from, from + setSize))}::json)
        as subject (id uuid, customer_id uuid, document_id uuid, data jsonb)`.execute(db)
  }
}

/** Rows written by one statement (design page, "Rules for data"). */
const setSize = 500
