import type { PropsWithChildren } from "hono/jsx"
import { Button } from "./button.tsx"

export type ConfirmProps = PropsWithChildren<{
  /** The question: "Revoke this link?" */
  title: string
  /** Where the answer is posted. */
  action: string
  /** The word of the button says what it does: "Revoke the link". */
  confirm: string
  cancel: { href: string; text: string }
  /** Red, for what cannot be undone. */
  danger?: boolean | undefined
  hidden?: Readonly<Record<string, string>> | undefined
}>

/** Asks before something is done, as a page of its own, so that it works without JavaScript. Children go into the form. */
export function Confirm(props: ConfirmProps) {
  return (
    <section class="card narrow">
      <h1>{props.title}</h1>
      <form method="post" action={props.action} class="stack">
        {Object.entries(props.hidden ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {props.children}
        <div class="actions">
          <Button kind={props.danger ? "danger" : "primary"}>{props.confirm}</Button>
          <Button href={props.cancel.href}>{props.cancel.text}</Button>
        </div>
      </form>
    </section>
  )
}
