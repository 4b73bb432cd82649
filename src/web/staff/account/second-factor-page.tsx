import { raw } from "hono/html"
import type { Child, PropsWithChildren } from "hono/jsx"
import type { Enrolment, StaffSession } from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Card, Code, Field, Notice } from "../../ui/index.ts"
import { AccessPage } from "../access-page.tsx"
import { StaffPage } from "../staff-page.tsx"

type SecondFactorPageProps = PropsWithChildren<{
  c: StaffContext
  session: StaffSession
  title: string
  notice?: Child
}>

/** Within the workplace, or, for somebody who may not go there yet, on a page of its own. */
function SecondFactorFrame({ c, session, title, children }: SecondFactorPageProps) {
  const content = (
    <Card>
      <div class="stack">
        <h1>{title}</h1>
        {children}
      </div>
    </Card>
  )
  if (session.pending === null) {
    return (
      <StaffPage c={c} title={title} section="account">
        {content}
      </StaffPage>
    )
  }
  return (
    <AccessPage c={c} title={title}>
      {content}
      <form method="post" action={routes.staff.signOut.to()}>
        <Button kind="plain">{texts(c.var.language).frame.signOut}</Button>
      </form>
    </AccessPage>
  )
}

/** First step: the password once more. */
export function BeginPage({
  c,
  session,
  error,
}: {
  c: StaffContext
  session: StaffSession
  error?: string | undefined
}) {
  const words = texts(c.var.language).staffAccess.enrol
  return (
    <SecondFactorFrame c={c} session={session} title={words.title}>
      <p>{words.why}</p>
      <form method="post" action={routes.staff.accountSecondFactor.to()} class="stack">
        <input type="hidden" name="step" value="begin" />
        <Field
          name="password"
          type="password"
          label={words.password}
          error={error}
          autocomplete="current-password"
          required
        />
        <div class="actions">
          <Button kind="primary">{words.begin}</Button>
        </div>
      </form>
    </SecondFactorFrame>
  )
}

interface ConfirmPageProps {
  c: StaffContext
  session: StaffSession
  enrolment: Enrolment
  error?: string | undefined
}

/** Second step: the secret goes into the app, and a first code comes back. */
export function ConfirmPage({ c, session, enrolment, error }: ConfirmPageProps) {
  const words = texts(c.var.language).staffAccess.enrol
  const groups = enrolment.secret.replace(/.{4}(?=.)/g, "$& ")
  return (
    <SecondFactorFrame c={c} session={session} title={words.title}>
      <p>{words.scan}</p>
      <div class="qr" role="img" aria-label={words.qrLabel}>
        {raw(enrolment.qrSvg)}
      </div>
      <p>
        {words.byHand} <Code value={groups} />
      </p>
      <form method="post" action={routes.staff.accountSecondFactor.to()} class="stack">
        <input type="hidden" name="step" value="confirm" />
        <input type="hidden" name="secret" value={enrolment.secret} />
        <Field
          name="code"
          label={words.code}
          error={error}
          autocomplete="one-time-code"
          inputmode="numeric"
          maxlength={20}
          required
        />
        <div class="actions">
          <Button kind="primary">{words.confirm}</Button>
        </div>
      </form>
    </SecondFactorFrame>
  )
}

interface RecoveryCodesPageProps {
  c: StaffContext
  session: StaffSession
  codes: readonly string[]
  /** Whether the second factor was switched on just now. */
  enabled: boolean
}

/** Last step, and after making new ones: the recovery codes, this once. */
export function RecoveryCodesPage({ c, session, codes, enabled }: RecoveryCodesPageProps) {
  const words = texts(c.var.language).staffAccess
  return (
    <SecondFactorFrame c={c} session={{ ...session, pending: null }} title={words.enrol.codesTitle}>
      {enabled && <Notice kind="success">{words.enrol.enabled}</Notice>}
      <p>{words.enrol.codesWhy}</p>
      <ol>
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="actions">
        <Button kind="primary" href={enabled ? routes.staff.home.to() : routes.staff.account.to()}>
          {words.goOn}
        </Button>
      </div>
    </SecondFactorFrame>
  )
}
