import {
  leastTokenExpiryDays,
  longestWelcome,
  mostTokenExpiryDays,
  type PortalForm,
  type PortalProblems,
} from "../../../../domain/settings/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Field, Icon, Switch, TextArea } from "../../../ui/index.ts"
import { Group, isOwner, OwnerOnly, SettingsPage, wordsOf } from "../settings-page.tsx"

export interface PortalPageProps {
  c: StaffContext
  form: PortalForm
  revision: string
  problems?: PortalProblems | undefined
  problem?: string | undefined
  done?: string | undefined
}

/** What customers see, and for how long a link works. */
export function PortalSettingsPage(props: PortalPageProps) {
  const { c, form } = props
  const { portalSettings: words, shared, sharing } = wordsOf(c)
  const disabled = !isOwner(c)
  const onOff = (
    name:
      | "enabled"
      | "showQuotes"
      | "showOrders"
      | "showCreditNotes"
      | "showStatement"
      | "showPricesWithVat"
      | "allowMessages"
      | "signInFirst",
    hint?: string,
  ) => <Switch name={name} label={words[name]} hint={hint} checked={form[name]} disabled={disabled} />
  return (
    <SettingsPage c={c} title={words.title} done={props.done} problem={props.problem}>
      <OwnerOnly c={c} />
      <form method="post" action={routes.staff.portalSettings.to()} class="stack">
        <input type="hidden" name="revision" value={props.revision} />
        <Group title={words.access}>
          {onOff("enabled", words.enabledHint)}
          {onOff("signInFirst", words.signInFirstHint)}
          <ExpiryField {...props} />
        </Group>
        <Group title={words.shown} hint={words.shownHint}>
          {onOff("showQuotes")}
          {onOff("showOrders")}
          {onOff("showCreditNotes")}
          {onOff("showStatement")}
          {onOff("showPricesWithVat")}
        </Group>
        <Group title={words.messages}>{onOff("allowMessages")}</Group>
        <WelcomeGroup {...props} />
        {!disabled && <Button kind="primary">{shared.save}</Button>}
      </form>
      <p>
        <a class="way-on" href={routes.staff.portalTokens.to()}>
          <Icon name="key-round" />
          {words.manageTokens}
        </a>
      </p>
      <p>
        <a class="way-on" href={routes.staff.portalInvitations.to()}>
          <Icon name="users" />
          {sharing.invitations.title}
        </a>
      </p>
    </SettingsPage>
  )
}

function ExpiryField({ c, form, problems = {} }: PortalPageProps) {
  const { portalSettings: words } = wordsOf(c)
  return (
    <div class="field-short">
      <Field
        name="tokenExpiryDays"
        type="number"
        inputmode="numeric"
        min={leastTokenExpiryDays}
        max={mostTokenExpiryDays}
        label={words.tokenExpiryDays}
        hint={words.tokenExpiryHint}
        value={form.tokenExpiryDays}
        error={problems.tokenExpiryDays && words.tokenExpiryProblem}
        required
        disabled={!isOwner(c)}
      />
    </div>
  )
}

function WelcomeGroup({ c, form, problems = {} }: PortalPageProps) {
  const { portalSettings: words } = wordsOf(c)
  const area = (name: "welcomeDa" | "welcomeEn", label: string) => (
    <TextArea
      name={name}
      label={label}
      rows={5}
      maxlength={longestWelcome}
      counter={words.welcomeLeft}
      value={form[name]}
      error={problems[name] && words.welcomeProblem}
      disabled={!isOwner(c)}
    />
  )
  return (
    <Group title={words.welcome} hint={words.welcomeHint}>
      {area("welcomeDa", words.welcomeIn.da)}
      {area("welcomeEn", words.welcomeIn.en)}
    </Group>
  )
}
