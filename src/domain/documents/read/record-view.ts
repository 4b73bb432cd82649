import type { CustomerActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"

/**
 * Records that a customer looked at a document or took its PDF, on the recipient where that is one of theirs, else
 * on the bill-to. A preview by staff never counts; what the actor may not see is not recorded.
 */
export async function recordView(
  actor: CustomerActor,
  what: "document.viewed" | "document.downloaded",
  documentId: string,
): Promise<void> {
  if (actor.way === "preview") return
  await actor.transaction(async (db) => {
    const document = await db
      .selectFrom("documents")
      .select(["customer_id", "bill_to_id"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", documentId)
      .executeTakeFirst()
    if (!document) return
    const isRecipient = actor.customerIds.includes(document.customer_id)
    await recordEvent(db, what, {
      customerId: isRecipient ? document.customer_id : document.bill_to_id,
      documentId,
    })
  })
}
