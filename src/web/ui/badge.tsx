import { html } from "hono/html"
import type { HtmlEscapedString } from "hono/utils/html"

export type DocumentType = "quote" | "order" | "invoice" | "credit_note"

/** What a state asks of its reader; each has one colour. */
export type Tone = "good" | "waiting" | "late" | "open" | "quiet"

/** Every state a badge can tell, of documents, payments, tokens, links, mails and runs. */
export const stateTones = {
  accepted: "good",
  active: "good",
  captured: "good",
  completed: "good",
  paid: "good",
  sent: "good",
  signed_in: "good",
  approved: "waiting",
  due: "waiting",
  expiring: "waiting",
  part_paid: "waiting",
  pending: "waiting",
  queued: "waiting",
  unread: "waiting",
  blocked: "late",
  bounced: "late",
  declined: "late",
  failed: "late",
  overdue: "late",
  revoked: "late",
  confirmed: "open",
  issued: "open",
  open: "open",
  running: "open",
  valid: "open",
  cancelled: "quiet",
  closed: "quiet",
  credited: "quiet",
  delivered: "quiet",
  done: "quiet",
  draft: "quiet",
  expired: "quiet",
  none: "quiet",
  off: "quiet",
  refunded: "quiet",
  set_off: "quiet",
  voided: "quiet",
  written_off: "quiet",
} as const satisfies Record<string, Tone>

export type State = keyof typeof stateTones

/** A document's type: a colour and its word. */
export function TypeBadge({ type, text }: { type: DocumentType; text: string }) {
  return typeBadgeHtml(type, text)
}

/** A state: the colour of what it asks, and its word, such as "Overdue 19 days". */
export function StateBadge({ state, text }: { state: State; text: string }) {
  return stateBadgeHtml(state, text)
}

/** A badge for what is neither, such as a role or a tag. */
export function Badge({ tone = "quiet", text }: { tone?: Tone | undefined; text: string }) {
  return <span class={`state tone-${tone}`}>{text}</span>
}

export function typeBadgeHtml(type: DocumentType, text: string, more = ""): HtmlEscapedString {
  return html`<span class="type type-${type}${more}">${text}</span>` as HtmlEscapedString
}

export function stateBadgeHtml(state: State, text: string, more = ""): HtmlEscapedString {
  return html`<span class="state tone-${stateTones[state]}${more}">${text}</span>` as HtmlEscapedString
}
