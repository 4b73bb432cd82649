import { passwordLength, type SessionLine, type StaffSession } from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import type { FieldProblems } from "../../guards/form.ts"
import { nameBrowser } from "../../ui/browser-name.ts"
import { Badge, Button, Card, Field, KeyValue, Notice, PageHead, Table } from "../../ui/index.ts"
import { AccessPage } from "../access-page.tsx"
import { StaffPage } from "../staff-page.tsx"

export interface AccountPageProps {
  c: StaffContext
  session: StaffSession
  sessions: readonly SessionLine[]
  notice?: string | undefined
  /** By form: `password`, `recovery` or `remove`, and the field in it. */
  problems?: { form: "password" | "recovery" | "remove"; fields: FieldProblems } | undefined
}

/** A member of staff's own account: who they are here, what they sign in with, and where they are signed in. */
export function AccountPage(props: AccountPageProps) {
  const { c, session, notice } = props
  const words = texts(c.var.language).staffAccess.account
  // Until the password that was made for them is changed, nothing else is offered.
  if (session.pending === "new_password") {
    return (
      <AccessPage c={c} title={words.title}>
        <Notice kind="warning">{words.mustChange}</Notice>
        <PasswordCard {...props} />
      </AccessPage>
    )
  }
  return (
    <StaffPage c={c} title={words.title} section="account">
      <PageHead title={words.title} />
      <div class="stack">
        {notice && <Notice kind="success">{notice}</Notice>}
        <Card>
          <KeyValue
            facts={[
              { label: words.name, value: session.name },
              { label: texts(c.var.language).staffAccess.email, value: session.email },
              { label: words.role, value: words.roles[session.role] },
            ]}
          />
        </Card>
        <PasswordCard {...props} />
        <SecondFactorCard {...props} />
        {session.secondFactor && <RecoveryCard {...props} />}
        <SessionsCard {...props} />
      </div>
    </StaffPage>
  )
}

function PasswordCard({ c, session, problems }: AccountPageProps) {
  const words = texts(c.var.language).staffAccess.account
  const wrong = problems?.form === "password" ? problems.fields : {}
  return (
    <Card title={words.passwordTitle}>
      <form method="post" action={routes.staff.accountPassword.to()} class="stack">
        {/* Password managers store the new password under this name. */}
        <input type="hidden" name="username" value={session.email} autocomplete="username" />
        <Field
          name="currentPassword"
          type="password"
          label={words.currentPassword}
          error={wrong.currentPassword}
          autocomplete="current-password"
          required
        />
        <Field
          name="newPassword"
          type="password"
          label={words.newPassword}
          hint={words.passwordHint(passwordLength.least, passwordLength.recommended)}
          error={wrong.newPassword}
          autocomplete="new-password"
          required
        />
        <p class="small soft">{words.passwordEndsOthers}</p>
        <div class="actions">
          <Button>{words.changePassword}</Button>
        </div>
      </form>
    </Card>
  )
}

function SecondFactorCard({ c, session, problems }: AccountPageProps) {
  const words = texts(c.var.language).staffAccess.account
  const action = routes.staff.accountSecondFactor.to()
  if (!session.secondFactor) {
    return (
      <Card title={words.factorTitle}>
        <p>{words.factorOff}</p>
        <div class="actions">
          <Button href={action}>{words.factorSwitchOn}</Button>
        </div>
      </Card>
    )
  }
  return (
    <Card title={words.factorTitle}>
      <p>{words.factorOn}</p>
      <form method="post" action={action} class="stack">
        <input type="hidden" name="step" value="remove" />
        <PasswordField
          c={c}
          id="remove-password"
          error={problems?.form === "remove" ? problems.fields.password : undefined}
        />
        <p class="small soft">{words.factorMoveHint}</p>
        <div class="actions">
          <Button>{words.factorMove}</Button>
        </div>
      </form>
    </Card>
  )
}

function RecoveryCard({ c, problems }: AccountPageProps) {
  const words = texts(c.var.language).staffAccess.account
  const error = problems?.form === "recovery" ? problems.fields.password : undefined
  return (
    <Card title={words.recoveryTitle}>
      <p>{words.recoveryHint}</p>
      <form method="post" action={routes.staff.accountRecoveryCodes.to()} class="stack">
        <PasswordField c={c} id="recovery-password" error={error} />
        <div class="actions">
          <Button>{words.recoveryMake}</Button>
        </div>
      </form>
    </Card>
  )
}

function PasswordField({ c, id, error }: { c: StaffContext; id: string; error: string | undefined }) {
  const words = texts(c.var.language).staffAccess.account
  return (
    <Field
      id={id}
      name="password"
      type="password"
      label={words.currentPassword}
      error={error}
      autocomplete="current-password"
      required
    />
  )
}

function SessionsCard({ c, sessions }: AccountPageProps) {
  const { language, business } = c.var
  const words = texts(language).staffAccess.account
  const format = new Intl.DateTimeFormat(language === "da" ? "da-DK" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: business.timeZone,
  })
  const rows = sessions.map((line) => {
    const browser = nameBrowser(line.userAgent) ?? words.unknownBrowser
    const end = (
      <form method="post" action={routes.staff.accountSession.to({ id: line.id })}>
        <Button label={words.sessionEndLabel(browser)}>{words.sessionEnd}</Button>
      </form>
    )
    return [
      browser,
      line.network ?? "",
      format.format(line.startedAt),
      format.format(line.lastSeenAt),
      line.current ? <Badge tone="good" text={words.sessionCurrent} /> : end,
    ]
  })
  const { browser, network, since, lastSeen } = words.sessionsColumns
  return (
    <section class="stack">
      <h2>{words.sessionsTitle}</h2>
      <Table
        caption={words.sessionsTitle}
        columns={[
          { label: browser },
          { label: network },
          { label: since, short: true },
          { label: lastSeen, short: true },
          { label: "" },
        ]}
        rows={rows}
      />
      {sessions.length > 1 && (
        <form method="post" action={routes.staff.accountSession.to({ id: "others" })}>
          <Button>{words.sessionsEndOthers}</Button>
        </form>
      )}
    </section>
  )
}
