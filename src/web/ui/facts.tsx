import type { Child, PropsWithChildren } from "hono/jsx"
import { formatRegistration } from "../../platform/language/index.ts"
import { Icon, type IconName } from "./icon.tsx"

export interface Fact {
  label: string
  value: Child
  /** A `CopyButton`, beside the value. */
  copy?: Child
}

/** Names and values, one below the other. */
export function KeyValue({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div>
          <dt>{fact.label}</dt>
          <dd>
            <span>{fact.value}</span>
            {fact.copy}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/**
 * A code to copy by eye or hand, such as a FIK line or an IBAN: it breaks before a `+` or at a
 * space where the room is short, and nowhere else. No character is added.
 */
export function Code({ value }: { value: string }) {
  const parts = value.split(/(?<=.)(?=\+)/u)
  return (
    <>
      {parts.map((part, index) => (
        <>
          {index > 0 && <wbr />}
          {part.split(" ").map((word, at) => (
            <>
              {at > 0 && " "}
              <span class="unbroken">{word}</span>
            </>
          ))}
        </>
      ))}
    </>
  )
}

export interface CopyButtonProps {
  value: string
  /** Words: on the button, after copying, and where the browser refused (the text beside it is marked then). */
  texts: { copy: string; copied: string; failed: string }
  /** What is copied, for a screen reader: "Copy IBAN". It begins with the word on the button. */
  label?: string | undefined
}

/** Copies a value. Without JavaScript it is not there, and the text can be marked. */
export function CopyButton({ value, texts, label }: CopyButtonProps) {
  return (
    <copy-button value={value} copied={texts.copied} failed={texts.failed}>
      <button type="button" class="copy" aria-label={label ?? texts.copy}>
        <Icon name="copy" />
        <span class="copy-word">{texts.copy}</span>
      </button>
      <span role="status" class="copy-status"></span>
    </copy-button>
  )
}

/** A vehicle's registration, as on the plate. */
export function Plate({ registration }: { registration: string }) {
  return <span class="plate">{formatRegistration(registration)}</span>
}

/** A list with nothing in it: why, and what to do. */
export function EmptyState(props: PropsWithChildren<{ title: string; icon?: IconName | undefined }>) {
  return (
    <div class="empty">
      {props.icon && <Icon name={props.icon} />}
      <h2>{props.title}</h2>
      {props.children}
    </div>
  )
}
