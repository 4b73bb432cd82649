import type { Db } from "../../platform/database/index.ts"
import { type EventSubject, recordEvent } from "../events/index.ts"

/** Who opened a link, as far as the request's headers tell: mail scanners do not navigate as people do. */
export type Opener = "person" | "machine"

/** Records the first opening of a link, and the first by a person where a machine was there before. */
export async function recordOpening(
  db: Db,
  by: Opener,
  opened: { was_first: boolean; was_first_person: boolean },
  subject: EventSubject,
): Promise<void> {
  if (!opened.was_first && !opened.was_first_person) return
  await recordEvent(db, "portal_link.opened", { ...subject, data: { ...subject.data, by } })
}
