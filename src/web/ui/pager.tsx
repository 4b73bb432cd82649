import { Icon } from "./icon.tsx"

export interface PagerProps {
  /** Names the navigation: "Pages". */
  label: string
  newer?: { href: string; text: string } | undefined
  older?: { href: string; text: string } | undefined
}

/** Newer and older, by key. There are no counts: they would cost more than the page. */
export function Pager({ label, newer, older }: PagerProps) {
  if (!newer && !older) return null
  return (
    <nav class="pager" aria-label={label}>
      {newer && (
        <a rel="prev" href={newer.href}>
          <Icon name="arrow-left" />
          {newer.text}
        </a>
      )}
      {older && (
        <a rel="next" href={older.href}>
          {older.text}
          <Icon name="arrow-right" />
        </a>
      )}
    </nav>
  )
}
