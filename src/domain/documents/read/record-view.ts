import type { CustomerActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"

/** Records that a customer looked at a document or took its PDF. A preview by staff never counts. */
export async function recordView(
  actor: CustomerActor,
  what: "document.viewed" | "document.downloaded",
  document: { id: string; customerId: string },
): Promise<void> {
  if (actor.way === "preview") return
  const customerId = actor.customerIds.includes(document.customerId)
    ? document.customerId
    : actor.customerIds[0]
  await actor.transaction((db) => recordEvent(db, what, { customerId, documentId: document.id }))
}
