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
