import type { CustomerActor } from "../../../platform/database/index.ts"
import { recordEvent } from "../../events/index.ts"

/**
 * Records that a customer opened the page to pay an invoice, or, without one, several of an account. A preview by
 * staff never counts.
 */
export async function recordPayPageOpened(
  actor: CustomerActor,
  opened: { customerId: string; documentId?: string },
): Promise<void> {
  if (actor.way === "preview") return
  await actor.transaction((db) => recordEvent(db, "payment_page.opened", opened))
}
