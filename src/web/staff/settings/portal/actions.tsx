import {
  changePortalSettings,
  findPortalImpact,
  getPortalSettingsForm,
  readPortalForm,
} from "../../../../domain/settings/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { findPortalMissing } from "../portal-missing.tsx"
import { findDone, typed, wordsOf } from "../settings-page.tsx"
import { ConfirmImpact } from "./confirm-impact.tsx"
import { readTyped, toFields, toForm } from "./form.ts"
import { PortalSettingsPage } from "./page.tsx"

/** `GET /settings/portal`. */
export async function showPortalSettings(c: StaffContext): Promise<Response> {
  const { settings: words, portalSettings } = wordsOf(c)
  const missing = await findPortalMissing(c, portalSettings.title)
  if (missing) return missing
  const { settings, revision } = await getPortalSettingsForm(c.var.actor)
  const done = findDone(c, { saved: words.saved, unchanged: words.unchanged })
  return c.html(<PortalSettingsPage c={c} form={toForm(settings)} revision={revision} done={done} />)
}

/** `POST /settings/portal`. What shows or hides documents is asked about first, with the numbers. */
export async function changePortal(c: StaffContext): Promise<Response> {
  const { settings: words, portalSettings } = wordsOf(c)
  const missing = await findPortalMissing(c, portalSettings.title)
  if (missing) return missing
  const body = await c.req.parseBody()
  const change = readTyped(body)
  const answer = typed(body, "answer")
  if (answer === "back") return c.html(<PortalSettingsPage c={c} {...change} />)
  const read = readPortalForm(change.form)
  if (read.ok && answer !== "save") {
    const impacts = await findPortalImpact(c.var.actor, read.settings)
    if (impacts.length > 0) {
      return c.html(
        <ConfirmImpact
          c={c}
          impacts={impacts}
          portalLabel={portalSettings.enabled}
          action={routes.staff.portalSettings.to()}
          fields={toFields(change)}
        />,
      )
    }
  }
  const outcome = await changePortalSettings(c.var.actor, change)
  if (outcome.ok) {
    const done = outcome.changed.length > 0 ? "saved" : "unchanged"
    return c.redirect(routes.staff.portalSettings.to({ done }), 303)
  }
  if (outcome.reason === "refused") {
    const { problems } = outcome
    return c.html(<PortalSettingsPage c={c} {...change} problems={problems} problem={words.notSaved} />, 422)
  }
  const { revision } = await getPortalSettingsForm(c.var.actor)
  return c.html(
    <PortalSettingsPage c={c} form={change.form} revision={revision} problem={words.changedMeanwhile} />,
    409,
  )
}
