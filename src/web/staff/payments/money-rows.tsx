import type { Child } from "hono/jsx"

/** Money in a list. Every text is written out already, in the reader's language. */
export interface MoneyRowProps {
  href: string
  /** Who paid, or gets it back. */
  title: string
  /** What for and how: "Invoice 10042 · MobilePay". */
  note: string
  when: string
  badge: Child
  amount: string
  /** Money that is not there: not yet, or not after all. */
  isPale?: boolean | undefined
}

/** Rows of money, each a link: who, what for, how it stands, how much. Two lines and a footnote on a phone. */
export function MoneyRows({ label, rows }: { label: string; rows: readonly MoneyRowProps[] }) {
  return (
    <ul class="rows money" aria-label={label}>
      {rows.map((row) => (
        <li class="row">
          <span class="money-when">{row.when}</span>
          <a class="row-title" href={row.href}>
            {row.title}
          </a>
          <span class="row-note">{row.note.replaceAll(" · ", "\u00a0· ")}</span>
          <span class="row-state">{row.badge}</span>
          <span class={row.isPale ? "row-amount pale" : "row-amount"}>{row.amount}</span>
        </li>
      ))}
    </ul>
  )
}
