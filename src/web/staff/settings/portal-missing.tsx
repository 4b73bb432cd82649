import { isFeatureOn } from "../../../domain/settings/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Notice } from "../../ui/index.ts"
import { SettingsPage, wordsOf } from "./settings-page.tsx"

/**
 * The page that stands in for any page of the portal's settings where there is no portal: not in this edition,
 * or its feature is off. Null where there is one.
 */
export async function findPortalMissing(c: StaffContext, title: string): Promise<Response | null> {
  const words = wordsOf(c).portalSettings
  if (c.var.kvit.config.edition === "desktop") {
    return c.html(
      <SettingsPage c={c} title={title}>
        <Notice>{words.notInEdition}</Notice>
      </SettingsPage>,
    )
  }
  if (await isFeatureOn(c.var.actor, "customer_portal")) return null
  return c.html(
    <SettingsPage c={c} title={title}>
      <Notice kind="warning">{words.featureOff}</Notice>
      <p>
        <Button href={routes.staff.featureSettings.to()}>{words.featureSwitch}</Button>
      </p>
    </SettingsPage>,
  )
}
