import type { Child, PropsWithChildren } from "hono/jsx"

/** The paper a document is written on. */
export function Sheet({ children, label }: PropsWithChildren<{ label?: string | undefined }>) {
  return (
    <article class="sheet" aria-label={label}>
      {children}
    </article>
  )
}

/** A smaller piece of paper: one subject, at most one main action. */
export function Card(props: PropsWithChildren<{ title?: string | undefined; id?: string | undefined }>) {
  return (
    <section class="card" id={props.id}>
      {props.title && <h2>{props.title}</h2>}
      {props.children}
    </section>
  )
}

/**
 * A document's page. `first` is what is owed and its button: beside the sheet on a desk, above it
 * on a phone, and first in the order of reading. `rest` stands below it, or last.
 */
export function DocumentLayout({ first, sheet, rest }: { first: Child; sheet: Child; rest?: Child }) {
  return (
    <div class="document">
      <div class="document-first">{first}</div>
      <div class="document-sheet">{sheet}</div>
      {rest && <div class="document-rest">{rest}</div>}
    </div>
  )
}

/** The box above a list: what is due, in one figure, and its one button. */
export function DueBox({ note, amount, children }: PropsWithChildren<{ note: string; amount: string }>) {
  return (
    <section class="card due">
      <div>
        <span class="soft">{note}</span>
        <Figure amount={amount} />
      </div>
      {children}
    </section>
  )
}

/** The one figure that matters. */
export function Figure({ amount }: { amount: string }) {
  return <strong class="figure">{amount}</strong>
}

/** Text a person wrote: plain, its line breaks kept. Links in it are the caller's to make. */
export function WrittenText({ children }: PropsWithChildren) {
  return <p class="lines">{children}</p>
}

/** Plain text as somebody wrote it, its line breaks kept, and web addresses in it made links. */
export function LinkedText({ text }: { text: string }) {
  return (
    <p class="lines">
      {text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/u).map((part, index) =>
        index % 2 === 1 ? (
          <a href={part} rel="noopener noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  )
}
