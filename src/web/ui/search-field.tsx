import type { PropsWithChildren } from "hono/jsx"
import { Icon } from "./icon.tsx"

export type SearchFieldProps = PropsWithChildren<{
  action: string
  /** Default `q`. */
  name?: string | undefined
  value?: string | undefined
  /** What it searches, read out by a screen reader. */
  label: string
  /** What can be typed: "Number, registration, text …" */
  placeholder?: string | undefined
  /** What its button does, for a screen reader: "Search". */
  submit: string
  /** Further filters of the address, kept when searching. */
  kept?: Readonly<Record<string, string>> | undefined
}>

/** A search as an address: a form that is read, not sent, so the result can be bookmarked. */
export function SearchField(props: SearchFieldProps) {
  return (
    <search class="search">
      <form action={props.action}>
        {Object.entries(props.kept ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input
          class="input"
          type="search"
          name={props.name ?? "q"}
          value={props.value}
          aria-label={props.label}
          placeholder={props.placeholder}
          autocomplete="off"
          enterkeyhint="search"
        />
        <button type="submit" aria-label={props.submit}>
          <Icon name="search" />
        </button>
        {props.children}
      </form>
    </search>
  )
}

export interface ChipProps {
  href: string
  text: string
  current?: boolean | undefined
}

/** One filter of a list, as a link. */
export function Chip({ href, text, current }: ChipProps) {
  return (
    <a class="chip" href={href} aria-current={current ? "true" : undefined}>
      {text}
    </a>
  )
}

/** Filters in a row. `label` names the group: "Show". */
export function Chips({ label, chips }: { label: string; chips: readonly ChipProps[] }) {
  return (
    <nav class="chips" aria-label={label}>
      {chips.map((chip) => (
        <Chip {...chip} />
      ))}
    </nav>
  )
}
