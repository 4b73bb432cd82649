import { checkWebhook, registerWebhook, removeWebhook } from "../../../../domain/payments/index.ts"
import { webhookAddress } from "../../../../origins.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Confirm } from "../../../ui/index.ts"
import { findPortalMissing } from "../portal-missing.tsx"
import { SettingsPage, wordsOf } from "../settings-page.tsx"

const { staff } = routes

/** `POST /settings/mobilepay/webhook`. */
export async function registerMobilePayWebhook(c: StaffContext): Promise<Response> {
  const missing = await findPortalMissing(c, wordsOf(c).mobilePaySettings.title)
  if (missing) return missing
  const outcome = await registerWebhook(c.var.kvit, c.var.actor, addressOf(c))
  const query = outcome.ok ? { done: "registered" } : { fault: outcome.problem }
  return c.redirect(staff.mobilePaySettings.to(query), 303)
}

/** `POST /settings/mobilepay/webhook/check`. */
export async function checkMobilePayWebhook(c: StaffContext): Promise<Response> {
  const outcome = await checkWebhook(c.var.kvit, c.var.actor, addressOf(c))
  const done = { none: undefined, good: "checked", registered_anew: "checked_anew" } as const
  const query =
    outcome === "none" || outcome === "good" || outcome === "registered_anew"
      ? { done: done[outcome] }
      : { fault: outcome }
  return c.redirect(staff.mobilePaySettings.to(query), 303)
}

/** `GET /settings/mobilepay/webhook/remove`. */
export function askRemoveMobilePayWebhook(c: StaffContext): Response | Promise<Response> {
  const { title, webhook: words } = wordsOf(c).mobilePaySettings
  const back = staff.mobilePaySettings.to()
  return c.html(
    <SettingsPage c={c} title={title} up={{ href: back, text: title }}>
      <Confirm
        title={words.removeTitle}
        action={staff.mobilePayWebhookRemove.to()}
        confirm={words.remove}
        cancel={{ href: back, text: words.keep }}
        danger
      >
        <p>{words.removeText}</p>
      </Confirm>
    </SettingsPage>,
  )
}

/** `POST /settings/mobilepay/webhook/remove`. */
export async function removeMobilePayWebhook(c: StaffContext): Promise<Response> {
  const removed = await removeWebhook(c.var.kvit, c.var.actor)
  return c.redirect(staff.mobilePaySettings.to({ done: removed ? "removed" : "unchanged" }), 303)
}

/** Where deliveries go: by the configuration, never by the request. */
function addressOf(c: StaffContext): (webhookId: string) => string {
  return (id) => webhookAddress(c.var.kvit.config, id)
}
