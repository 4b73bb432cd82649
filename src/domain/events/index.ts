/** The one record of what happened. Verbs write to it in their own transaction; lists read from it. */
export { type EventKind, eventKinds } from "./catalogue.ts"
export { type CustomerDay, listCustomerDay } from "./customer-day.ts"
export {
  type EventPage,
  listEvents,
  type RecordedEvent,
  summarizeViews,
  type ViewSummary,
} from "./list-events.ts"
export { type EventSubject, recordEvent, recordEvents } from "./record-event.ts"
