import {
  type PortalForm,
  type PortalSettings,
  type PortalSwitch,
  portalSwitches,
} from "../../../../domain/settings/index.ts"
import { typed } from "../settings-page.tsx"

/** What was typed, with the revision it was shown with. */
export function readTyped(body: Record<string, unknown>): { form: PortalForm; revision: string } {
  const switches = Object.fromEntries(portalSwitches.map((name) => [name, typed(body, name) === "on"]))
  return {
    form: {
      ...(switches as Record<PortalSwitch, boolean>),
      tokenExpiryDays: typed(body, "tokenExpiryDays"),
      welcomeDa: withPlainBreaks(typed(body, "welcomeDa")),
      welcomeEn: withPlainBreaks(typed(body, "welcomeEn")),
    },
    revision: typed(body, "revision"),
  }
}

/** Forms send each line break as two characters; the counter on the page counts one. */
function withPlainBreaks(text: string): string {
  return text.replaceAll("\r\n", "\n")
}

export function toForm(settings: PortalSettings): PortalForm {
  return {
    ...settings,
    tokenExpiryDays: String(settings.tokenExpiryDays),
    welcomeDa: settings.welcome.da,
    welcomeEn: settings.welcome.en,
  }
}

/** The form as hidden fields, for the page that asks first. */
export function toFields({ form, revision }: { form: PortalForm; revision: string }): Record<string, string> {
  const switches = portalSwitches.filter((name) => form[name]).map((name) => [name, "on"])
  return {
    ...Object.fromEntries(switches),
    tokenExpiryDays: form.tokenExpiryDays,
    welcomeDa: form.welcomeDa,
    welcomeEn: form.welcomeEn,
    revision,
  }
}
