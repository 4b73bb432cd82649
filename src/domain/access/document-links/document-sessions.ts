import { sql } from "kysely"
import {
  type ActorEnvironment,
  type CustomerActor,
  createCustomerActor,
  createDoorActor,
} from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { sha256 } from "../../../platform/secrets/index.ts"

export interface DocumentSession {
  /** Sees the documents held and nothing else. */
  actor: CustomerActor
  documentIds: readonly string[]
  language: Language | null
  /** Until it ends if it is not used any more, in milliseconds. */
  lastsMs: number
}

interface EnteredRow {
  session_id: string
  customer_ids: string[]
  document_ids: string[]
  kinds: string[]
  language: Language | null
  seconds_left: number
}

/**
 * Who stands behind a document session's secret, asked anew on every request: with `documentId` an actor for that
 * one document, without it for all the session holds. Null when the session has ended, or no link it was opened by
 * lives for what is asked. Without `isUse` it is a page that watches, which does not keep its session alive.
 */
export async function findDocumentSession(
  environment: ActorEnvironment,
  businessId: string,
  secret: string,
  documentId: string | null,
  isUse = true,
): Promise<DocumentSession | null> {
  const row = await createDoorActor(environment, businessId).transaction(async (db) => {
    const result =
      await sql<EnteredRow>`select * from enter_documents(${businessId}, ${sha256(secret)}, ${documentId}::uuid, ${isUse})`.execute(
        db,
      )
    return result.rows[0]
  })
  if (!row) return null
  const actor = createCustomerActor(environment, {
    businessId,
    way: "document",
    sessionId: row.session_id,
    customerIds: row.customer_ids,
    documentIds: row.document_ids,
    kinds: row.kinds,
    customerKinds: null,
    accountIds: [],
    showStatement: false,
    staffId: null,
  })
  return {
    actor,
    documentIds: row.document_ids,
    language: row.language,
    lastsMs: row.seconds_left * 1000,
  }
}

/** Ends the document session of a browser that signs out. */
export async function endDocumentSession(
  environment: ActorEnvironment,
  businessId: string,
  secret: string,
): Promise<void> {
  await createDoorActor(environment, businessId).transaction((db) =>
    db
      .updateTable("document_sessions")
      .set({ ended_at: sql<Date>`now()` })
      .where("business_id", "=", businessId)
      .where("secret_sha256", "=", sha256(secret))
      .where("ended_at", "is", null)
      .execute(),
  )
}
