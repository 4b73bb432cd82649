import {
  brands,
  type ConnectionProblem,
  captureRules,
  type MobilePayForm,
  type MobilePayFormProblems,
  type MobilePayOverview,
  mobilePayCurrencies,
  mobilePayEnvironments,
  type WebhookStatus,
} from "../../../../domain/payments/index.ts"
import { formatMoment } from "../../../../platform/language/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Field, Notice, RadioGroup, Select, Switch } from "../../../ui/index.ts"
import { Group, isOwner, OwnerOnly, SettingsPage, wordsOf } from "../settings-page.tsx"
import { type WebhookFault, WebhookSection } from "./webhook-section.tsx"

export interface MobilePayPageProps {
  c: StaffContext
  form: MobilePayForm
  /** As it is stored; null where nothing is. */
  overview: MobilePayOverview | null
  webhook: WebhookStatus | null
  problems?: MobilePayFormProblems | undefined
  problem?: string | undefined
  done?: string | undefined
  /** What a test of the connection came to. */
  tested?: "good" | ConnectionProblem | undefined
  /** Why what was asked of the webhook was not done. */
  webhookFault?: WebhookFault | undefined
}

const { staff } = routes

/** The sales unit and its keys, how customers pay, and the webhook. */
export function MobilePayPage(props: MobilePayPageProps) {
  const { c } = props
  const words = wordsOf(c).mobilePaySettings
  const simulator = c.var.kvit.config.mobilePaySimulator
  return (
    <SettingsPage c={c} title={words.title} done={props.done} problem={props.problem}>
      {props.tested && <TestNotice c={c} tested={props.tested} />}
      {simulator && <Notice kind="warning">{words.simulator(simulator)}</Notice>}
      <p class="soft">{words.intro}</p>
      <OwnerOnly c={c} />
      <form method="post" action={staff.mobilePaySettings.to()} class="stack">
        <Group title={words.use}>
          <Switch
            name="enabled"
            label={words.on}
            hint={words.onHint}
            checked={props.form.enabled}
            disabled={!isOwner(c)}
          />
        </Group>
        <UnitGroup {...props} />
        <PayingGroup {...props} />
        {isOwner(c) && (
          <div class="actions">
            <Button kind="primary">{words.save}</Button>
            <Button name="also" value="test" icon="refresh-cw">
              {words.saveAndTest}
            </Button>
          </div>
        )}
      </form>
      <WebhookSection {...props} />
    </SettingsPage>
  )
}

function TestNotice({ c, tested }: { c: StaffContext; tested: "good" | ConnectionProblem }) {
  const words = wordsOf(c).mobilePaySettings
  if (tested === "good") return <Notice kind="success">{words.tested}</Notice>
  return (
    <Notice kind="problem" title={words.notTested}>
      <p>{words.connection[tested]}</p>
    </Notice>
  )
}

function UnitGroup({ c, form, overview, problems = {} }: MobilePayPageProps) {
  const words = wordsOf(c).mobilePaySettings
  const disabled = !isOwner(c)
  const error = (name: keyof MobilePayForm) => problems[name] && words.problems[problems[name]]
  const savedAt = overview?.keysSavedAt
  const kept = savedAt && words.secretKept(formatMoment(savedAt, c.var.language, c.var.business.timeZone))
  const text = (name: "merchantSerialNumber" | "clientId", hint: string) => (
    <Field
      name={name}
      label={words[name]}
      hint={hint}
      value={form[name]}
      error={error(name)}
      inputmode={name === "merchantSerialNumber" ? "numeric" : undefined}
      autocomplete="off"
      spellcheck={false}
      maxlength={name === "merchantSerialNumber" ? 20 : 100}
      disabled={disabled}
    />
  )
  const secret = (name: "clientSecret" | "subscriptionKey", hint: string) => (
    <Field
      name={name}
      type="password"
      label={words[name]}
      hint={kept ?? hint}
      error={error(name)}
      autocomplete="new-password"
      spellcheck={false}
      maxlength={500}
      disabled={disabled}
    />
  )
  return (
    <Group title={words.unit} hint={words.unitHint}>
      {overview !== null && overview.openAttempts > 0 && (
        <Notice kind="warning">{words.attemptsOpen(overview.openAttempts)}</Notice>
      )}
      <RadioGroup
        name="environment"
        label={words.environment}
        hint={words.environmentHint}
        value={form.environment}
        error={error("environment")}
        options={mobilePayEnvironments.map((value) => ({ value, text: words.environments[value] }))}
        disabled={disabled}
      />
      <div class="fields">
        {text("merchantSerialNumber", words.merchantSerialNumberHint)}
        {text("clientId", words.clientIdHint)}
      </div>
      <div class="fields">
        {secret("clientSecret", words.secretHint)}
        {secret("subscriptionKey", words.subscriptionKeyHint)}
      </div>
      <Select
        name="currency"
        label={words.currency}
        hint={words.currencyHint}
        value={form.currency}
        error={error("currency")}
        options={mobilePayCurrencies.map((value) => ({ value, text: value }))}
        disabled={disabled}
      />
    </Group>
  )
}

function PayingGroup({ c, form, overview, problems = {} }: MobilePayPageProps) {
  const words = wordsOf(c).mobilePaySettings
  const disabled = !isOwner(c)
  const error = (name: keyof MobilePayForm) => problems[name] && words.problems[problems[name]]
  const refusedAt = overview?.pushRefusedAt
  return (
    <Group title={words.paying}>
      <Select
        name="brand"
        label={words.brand}
        hint={words.brandHint}
        value={form.brand}
        error={error("brand")}
        options={Object.entries(brands).map(([value, { name }]) => ({ value, text: name }))}
        disabled={disabled}
      />
      <Switch
        name="pushAllowed"
        label={words.push}
        hint={words.pushHint}
        checked={form.pushAllowed}
        disabled={disabled}
      />
      {refusedAt && (
        <Notice kind="warning">
          {words.pushRefused(formatMoment(refusedAt, c.var.language, c.var.business.timeZone))}
        </Notice>
      )}
      <Switch
        name="cardAllowed"
        label={words.card}
        hint={words.cardHint}
        checked={form.cardAllowed}
        disabled={disabled}
      />
      <Switch
        name="partPaymentAllowed"
        label={words.part}
        hint={words.partHint}
        checked={form.partPaymentAllowed}
        disabled={disabled}
      />
      <div class="field-short">
        <Field
          name="leastPartPayment"
          inputmode="decimal"
          label={words.least}
          value={form.leastPartPayment}
          error={error("leastPartPayment")}
          after={form.currency}
          maxlength={20}
          required
          disabled={disabled}
        />
      </div>
      <RadioGroup
        name="prepaymentCapture"
        label={words.prepayment}
        hint={words.prepaymentHint}
        value={form.prepaymentCapture}
        error={error("prepaymentCapture")}
        options={captureRules.map((value) => ({ value, text: words.captures[value] }))}
        disabled={disabled}
      />
    </Group>
  )
}
