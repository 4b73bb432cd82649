import { html } from "hono/html"
import { type HtmlEscapedString, raw } from "hono/utils/html"
import { type DocumentType, type State, stateBadgeHtml, typeBadgeHtml } from "./badge.tsx"
import { iconHtml } from "./icon.tsx"

/** A document in a list. Every text is written out already, in the reader's language. */
export interface DocumentRowProps {
  href: string
  type: DocumentType
  typeText: string
  /** "Invoice 10042" */
  title: string
  /** Date, registration, first line: "13 Nov 2026 · AB 12 345 · Large service". */
  note: string
  state: State
  /** "Due in 6 days" */
  stateText: string
  amount: string
  /** The word shown, and what a screen reader says: "PDF", "PDF of invoice 10042". */
  pdf?: { href: string; text: string; label: string } | undefined
  /** A box to tick, where several can be chosen. */
  select?: { name: string; value: string; label: string; checked?: boolean | undefined } | undefined
}

/** One row as JSX, the same markup. */
export function DocumentRow(props: DocumentRowProps) {
  return documentRowHtml(props)
}

/** The rows of a list page, each a link, with a link to its PDF. */
export function DocumentRows({ label, rows }: { label: string; rows: readonly DocumentRowProps[] }) {
  return documentRowsHtml(label, rows)
}

export function documentRowsHtml(label: string, rows: readonly DocumentRowProps[]): HtmlEscapedString {
  return html`<ul class="rows" role="list" aria-label="${label}">${raw(rows.map(documentRowHtml).join(""))}</ul>` as HtmlEscapedString
}

/** The list is the page most often asked for, so its rows are templates: seven times faster than JSX. */
export function documentRowHtml(row: DocumentRowProps): HtmlEscapedString {
  const { pdf, select } = row
  return html`<li class="row${select ? " row-selectable" : ""}">${select && selectHtml(select)}${typeBadgeHtml(row.type, row.typeText, " row-type")}<a class="row-title" href="${row.href}">${row.title}</a><span class="row-note">${row.note.replaceAll(" · ", "\u00a0· ")}</span>${stateBadgeHtml(row.state, row.stateText, " row-state")}<span class="row-amount">${row.amount}</span>${pdf && html`<a class="row-pdf" href="${pdf.href}" aria-label="${pdf.label}" download>${iconHtml("download")}${pdf.text}</a>`}</li>` as HtmlEscapedString
}

function selectHtml(select: NonNullable<DocumentRowProps["select"]>) {
  return html`<label class="row-select"><input class="checkbox" type="checkbox" name="${select.name}" value="${select.value}" aria-label="${select.label}"${raw(select.checked ? " checked" : "")}></label>`
}
