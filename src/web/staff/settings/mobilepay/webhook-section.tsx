import {
  findAddressProblem,
  type WebhookProblem,
  type WebhookStatus,
} from "../../../../domain/payments/index.ts"
import { portalAddress } from "../../../../origins.ts"
import { formatMoment } from "../../../../platform/language/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Badge, Button, Code, type Fact, KeyValue, Notice } from "../../../ui/index.ts"
import { isOwner, wordsOf } from "../settings-page.tsx"
import type { MobilePayPageProps } from "./page.tsx"

export type WebhookFault = WebhookProblem | "gone"

const { staff } = routes

/** What is registered, how it is with it, and what can be done. */
export function WebhookSection({ c, overview, webhook, webhookFault }: MobilePayPageProps) {
  const { mobilePaySettings: words } = wordsOf(c)
  const origin = portalAddress(c.var.kvit.config)
  const unreachable = findAddressProblem(origin, c.var.kvit.config.mobilePaySimulator)
  const hasKeys = overview !== null && overview.keysSavedAt !== null
  const problem = unreachable ?? (isFault(c, webhook?.problem) ? webhook?.problem : undefined)
  return (
    <section class="card group">
      <h2>{words.webhook.title}</h2>
      <p class="hint">{words.webhook.hint}</p>
      {webhookFault && (
        <Notice kind="problem" title={words.webhook.notDone}>
          <p>{words.connection[webhookFault]}</p>
        </Notice>
      )}
      {problem && problem !== webhookFault && (
        <Notice kind="warning">{words.connection[problem as WebhookFault]}</Notice>
      )}
      <KeyValue facts={factsOf(c, webhook, origin)} />
      {!hasKeys && !webhook?.isActive && <p class="hint">{words.webhook.keysFirst}</p>}
      {isOwner(c) && (
        <WebhookActions c={c} isActive={webhook?.isActive === true} mayRegister={hasKeys && !unreachable} />
      )}
    </section>
  )
}

function factsOf(c: StaffContext, webhook: WebhookStatus | null, origin: string): Fact[] {
  const { webhook: words } = wordsOf(c).mobilePaySettings
  const moment = (date: Date | null) =>
    date ? formatMoment(date, c.var.language, c.var.business.timeZone) : "–"
  const state = !webhook ? "none" : !webhook.isActive ? "failed" : webhook.problem ? "problem" : "active"
  const tones = { none: "quiet", failed: "late", problem: "waiting", active: "good" } as const
  const facts = [{ label: words.state, value: <Badge tone={tones[state]} text={words.states[state]} /> }]
  if (!webhook?.isActive) return [...facts, { label: words.portal, value: <Code value={origin} /> }]
  return [
    ...facts,
    { label: words.address, value: <span class="breakable">{webhook.url}</span> },
    { label: words.registered, value: moment(webhook.registeredAt) },
    {
      label: words.received,
      value: webhook.lastReceivedAt ? moment(webhook.lastReceivedAt) : words.neverReceived,
    },
    { label: words.checked, value: moment(webhook.checkedAt) },
  ]
}

function WebhookActions({
  c,
  isActive,
  mayRegister,
}: {
  c: StaffContext
  isActive: boolean
  mayRegister: boolean
}) {
  const { webhook: words } = wordsOf(c).mobilePaySettings
  if (!isActive && !mayRegister) return null
  return (
    <div class="actions">
      {mayRegister && (
        <form method="post" action={staff.mobilePayWebhook.to()}>
          <Button icon="link">{isActive ? words.again : words.register}</Button>
        </form>
      )}
      {isActive && (
        <form method="post" action={staff.mobilePayWebhookCheck.to()}>
          <Button icon="refresh-cw">{words.check}</Button>
        </form>
      )}
      {isActive && (
        <Button kind="plain" href={staff.mobilePayWebhookRemove.to()}>
          {words.remove}
        </Button>
      )}
    </div>
  )
}

/** Whether it is one of our words; else there is no sentence for it. */
export function isFault(c: StaffContext, word: string | null | undefined): word is WebhookFault {
  return typeof word === "string" && Object.hasOwn(wordsOf(c).mobilePaySettings.connection, word)
}
