/** The settings' pages: the business, features, the portal and its tokens, members of staff; and previews. */
import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { sendBrand, sendLogo } from "../../ui/brand-files.ts"
import { changeBusinessSettings, showBusiness } from "./business/actions.tsx"
import {
  askRemoveEmail,
  changeEmailSettings,
  removeEmail,
  showEmailSettings,
  testEmail,
} from "./email/actions.tsx"
import { changeOneTemplate, showTemplate, showTemplates } from "./email/templates.tsx"
import { changeFeatures, showFeatures } from "./features/actions.tsx"
import { changeMobilePay, showMobilePay } from "./mobilepay/actions.tsx"
import {
  askRemoveMobilePayWebhook,
  checkMobilePayWebhook,
  registerMobilePayWebhook,
  removeMobilePayWebhook,
} from "./mobilepay/webhook.tsx"
import { changePortal, showPortalSettings } from "./portal/actions.tsx"
import { previewCustomer } from "./preview.tsx"
import { showSettings } from "./show-settings.tsx"
import { showStaff } from "./staff/show-staff.tsx"
import { generateForCustomer, generateToken } from "./tokens/generate.tsx"
import { showTokens } from "./tokens/list.tsx"
import { askMissing, askRevokeAll, generateMissing, revokeAll } from "./tokens/many-tokens.tsx"
import { askRegenerate, askRevoke, copyToken, regenerate, revoke } from "./tokens/one-token.tsx"

export function mountSettings(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.settings, { GET: showSettings }, refusals)
  mount(app, staff.businessSettings, { GET: showBusiness, POST: changeBusinessSettings }, refusals)
  mount(app, staff.featureSettings, { GET: showFeatures, POST: changeFeatures }, refusals)
  mount(app, staff.portalSettings, { GET: showPortalSettings, POST: changePortal }, refusals)
  mount(app, staff.emailSettings, { GET: showEmailSettings, POST: changeEmailSettings }, refusals)
  mount(app, staff.emailTest, { POST: testEmail }, refusals)
  mount(app, staff.emailRemove, { GET: askRemoveEmail, POST: removeEmail }, refusals)
  mount(app, staff.emailTemplates, { GET: showTemplates }, refusals)
  mount(app, staff.emailTemplate, { GET: showTemplate, POST: changeOneTemplate }, refusals)
  mount(app, staff.mobilePaySettings, { GET: showMobilePay, POST: changeMobilePay }, refusals)
  mount(app, staff.mobilePayWebhook, { POST: registerMobilePayWebhook }, refusals)
  mount(app, staff.mobilePayWebhookCheck, { POST: checkMobilePayWebhook }, refusals)
  mount(
    app,
    staff.mobilePayWebhookRemove,
    { GET: askRemoveMobilePayWebhook, POST: removeMobilePayWebhook },
    refusals,
  )
  mount(app, staff.staffMembers, { GET: showStaff }, refusals)
  mount(app, staff.portalTokens, { GET: showTokens, POST: generateToken }, refusals)
  mount(app, staff.portalTokensMissing, { GET: askMissing, POST: generateMissing }, refusals)
  mount(app, staff.portalTokensAll, { GET: askRevokeAll, POST: revokeAll }, refusals)
  mount(app, staff.portalTokenCopy, { POST: copyToken }, refusals)
  mount(app, staff.portalTokenRevoke, { GET: askRevoke, POST: revoke }, refusals)
  mount(app, staff.portalTokenRegenerate, { GET: askRegenerate, POST: regenerate }, refusals)
  mount(app, staff.customerToken, { POST: generateForCustomer }, refusals)
  mount(app, staff.customerPreview, { POST: previewCustomer }, refusals)
  mount(app, staff.brand, { GET: sendBrand }, refusals)
  mount(app, staff.logo, { GET: sendLogo }, refusals)
}
