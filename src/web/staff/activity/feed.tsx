import type { RecordedEvent } from "../../../domain/events/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import type { StaffContext } from "../../context.ts"
import { EventSentence } from "./event-sentence.tsx"

/** Events, each a sentence and when it was, on the clock of the business. */
export function Feed({ c, events }: { c: StaffContext; events: readonly RecordedEvent[] }) {
  const { language, business } = c.var
  return (
    <ol class="feed">
      {events.map((event) => (
        <li>
          <span>
            <EventSentence event={event} language={language} />
          </span>
          <time datetime={event.at.toISOString()}>{formatMoment(event.at, language, business.timeZone)}</time>
        </li>
      ))}
    </ol>
  )
}
