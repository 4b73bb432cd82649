import type { PropsWithChildren } from "hono/jsx"

export type LiveProps = PropsWithChildren<{
  /** Names the region in its page, and in the same page read again. */
  id: string
  /** Address of the event stream that tells when to read again, such as `routes.portal.documentEvents.to({ id })`. */
  events: string
}>

/**
 * A part of a page that keeps itself right: when the stream says that something changed, the page's own address is
 * read again and this part is brought to what it says there. It takes no room of its own. What is announced to
 * those who do not see it stands in a `role="status"` inside. Put it around what is always on the page, and what
 * may come and go inside it, and no region within a region; without JavaScript it is as it was when the page was read.
 */
export function Live({ id, events, children }: LiveProps) {
  return (
    <live-region id={id} events={events}>
      {children}
    </live-region>
  )
}
