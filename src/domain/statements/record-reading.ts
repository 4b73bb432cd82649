import type { CustomerActor } from "../../platform/database/index.ts"
import { recordEvent } from "../events/index.ts"

/** Records that a customer looked at their statement or took it as a file. A preview by staff never counts. */
export async function recordStatement(
  actor: CustomerActor,
  what: "statement.viewed" | "statement.downloaded",
  of: { customerId: string; currency: string; as?: "pdf" | "csv" },
): Promise<void> {
  if (actor.way === "preview") return
  const { customerId, ...data } = of
  await actor.transaction((db) => recordEvent(db, what, { customerId, data }))
}
