import type {
  MailSettings,
  MailSettingsForm,
  MailSettingsProblems,
} from "../../../../domain/notifications/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Field, Icon, Notice, Select } from "../../../ui/index.ts"
import { Group, isOwner, OwnerOnly, SettingsPage, wordsOf } from "../settings-page.tsx"

export interface TestResult {
  ok: boolean
  text: string
  /** The server's own words. */
  answer?: string | undefined
}

export interface EmailPageProps {
  c: StaffContext
  form: MailSettingsForm
  /** As they are stored; null where there are none. */
  settings: MailSettings | null
  problems?: MailSettingsProblems | undefined
  problem?: string | undefined
  done?: string | undefined
  test?: TestResult | undefined
}

const { staff } = routes

/** How mail is sent, and a button that says whether it works. */
export function EmailPage(props: EmailPageProps) {
  const { c, settings, test } = props
  const words = wordsOf(c).mail.settings
  return (
    <SettingsPage c={c} title={words.title} done={props.done} problem={props.problem}>
      {test && <TestNotice c={c} test={test} />}
      <p class="soft">{c.var.kvit.config.env === "demo" ? words.demo : words.intro}</p>
      <OwnerOnly c={c} />
      <form method="post" action={staff.emailSettings.to()} class="stack">
        <ServerGroup {...props} />
        <SenderGroup {...props} />
        {isOwner(c) && <Button kind="primary">{words.save}</Button>}
      </form>
      {isOwner(c) && settings && (
        <section class="card group">
          <h2>{words.test}</h2>
          <p class="hint">{words.testHint}</p>
          <form method="post" action={staff.emailTest.to()} class="actions">
            <Button icon="send">{words.test}</Button>
            <Button kind="plain" href={staff.emailRemove.to()}>
              {words.remove}
            </Button>
          </form>
        </section>
      )}
      <p>
        <a class="way-on" href={staff.emailTemplates.to()}>
          <Icon name="pencil" />
          {words.templates}
        </a>
      </p>
      <p>
        <a class="way-on" href={staff.mails.to()}>
          <Icon name="mail" />
          {words.mails}
        </a>
      </p>
    </SettingsPage>
  )
}

function TestNotice({ c, test }: { c: StaffContext; test: TestResult }) {
  const words = wordsOf(c).mail.settings
  if (test.ok) return <Notice kind="success">{test.text}</Notice>
  return (
    <Notice kind="problem" title={words.notTested}>
      <p>{test.text}</p>
      {test.answer && (
        <p class="small">
          {words.serverSaid} <q>{test.answer}</q>
        </p>
      )}
    </Notice>
  )
}

function ServerGroup({ c, form, settings, problems = {} }: EmailPageProps) {
  const words = wordsOf(c).mail.settings
  const disabled = !isOwner(c)
  const error = (name: keyof MailSettingsForm) => problems[name] && words.problems[problems[name]]
  return (
    <Group title={words.server}>
      <div class="fields">
        <Field
          name="host"
          label={words.host}
          hint={words.hostHint}
          value={form.host}
          error={error("host")}
          autocomplete="off"
          spellcheck={false}
          maxlength={253}
          required
          disabled={disabled}
        />
        <Field
          name="port"
          type="number"
          inputmode="numeric"
          min={1}
          max={65535}
          label={words.port}
          hint={words.portHint}
          value={form.port}
          error={error("port")}
          required
          disabled={disabled}
        />
      </div>
      <Select
        name="security"
        label={words.security}
        value={form.security}
        error={error("security")}
        disabled={disabled}
        options={(["starttls", "tls", "none"] as const).map((value) => ({
          value,
          text: words.securities[value],
        }))}
      />
      <div class="fields">
        <Field
          name="username"
          label={words.username}
          hint={words.usernameHint}
          value={form.username}
          error={error("username")}
          autocomplete="off"
          spellcheck={false}
          maxlength={254}
          disabled={disabled}
        />
        <Field
          name="password"
          type="password"
          label={words.password}
          hint={settings?.hasPassword ? words.passwordKept : words.passwordHint}
          error={error("password")}
          autocomplete="new-password"
          disabled={disabled}
        />
      </div>
    </Group>
  )
}

function SenderGroup({ c, form, problems = {} }: EmailPageProps) {
  const words = wordsOf(c).mail.settings
  const error = (name: keyof MailSettingsForm) => problems[name] && words.problems[problems[name]]
  const field = (name: "fromName" | "fromAddress" | "replyTo", hint?: string) => (
    <Field
      name={name}
      type={name === "fromName" ? "text" : "email"}
      label={words[name]}
      hint={hint}
      value={form[name]}
      error={error(name)}
      maxlength={name === "fromName" ? 200 : 254}
      required={name === "fromAddress"}
      disabled={!isOwner(c)}
    />
  )
  return (
    <Group title={words.sender}>
      {field("fromAddress")}
      {field("fromName", words.fromNameHint)}
      {field("replyTo", words.replyToHint)}
    </Group>
  )
}
