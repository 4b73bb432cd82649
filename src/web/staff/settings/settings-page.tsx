import type { PropsWithChildren } from "hono/jsx"
import type { Texts } from "../../../platform/language/texts/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Icon, Notice, PageHead } from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"

export function wordsOf(c: StaffContext): Texts {
  return texts(c.var.language)
}

/** A page of the settings: the way back, its heading, what was just done, and what stands on it. */
export function SettingsPage(
  props: PropsWithChildren<{
    c: StaffContext
    title: string
    /** What a press of the button brought; shown above everything. */
    done?: string | undefined
    problem?: string | undefined
    /** Where the way back leads, if not to the list of settings. */
    up?: { href: string; text: string } | undefined
  }>,
) {
  const up = props.up ?? { href: routes.staff.settings.to(), text: wordsOf(props.c).settings.title }
  return (
    <StaffPage c={props.c} title={props.title} section="settings">
      <a class="way-back" href={up.href}>
        <Icon name="arrow-left" />
        {up.text}
      </a>
      <PageHead title={props.title} />
      <div class="settings stack">
        {props.done && <Notice kind="success">{props.done}</Notice>}
        {props.problem && <Notice kind="problem">{props.problem}</Notice>}
        {props.children}
      </div>
    </StaffPage>
  )
}

/** Fields that belong together; greyed out for those who may only look. */
export function Group(props: PropsWithChildren<{ title: string; hint?: string | undefined }>) {
  return (
    <section class="card group">
      <h2>{props.title}</h2>
      {props.hint && <p class="hint">{props.hint}</p>}
      {props.children}
    </section>
  )
}

export function isOwner(c: StaffContext): boolean {
  return c.var.actor.role === "owner"
}

export function OwnerOnly({ c }: { c: StaffContext }) {
  return isOwner(c) ? null : <Notice>{wordsOf(c).settings.ownerOnly}</Notice>
}

/** Which words `?done=` stands for, from a fixed list. */
export function findDone<Words extends Record<string, string>>(
  c: StaffContext,
  words: Words,
): string | undefined {
  const done = c.req.query("done")
  return done !== undefined && Object.hasOwn(words, done) ? words[done] : undefined
}

/** A field of a form as text; a missing one is empty. */
export function typed(body: Record<string, unknown>, name: string): string {
  const value = body[name]
  return typeof value === "string" ? value : ""
}
