import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import type { FieldProblems } from "../../guards/form.ts"
import { Button, Card, Field, Notice } from "../../ui/index.ts"
import { AccessPage } from "../access-page.tsx"

export interface SignInPageProps {
  c: AnyContext
  /** Where to go afterwards; checked again there. */
  next: string
  email?: string | undefined
  problems?: FieldProblems | undefined
  /** What stands above the form. */
  notice?: { kind: "info" | "success" | "problem"; text: string } | undefined
}

export function SignInPage({ c, next, email, problems = {}, notice }: SignInPageProps) {
  const words = texts(c.var.language).staffAccess
  return (
    <AccessPage c={c} title={words.signIn.title}>
      <Card>
        <h1>{words.signIn.title}</h1>
        {notice && <Notice kind={notice.kind}>{notice.text}</Notice>}
        <form method="post" action={routes.staff.signIn.to()} class="stack">
          <input type="hidden" name="next" value={next} />
          <Field
            name="email"
            type="email"
            label={words.email}
            value={email}
            error={problems.email}
            autocomplete="username"
            spellcheck={false}
            maxlength={254}
            required
          />
          <Field
            name="password"
            type="password"
            label={words.password}
            error={problems.password}
            autocomplete="current-password"
            required
          />
          <div class="actions">
            <Button kind="primary">{words.signIn.button}</Button>
          </div>
        </form>
      </Card>
    </AccessPage>
  )
}

export interface SecondFactorPageProps {
  c: AnyContext
  next: string
  kind: "totp" | "recovery"
  problems?: FieldProblems | undefined
  problem?: string | undefined
}

export function SecondFactorPage({ c, next, kind, problems = {}, problem }: SecondFactorPageProps) {
  const words = texts(c.var.language).staffAccess.secondFactor
  const isApp = kind === "totp"
  const other = isApp ? "recovery" : undefined
  return (
    <AccessPage c={c} title={words.title}>
      <Card>
        <h1>{words.title}</h1>
        {problem && <Notice kind="problem">{problem}</Notice>}
        <form method="post" action={routes.staff.signInSecondFactor.to()} class="stack">
          <input type="hidden" name="next" value={next} />
          <input type="hidden" name="kind" value={kind} />
          <Field
            name="code"
            label={isApp ? words.code : words.recoveryCode}
            hint={isApp ? words.codeHint : words.recoveryHint}
            error={problems.code}
            autocomplete={isApp ? "one-time-code" : "off"}
            inputmode={isApp ? "numeric" : "text"}
            maxlength={40}
            spellcheck={false}
            required
          />
          <div class="actions">
            <Button kind="primary">{words.button}</Button>
          </div>
        </form>
        <p class="small">
          <a href={routes.staff.signInSecondFactor.to({ next, with: other })}>
            {isApp ? words.useRecovery : words.useApp}
          </a>
        </p>
        <p class="small">
          <a href={routes.staff.signIn.to({ next })}>{words.startOver}</a>
        </p>
      </Card>
    </AccessPage>
  )
}
