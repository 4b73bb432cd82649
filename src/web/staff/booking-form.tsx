import type { Child, PropsWithChildren } from "hono/jsx"
import { newId } from "../../platform/ids/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import type { StaffContext } from "../context.ts"
import { Button, Notice } from "../ui/index.ts"
import { StaffPage } from "./staff-page.tsx"

interface BookingFormProps {
  c: StaffContext
  section: "documents" | "customers" | "payments"
  title: string
  /** What it is about, above the fields. */
  intro: Child
  action: string
  /** Where the cancel button leads. */
  back: string
  save: { text: string; kind?: "primary" | "danger" }
  /** What is wrong, by field; `requestKey` is the form's own. */
  errors: Readonly<Record<string, string | undefined>>
  /** The heading of what is wrong. */
  problem: string
  /** By which sending it twice books once. */
  requestKey: string
  /** What the form carries besides. */
  hidden?: Readonly<Record<string, string>>
}

/** A page with one form that books something, once however often it is sent. */
export function BookingForm({ c, children, ...form }: PropsWithChildren<BookingFormProps>) {
  const { errors, save } = form
  // A form without its key, or with a used one, gets a new one, so that it can be sent again.
  const requestKey = errors.requestKey ? newId() : form.requestKey
  return (
    <StaffPage c={c} title={form.title} section={form.section}>
      <section class="card narrow">
        <h1>{form.title}</h1>
        <p class="soft">{form.intro}</p>
        {Object.keys(errors).length > 0 && (
          <Notice kind="problem" title={form.problem}>
            {errors.requestKey}
          </Notice>
        )}
        <form method="post" action={form.action} class="form">
          <input type="hidden" name="requestKey" value={requestKey} />
          {Object.entries(form.hidden ?? {}).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          {children}
          <div class="actions">
            <Button kind={save.kind ?? "primary"}>{save.text}</Button>
            <Button href={form.back}>{texts(c.var.language).shared.cancel}</Button>
          </div>
        </form>
      </section>
    </StaffPage>
  )
}
