/**
 * Pages that keep themselves right. The database tells by NOTIFY what changed (migrations/0016_live.sql); every process
 * listens on one connection, and has the pages that show it read themselves again. Nothing of what changed is in a
 * stream, and whoever watches is asked anew each time who they are.
 */
export { openingOf } from "./event-stream.ts"
export { type Live, type OpenOutcome, openLive } from "./live.ts"
export type { Sight, Subject } from "./notice.ts"
export type { Watch } from "./watch.ts"
